import Foundation
import RosterCore
import RosterTestSupport
import Testing

/// Uploads over the wire: contracts/thinksns.md §0 "storage", §11; THREATS 16.
@Suite("Uploads", .serialized)
struct StorageTests {
    @Test("announced, sent and bound, a picture is served as what it is, whole and in parts")
    func threeSteps() async throws {
        try await Network.run { network in
            let token = try await network.register("alice")
            let png = Network.tinyPNG
            let upload = try await network.announce(png, as: token)
            #expect(upload.node.hasPrefix("public:"))
            #expect(
                upload.uri.hasPrefix(
                    network.server.publicURL + "/api/v2/storage/\(upload.node)?expires="))
            let path = "/storage/\(upload.node)"
            try await network.expect(404, "GET", path)
            let stored = try await network.put(png, upload)
            #expect(stored.status == 201 && stored.object["node"] as? String == upload.node)
            #expect(try await network.put(png, upload).status == 403, "a ticket is spent once")

            let whole = try await network.expect(200, "GET", path)
            #expect(whole.header("Content-Type") == "image/png")
            #expect(whole.header("Content-Length") == "\(png.count)")
            #expect(whole.header("ETag") == "\"\(Network.md5(png))\"")
            #expect(whole.header("Cache-Control")?.contains("public") == true)
            #expect(whole.header("Cache-Control")?.contains("immutable") == true)
            #expect(whole.header("X-Content-Type-Options") == "nosniff")
            #expect(whole.header("Content-Security-Policy")?.contains("sandbox") == true)
            let part = try await network.call("GET", path, headers: [("Range", "bytes=1-3")])
            #expect(part.status == 206 && part.body == "PNG")
            #expect(part.header("Content-Range") == "bytes 1-3/\(png.count)")
            let known = try await network.call(
                "GET", path, headers: [("If-None-Match", "\"\(Network.md5(png))\"")])
            #expect(known.status == 304 && known.body.isEmpty)
            let beyond = try await network.call("GET", path, headers: [("Range", "bytes=9999-")])
            #expect(beyond.status == 416)

            try await network.expect(
                204, "PATCH", "/user", #"{"avatar":"\#(upload.node)","bg":"\#(upload.node)"}"#,
                as: token)
            let id = try await network.id(of: "alice")
            let seen = try await network.expect(200, "GET", "/users/\(id)").object
            let avatar = try #require(seen["avatar"] as? [String: Any])
            #expect(avatar["vendor"] as? String == "local")
            #expect(avatar["mime"] as? String == "image/png")
            #expect(avatar["mize"] as? String == "image/png")
            #expect(avatar["size"] as? Int == png.count)
            #expect(avatar["url"] as? String == network.server.publicURL + "/api/v2" + path)
            let extent = try #require(avatar["dimension"] as? [String: Int])
            #expect(extent == ["width": 3, "height": 2])
            #expect((seen["bg"] as? [String: Any])?["size"] as? Int == png.count)
            let list = try #require(
                try await network.expect(200, "GET", "/users?id=\(id)").json() as? [[String: Any]])
            let link = network.server.publicURL + "/api/v2/users/\(id)/avatar"
            #expect(list[0]["avatar"] as? String == link)
            let served = try await network.expect(200, "GET", "/users/\(id)/avatar")
            #expect(served.header("ETag") == whole.header("ETag"))
            try await network.expect(204, "PATCH", "/user", #"{"avatar":""}"#, as: token)
            try await network.expect(404, "GET", "/users/\(id)/avatar")
        }
    }

    static let announcements: [(name: String, body: String, field: String)] = [
        (
            "no name",
            #"{"hash":"\#(md5)","size":9,"mime_type":"image/png","storage":{"channel":"public"}}"#,
            "filename"
        ),
        (
            "no MD5",
            #"{"filename":"a","hash":"12","size":9,"mime_type":"image/png","storage":{"channel":"public"}}"#,
            "hash"
        ),
        (
            "no size",
            #"{"filename":"a","hash":"\#(md5)","mime_type":"image/png","storage":{"channel":"public"}}"#,
            "size"
        ),
        (
            "nothing of it",
            #"{"filename":"a","hash":"\#(md5)","size":0,"mime_type":"image/png","storage":{"channel":"public"}}"#,
            "size"
        ),
        (
            "too much",
            #"{"filename":"a","hash":"\#(md5)","size":2097153,"mime_type":"image/png","storage":{"channel":"public"}}"#,
            "size"
        ),
        (
            "SVG",
            #"{"filename":"a.svg","hash":"\#(md5)","size":9,"mime_type":"image/svg+xml","storage":{"channel":"public"}}"#,
            "mime_type"
        ),
        (
            "HTML",
            #"{"filename":"a.html","hash":"\#(md5)","size":9,"mime_type":"text/html","storage":{"channel":"public"}}"#,
            "mime_type"
        ),
        (
            "another channel",
            #"{"filename":"a","hash":"\#(md5)","size":9,"mime_type":"image/png","storage":{"channel":"private"}}"#,
            "storage.channel"
        ),
    ]
    private static let md5 = "d41d8cd98f00b204e9800998ecf8427e"

    @Test("what cannot be stored is refused with the field that says so")
    func refusedAnnouncements() async throws {
        try await Network.run { network in
            let token = try await network.register("alice")
            for (name, body, field) in Self.announcements {
                let answer = try await network.call("POST", "/storage", body, as: token)
                #expect(answer.status == 422, "\(name): \(answer)")
                let errors = answer.object["errors"] as? [String: Any] ?? [:]
                #expect(Array(errors.keys) == [field], "\(name): \(answer)")
            }
            try await network.expect(401, "POST", "/storage", Self.announcements[0].body)
        }
    }

    @Test("a forged, moved or late ticket stores nothing")
    func refusedTickets() async throws {
        let clock = TestClock()
        try await Network.run(clock: clock) { network in
            let token = try await network.register("alice")
            let png = Network.tinyPNG
            let good = try await network.announce(png, as: token)
            let other = try await network.announce(png, as: token)
            var forged: [(String, Upload)] = []
            var upload = good
            upload.target = good.target.replacingOccurrences(of: "signature=", with: "signature=0")
            forged.append(("another signature", upload))
            upload = good
            upload.target = good.target.replacingOccurrences(of: good.node, with: other.node)
            forged.append(("another node", upload))
            upload = good
            upload.target = good.target.replacingOccurrences(of: "expires=", with: "expires=9")
            forged.append(("another time", upload))
            upload = good
            upload.target = String(good.target.prefix { $0 != "?" })
            forged.append(("no signature", upload))
            for (field, value) in [
                ("Authorization", "Bearer " + token), ("Authorization", "Bearer x"),
                ("x-plus-storage-hash", Network.md5([1])), ("x-plus-storage-size", "1"),
                ("x-plus-storage-mime-type", "image/gif"),
            ] {
                upload = good
                upload.headers = good.headers.map { $0.0 == field ? ($0.0, value) : $0 }
                forged.append(("\(field): \(value.prefix(9))", upload))
            }
            upload = good
            upload.headers = other.headers
            forged.append(("another upload's headers", upload))
            for (name, upload) in forged {
                let answer = try await network.put(png, upload)
                #expect(answer.status == 403, "\(name): \(answer)")
                #expect(answer.object["message"] is String, "\(name): \(answer)")
            }
            clock.advance(seconds: 3601)
            #expect(try await network.put(png, good).status == 403, "too late")
            try await network.expect(404, "GET", "/storage/\(good.node)")
        }
    }

    static let contents: [(name: String, type: String, text: String)] = [
        ("an SVG", "image/png", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a page", "image/gif", "<!DOCTYPE html><script>alert(1)</script>"),
        ("a script that begins as a GIF", "image/gif", "GIF89a=1;alert(1)"),
        ("nothing of the kind", "image/webp", "RIFF\u{4}\u{0}\u{0}\u{0}WEBP"),
    ]

    @Test("content that is not the image it says is refused", arguments: contents)
    func otherContent(name: String, type: String, text: String) async throws {
        try await Network.run { network in
            let token = try await network.register("alice")
            let bytes = Array(text.utf8)
            let upload = try await network.announce(bytes, type: type, as: token)
            #expect(try await network.put(bytes, upload).status == 422, "\(name)")
            try await network.expect(404, "GET", "/storage/\(upload.node)")
        }
    }

    @Test("bytes that are others than announced, and another image type, are refused")
    func otherBytes() async throws {
        try await Network.run { network in
            let token = try await network.register("alice")
            let upload = try await network.announce(Network.tinyPNG, as: token)
            var other = Network.tinyPNG
            other[40] ^= 1
            #expect(try await network.put(other, upload).status == 422)
            #expect(try await network.put(Network.tinyPNG + [0], upload).status == 422)
            let gif = try await network.announce(Network.tinyPNG, type: "image/gif", as: token)
            #expect(try await network.put(Network.tinyPNG, gif).status == 422)
            #expect(try await network.put(Network.tinyPNG, upload).status == 201)
        }
    }

    @Test("only an own, stored upload becomes an avatar")
    func binding() async throws {
        try await Network.run { network in
            let alice = try await network.register("alice")
            let bob = try await network.register("bobby")
            let stored = try await network.store(as: alice)
            let planned = try await network.announce(Network.tinyPNG, as: bob).node
            let bad = [
                stored, planned, "public:x", "public:../../../etc/passwd", "http://h/a.png",
                "public:" + String(repeating: "a", count: 40) + ".png",
                "public:" + String(repeating: "a", count: 40) + ".svg",
            ]
            for node in bad {
                for field in ["avatar", "bg"] {
                    let answer = try await network.call(
                        "PATCH", "/user", #"{"\#(field)":"\#(node)"}"#, as: bob)
                    #expect(answer.status == 422, "\(field) \(node): \(answer)")
                    let errors = answer.object["errors"] as? [String: Any]
                    #expect(errors?[field] is [String], "\(field) \(node): \(answer)")
                }
            }
        }
    }

    @Test("no path leads out of the folder")
    func paths() async throws {
        try await Network.run { network in
            for path in [
                "/storage/..%2F..%2Fsecret.key", "/storage/public:..%2F..%2Fsecret.key",
                "/storage/%2e%2e", "/storage/public:", "/users/1%2F..%2F2/avatar",
            ] {
                let answer = try await network.call("GET", path)
                #expect(answer.status == 404, "\(path): \(answer)")
            }
        }
    }
}
