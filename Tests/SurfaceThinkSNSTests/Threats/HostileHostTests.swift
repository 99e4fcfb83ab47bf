import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 7: links come from `publicURL`, whatever a request says of its host.
@Suite("Hostile hosts", .serialized) struct HostileHostTests {
    private static let base = "https://users.example.org"
    private static let hostile = [
        ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "ftp"),
        ("Forwarded", "host=evil.example"), ("X-Original-Host", "evil.example"),
        ("Origin", "http://evil.example"), ("Referer", "http://evil.example/"),
    ]

    @Test("no answer and no mail names another host than ours") func links() async throws {
        try await SNS.run({ $0.publicURL = Self.base }) { sns in
            let node = try await sns.wear()
            let id = try sns.id("anna")
            let hash = md5(Picture.png.bytes)
            let upload = Body.upload(hash: hash, size: Picture.png.bytes.count)
            let calls: [(String, String, String?, String)] = [
                ("GET", "/user", nil, "\(Self.base)/api/v2/storage/\(node)"),
                ("GET", "/users/anna", nil, "\(Self.base)/api/v2/storage/\(node)"),
                ("GET", "/users?id=\(id)", nil, "\(Self.base)/api/v2/users/\(id)/avatar"),
                ("POST", "/storage", upload, "\(Self.base)/api/v2/storage/public:"),
                ("POST", "/verifycodes", Body.destination("anna@example.com"), ""),
            ]
            for (method, target, body, link) in calls {
                let answer = try await Self.ask(method, target, body: body, sns)
                #expect((200..<300).contains(answer.status), "\(answer)")
                let text = answer.description.replacing("\\/", with: "/")
                #expect(!text.contains("evil.example"), "\(answer)")
                #expect(link.isEmpty || text.contains(link), "\(answer)")
            }
            let mail = try await sns.outbox.waitForMessage(to: "anna@example.com")
            #expect(!mail.contains("evil.example"), "\(mail)")
        }
    }

    private static func ask(
        _ method: String, _ target: String, body: String?, _ sns: SNS
    ) async throws -> WireResponse {
        let fields = try sns.authorization(of: .anna) + hostile
        var text = "\(method) /api/v2\(target) HTTP/1.1\r\nHost: evil.example\r\n"
        text += "Connection: close\r\nContent-Type: application/json\r\n"
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        text += "Content-Length: \(body?.utf8.count ?? 0)\r\n\r\n" + (body ?? "")
        return try await sns.server.main.send(raw: Array(text.utf8))
    }
}
