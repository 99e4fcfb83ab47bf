import Foundation
import RosterCore
import RosterTestSupport
import Testing

/// THREATS 16: nothing that a browser would run, and no way out of the folder.
@Suite("Hostile media", .serialized) struct HostileMediaTests {
    private static let script = Array("<script>alert(document.domain)</script>".utf8)
    private static let svg = Array(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".utf8)

    @Test("content that is script, under whatever type, is not kept") func scripts() async throws {
        let png = Picture.png.bytes
        let contents: [(String, [UInt8])] = [
            ("SVG", Self.svg), ("HTML", Array("<!DOCTYPE html>".utf8) + Self.script),
            ("a GIF that is a script", Array("GIF89a/*".utf8) + Self.script + Array("*/".utf8)),
            ("a PNG with a page behind it", png + Self.script),
            ("a GIF with a page behind it", Picture.gif.bytes + Self.script),
            ("a WebP with a page behind it", Picture.webP.bytes + Self.script),
            ("a page before a PNG", Self.script + png),
            ("a mark and nothing", Array(png.prefix(8)) + Self.script),
            ("RIFF of another kind", Array("RIFF\u{8}\0\0\0WAVEfmt ".utf8)), ("BMP", [66, 77]),
        ]
        let types = ["image/png", "image/gif", "image/jpeg", "image/webp"]
        try await SNS.run { sns in
            for (name, bytes) in contents {
                for type in types {
                    let ticket = try await sns.ticket(bytes, as: type)
                    let answer = try await sns.put(bytes, ticket)
                    check(answer, is: .refusedSomehow(422), "\(name) as \(type)")
                    #expect(try await sns.fetch("/storage/\(ticket.node)").status == 404)
                }
            }
        }
    }

    @Test("a tail behind a JPEG, as phones write it, is served as nothing but the image")
    func tail() async throws {
        let bytes = Picture.jpeg.bytes + Self.script
        try await SNS.run { sns in
            let ticket = try await sns.ticket(bytes, as: "image/jpeg")
            // It may be refused, too.
            guard try await sns.put(bytes, ticket).status == 201 else { return }
            let answer = try await sns.fetch("/storage/\(ticket.node)")
            #expect(answer.header("Content-Type") == "image/jpeg", "\(answer)")
            #expect(answer.header("X-Content-Type-Options") == "nosniff", "\(answer)")
            #expect(answer.header("Content-Security-Policy")?.contains("sandbox") == true)
        }
    }

    @Test("the type served is that of the content, whatever the file is called") func names()
        async throws
    {
        let names = [
            "a.html", "a.svg", "../../../../tmp/x.png", "..", ".", "/etc/passwd",
            "a\\\\..\\\\b.png",
            "a%2F..%2Fb.png", "a.png\\u0000.html", "a\\r\\nX-Evil: 1.png", "张三.png",
            String(repeating: "n", count: 200) + ".png",
        ]
        try await SNS.run { sns in
            for (number, name) in names.enumerated() {
                let bytes = PNGWriter.file(width: 3, height: 2, shade: UInt8(number))
                let announced = try await sns.announce(bytes, filename: name)
                if announced.status == 422 {
                    check(announced, is: .invalid(["filename"]), name)
                    continue
                }
                let ticket = try await sns.ticket(bytes, filename: name)
                #expect(ticket.node.wholeMatch(of: /public:[A-Za-z0-9._-]+/) != nil, "\(name)")
                #expect(!ticket.node.contains(".."), "\(name)")
                #expect(try await sns.put(bytes, ticket).status == 201, "\(name)")
                let read = try await sns.fetch("/storage/\(ticket.node)")
                #expect(read.header("Content-Type") == "image/png", "\(name): \(read)")
                #expect(read.header("X-Evil") == nil && read.bytes == bytes, "\(name): \(read)")
            }
        }
    }

    @Test("no path leads out of the media") func paths() async throws {
        let escapes = [
            "public:..%2F..%2Fsecret.key", "public:%2e%2e%2fsecret.key", "..%2Fsecret.key",
            "public:..", "public:.", "%2Fetc%2Fpasswd", "public:%2Fetc%2Fpasswd", "public:%00",
            "public:..%5C..%5Csecret.key", "%252e%252e%252fsecret.key", "roster.lock",
            "public:" + String(repeating: "a", count: 5000),
        ]
        try await SNS.run { sns in
            for escape in escapes {
                let answer = try await sns.fetch("/storage/\(escape)")
                #expect([400, 404].contains(answer.status), "\(escape): \(answer)")
                let put = try await sns.call("PUT", "/storage/\(escape)", body: "x")
                #expect([400, 403, 404].contains(put.status), "\(escape): \(put)")
            }
            for path in ["/storage/../secret.key", "/storage/public:/../../secret.key"] {
                let answer = try await sns.fetch(path)
                #expect([400, 404].contains(answer.status), "\(path): \(answer)")
            }
        }
    }

    @Test("an address on another server is never fetched") func fetches() async throws {
        try await SNS.run { sns in
            let here = "http://127.0.0.1:\(sns.server.main.port)/readyz"
            let body = #"{"avatar":"\#(here)"}"#
            check(try await sns.call("PATCH", "/user", body: body), is: .invalid(["avatar"]))
            try await sns.directory.make("bert") { $0.avatar = here }
            let id = try await sns.id(of: "bert")
            let answer = try await sns.call("GET", "/users/\(id)/avatar", by: .anonymous)
            check(answer, is: .refused(404, .a))
        }
    }

    @Test("files on disk are nobody else's") func files() async throws {
        try await SNS.run { sns in
            let node = try await sns.store()
            let tree = FileManager.default.enumerator(atPath: sns.server.folder)
            let names = (tree?.allObjects as? [String] ?? [])
            let tail = node.dropFirst("public:".count)
            let stored = names.filter { $0.hasSuffix(tail) || $0.contains(md5(Picture.png.bytes)) }
            for name in stored {
                let attributes = try FileManager.default.attributesOfItem(
                    atPath: sns.server.folder + "/" + name)
                let mode = attributes[.posixPermissions] as? Int ?? 0
                #expect(mode & 0o077 == 0, "\(name): \(String(mode, radix: 8))")
            }
        }
    }
}
