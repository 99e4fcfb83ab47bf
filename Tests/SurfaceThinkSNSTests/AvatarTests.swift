import Foundation
import RosterCore
import RosterTestSupport
import Testing

/// How avatars and backgrounds are shown: contracts/thinksns.md §0 and §7.
@Suite("Avatars", .serialized) struct AvatarTests {
    @Test("a stored one is an object that tells all of it", arguments: Picture.all)
    func object(_ picture: Picture) async throws {
        try await SNS.run { sns in
            let node = try await sns.store(picture)
            let body = #"{"avatar":"\#(node)","bg":"\#(node)"}"#
            check(try await sns.call("PATCH", "/user", body: body), is: .done)
            for path in ["/user", "/users/anna"] {
                let answer = try await sns.call("GET", path)
                for key in ["avatar", "bg"] {
                    let part = answer.part(key)
                    #expect(
                        Set(part.keys) == ["vendor", "url", "mime", "mize", "size", "dimension"])
                    #expect(part["vendor"] as? String == "local", "\(answer)")
                    #expect(
                        part["url"] as? String == "http://127.0.0.1:3000/api/v2/storage/\(node)")
                    #expect(part["mime"] as? String == picture.type, "\(answer)")
                    #expect(part["mize"] as? String == picture.type, "\(answer)")
                    #expect(part["size"] as? Int == picture.bytes.count, "\(answer)")
                    let dimension = part["dimension"] as? [String: Any] ?? [:]
                    #expect(dimension["width"] as? Int == picture.width, "\(answer)")
                    #expect(dimension["height"] as? Int == picture.height, "\(answer)")
                }
            }
        }
    }

    @Test("one on another server is its address alone, and nobody is sent there") func external()
        async throws
    {
        let url = "https://example.com/a.png"
        try await SNS.run(people: []) { sns in
            try await sns.directory.make("anna") { $0.avatar = url }
            let answer = try await sns.call("GET", "/users/anna", by: .anonymous)
            check(answer, is: .user)
            let part = answer.part("avatar")
            #expect(part["url"] as? String == url, "\(answer)")
            for key in ["vendor", "mime", "mize", "size", "dimension"] {
                #expect(part[key] is NSNull, "\(key) of \(answer)")
            }
            let id = answer.number("id") ?? 0
            let image = try await sns.call("GET", "/users/\(id)/avatar", by: .anonymous)
            check(image, is: .refused(404, .a))
            #expect(image.header("Location") == nil, "\(image)")
        }
    }

    @Test("a new one takes the place of the old") func replaced() async throws {
        try await SNS.run { sns in
            let path = "/users/\(try sns.id("anna"))/avatar"
            for picture in [Picture.png, .gif, .jpeg] {
                _ = try await sns.wear(picture)
                #expect(try await sns.fetch(path).bytes == picture.bytes)
            }
            check(try await sns.call("PATCH", "/user", body: #"{"avatar":""}"#), is: .done)
            #expect(try await sns.fetch(path).status == 404)
        }
    }

    @Test("one picture may be two people's, each by an upload of its own") func same()
        async throws
    {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            _ = try await sns.wear(by: .anna)
            _ = try await sns.wear(by: .bert)
            check(try await sns.call("PATCH", "/user", body: #"{"avatar":null}"#), is: .done)
            let kept = try await sns.fetch("/users/\(try sns.id("bert"))/avatar")
            #expect(kept.status == 200 && kept.bytes == Picture.png.bytes, "\(kept)")
        }
    }
}
