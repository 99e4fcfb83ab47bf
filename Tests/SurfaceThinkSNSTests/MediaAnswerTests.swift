import RosterTestSupport
import Testing

/// `GET /storage/:node` and `GET /users/:id/avatar`: contracts/thinksns.md §0.
@Suite("Stored media", .serialized) struct MediaAnswerTests {
    @Test(
        "media are served with the sniffed type and headers that make them harmless",
        arguments: Picture.all)
    func headers(_ picture: Picture) async throws {
        try await SNS.run { sns in
            let node = try await sns.wear(picture)
            for path in ["/storage/\(node)", "/users/\(try sns.id("anna"))/avatar"] {
                let answer = try await sns.fetch(path)
                #expect(answer.status == 200 && answer.bytes == picture.bytes, "\(answer)")
                #expect(answer.header("Content-Type") == picture.type, "\(answer)")
                #expect(answer.header("Content-Length") == "\(picture.bytes.count)")
                #expect(answer.header("X-Content-Type-Options") == "nosniff", "\(answer)")
                let policy = answer.header("Content-Security-Policy") ?? ""
                #expect(policy.contains("sandbox"), "\(answer)")
                #expect(policy.contains("default-src 'none'"), "\(answer)")
                #expect(answer.header("ETag")?.isEmpty == false, "\(answer)")
                #expect(answer.header("Accept-Ranges") == "bytes", "\(answer)")
            }
            let control = try await sns.fetch("/storage/\(node)").header("Cache-Control") ?? ""
            #expect(control.contains("public") && control.contains("immutable"), "\(control)")
        }
    }

    @Test("what the reader has is not sent again") func conditions() async throws {
        try await SNS.run { sns in
            let node = try await sns.store()
            let tag = try await sns.fetch("/storage/\(node)").header("ETag") ?? ""
            for condition in [tag, "*", "\"x\", \(tag)", "W/" + tag] {
                let answer = try await sns.fetch(
                    "/storage/\(node)", headers: [("If-None-Match", condition)])
                #expect(answer.status == 304 && answer.bytes.isEmpty, "\(condition): \(answer)")
            }
            let other = try await sns.fetch(
                "/storage/\(node)", headers: [("If-None-Match", "\"x\"")])
            #expect(other.status == 200, "\(other)")
        }
    }

    @Test("parts are served, and parts that are not there refused") func ranges() async throws {
        try await SNS.run { sns in
            let node = try await sns.store()
            let bytes = Picture.png.bytes
            let count = bytes.count
            let table: [(String, Int, [UInt8], String?)] = [
                ("bytes=0-3", 206, Array(bytes[0...3]), "bytes 0-3/\(count)"),
                ("bytes=4-", 206, Array(bytes[4...]), "bytes 4-\(count - 1)/\(count)"),
                (
                    "bytes=-5", 206, Array(bytes.suffix(5)),
                    "bytes \(count - 5)-\(count - 1)/\(count)"
                ),
                ("bytes=0-99999", 206, bytes, "bytes 0-\(count - 1)/\(count)"),
                ("lines=0-3", 200, bytes, nil),
            ]
            for (range, status, expected, header) in table {
                let answer = try await sns.fetch("/storage/\(node)", headers: [("Range", range)])
                #expect(answer.status == status && answer.bytes == expected, "\(range): \(answer)")
                #expect(answer.header("Content-Range") == header, "\(range): \(answer)")
            }
            let beyond = try await sns.fetch(
                "/storage/\(node)", headers: [("Range", "bytes=\(count)-")])
            #expect(beyond.status == 416, "\(beyond)")
            #expect(beyond.header("Content-Range") == "bytes */\(count)", "\(beyond)")
        }
    }

    @Test("nodes of nothing, and avatars of nobody, are missing") func missing() async throws {
        try await SNS.run { sns in
            let announced = try await sns.ticket(Picture.png.bytes).node
            try await sns.play(
                [
                    "/storage/\(announced)", "/storage/public:nothing", "/storage/public:",
                    "/storage/nothing", "/users/\(try sns.id("anna"))/avatar",
                    "/users/999999/avatar",
                ].map { Scenario($0, "GET", $0, by: .anonymous, .refused(404, .a)) })
        }
    }

    @Test("HEAD announces what GET sends") func head() async throws {
        try await SNS.run { sns in
            let node = try await sns.store()
            let answer = try await sns.server.main.head(SNS.prefix + "/storage/\(node)")
            #expect(answer.status == 200, "\(answer)")
            #expect(answer.header("Content-Length") == "\(Picture.png.bytes.count)", "\(answer)")
        }
    }
}
