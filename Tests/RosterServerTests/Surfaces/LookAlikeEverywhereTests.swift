import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 29 across surfaces: a name that a person chooses is not mistaken for another's, whichever
/// surface takes it; administrators may give any.
@Suite("Look-alike names on each surface", .serialized) struct LookAlikeEverywhereTests {
    private struct Name: Sendable {
        let text: String
        /// What the surfaces for people in China say.
        let says: String
    }

    private static let names = [
        Name(text: "сосо", says: "过于相似"), Name(text: "c0co", says: "过于相似"),
        Name(text: "adrnin", says: "过于相似"), Name(text: "аdmin", says: "混淆的字符"),
        Name(text: "ᴀdmin", says: "混淆的字符"), Name(text: "𝐳𝐨𝐞𝐲", says: "混淆的字符"),
        Name(text: "zoe\u{3164}la", says: "混淆的字符"), Name(text: "🇦dmin", says: "混淆的字符"),
        Name(text: "🆒kid", says: "混淆的字符"), Name(text: "𝐣𝐚𝐧𝐞", says: "混淆的字符"),
        Name(text: "jane\u{3164}", says: "混淆的字符"),
    ]

    @Test("nobody registers with one, nor renames itself to one, and administrators may")
    func everywhere() async throws {
        try await AllSurfaces.run({ $0.registration = .open }) { all in
            _ = try await all.make("coco", on: .iam)
            _ = try await all.make("jane", on: .management)
            let jane = try await all.signIn("jane")
            for name in Self.names {
                let onIAM = try await all.iam(
                    "POST", "/v1/users", by: .nobody, body: userBody(name.text))
                #expect(onIAM.status == 400, "\(name): \(onIAM)")
                let onManagement = try await all.main(
                    "POST", "/v1/users", by: .nobody,
                    body: """
                        {"username":"\(name.text)","email":"x@example.com","password":"Foo@2020"}
                        """)
                #expect((400..<500).contains(onManagement.status), "\(name): \(onManagement)")
                let body = #"{"username":"\#(name.text)"}"#
                let renamed = try await all.main(
                    "PUT", jane.path, by: .bearer(jane.iam), body: body)
                #expect(renamed.status == 400, "\(name): \(renamed)")
                // Management's own rule of names takes letters alone.
                let isOfForm = !renamed.body.contains("应为 3-20 个字符")
                #expect(!isOfForm || renamed.body.contains(name.says), "\(renamed)")
                let onThinkSNS = try await all.thinkSNS(
                    "PATCH", "/user", by: .bearer(jane.thinkSNS), body: #"{"name":"\#(name.text)"}"#
                )
                #expect(onThinkSNS.status == 422, "\(name): \(onThinkSNS)")
                #expect(onThinkSNS.body.contains(name.says), "\(onThinkSNS)")
                #expect(try await all.account("jane").name.rawValue == "jane")
            }
            for (number, name) in Self.names.enumerated() where number % 2 == 0 {
                let made = try await all.iam("POST", "/v1/users", body: userBody(name.text))
                #expect(made.status == 200 || made.code == 100200 || made.status == 400)
                let onBitAnswer = try await all.bitAnswer(
                    "POST", "/users", body: #"[{"name":"\#(name.text)"}]"#)
                #expect(onBitAnswer.outcome == 0, "\(onBitAnswer)")
            }
        }
    }

    @Test("the name of admin.name stays closed when its account has another one")
    func administratorsName() async throws {
        try await AllSurfaces.run({ $0.registration = .open }) { all in
            let admin = try await all.account("admin")
            var change = AccountChange()
            change.name = .set(try AccountName(parsing: "chief"))
            _ = try await all.directory.update(
                .id(admin.id), change,
                by: Actor(
                    principal: .operator,
                    origin: RequestOrigin(surface: .commandLine, requestID: "")))
            for text in ["admin", "Admin", "adrnin"] {
                let made = try await all.iam("POST", "/v1/users", by: .nobody, body: userBody(text))
                #expect(made.status == 400, "\(text): \(made)")
            }
        }
    }
}
