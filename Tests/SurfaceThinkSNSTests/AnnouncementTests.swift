import RosterSettings
import RosterTestSupport
import Testing

/// `POST /storage`: contracts/thinksns.md §0 and §11.
@Suite("Announced uploads", .serialized) struct AnnouncementTests {
    private static let hash = md5(Picture.png.bytes)

    @Test("the answer says where, with what, and under which name") func announced() async throws {
        try await SNS.run({ $0.publicURL = "https://users.example.org" }) { sns in
            let answer = try await sns.announce(Picture.png.bytes)
            check(answer, is: .announced)
            let node = answer.text("node") ?? ""
            let headers = answer.part("headers")
            #expect(headers["x-plus-storage-hash"] as? String == Self.hash, "\(answer)")
            #expect(
                headers["x-plus-storage-size"] as? String == "\(Picture.png.bytes.count)",
                "\(answer)")
            #expect(headers["x-plus-storage-mime-type"] as? String == "image/png", "\(answer)")
            let start = "https://users.example.org/api/v2/storage/\(node)?expires="
            #expect(answer.text("uri")?.hasPrefix(start) == true, "\(answer)")
            #expect(answer.text("uri")?.contains("&signature=") == true, "\(answer)")
            // One segment of a path, nothing of what the caller sent in it.
            #expect(node.wholeMatch(of: /public:[A-Za-z0-9._-]+/) != nil, "\(node)")
            let token = try sns.token("anna")
            #expect(!answer.body.contains(token), "\(answer)")
        }
    }

    @Test("all four types are taken, up to 2 MiB") func fit() async throws {
        try await SNS.run { sns in
            for type in ["image/png", "image/jpeg", "image/gif", "image/webp"] {
                for size in [1, 2 * 1024 * 1024] {
                    let answer = try await sns.call(
                        "POST", "/storage",
                        body: Body.upload(hash: Self.hash, size: size, type: type))
                    check(answer, is: .announced, "\(type) of \(size)")
                }
            }
        }
    }

    private static func body(
        hash: String = hash, size: Int = 100, type: String = "image/png",
        filename: String = "a.png", channel: String = "public"
    ) -> String {
        Body.upload(hash: hash, size: size, type: type, filename: filename, channel: channel)
    }

    @Test("what breaks a rule is named") func unfit() async throws {
        let table: [(String, String, String)] = [
            ("a short hash", Self.body(hash: "abc"), "hash"),
            ("a hash of no hex", Self.body(hash: String(repeating: "g", count: 32)), "hash"),
            ("a long hash", Self.body(hash: Self.hash + "0"), "hash"),
            ("no byte", Self.body(size: 0), "size"),
            ("less than none", Self.body(size: -1), "size"),
            ("beyond 2 MiB", Self.body(size: 2 * 1024 * 1024 + 1), "size"),
            ("SVG", Self.body(type: "image/svg+xml"), "mime_type"),
            ("HTML", Self.body(type: "text/html"), "mime_type"),
            ("a type with a tail", Self.body(type: "image/png; charset=x"), "mime_type"),
            ("no name", Self.body(filename: ""), "filename"),
        ]
        try await SNS.run { sns in
            try await sns.play(
                table.map { name, body, field in
                    Scenario(name, "POST", "/storage", body: body, .invalid([field]))
                })
            let channels = [
                Self.body(channel: "private"), Self.body(channel: "../public"),
                Self.body(channel: ""),
            ]
            try await sns.play(
                channels.map { Scenario($0, "POST", "/storage", body: $0, .refused(422, .d)) } + [
                    Scenario(
                        "nothing", "POST", "/storage", body: "{}", .refused(422, .d),
                        isRight: {
                            $0.errors.keys.contains("filename") && $0.errors.keys.contains("hash")
                                && $0.errors.keys.contains("size")
                                && $0.errors.keys.contains("mime_type")
                        }),
                    Scenario(
                        "nobody", "POST", "/storage", by: .anonymous, body: Self.body(),
                        .unauthenticated),
                ])
        }
    }
}
