import Foundation
import RosterSettings
import Testing

@Suite("Secrets are never shown")
struct SecretTests {
    static let secret = "hunter2"

    /// Values with the secret in them that are taken, and the mask they are shown with.
    static let good: [(key: SettingKey, text: String, shown: String)] = [
        ("admin.password", "hunter2", "***"),
        ("bitanswer.key", "hunter2-hunter2-hunter2-hunter2", "***"),
        ("database.url", "postgres://me:hunter2@db:5432/roster", "postgres://***@db:5432/roster"),
        ("database.url", "postgres://db/roster?password=hunter2", "postgres://db/roster?***"),
        ("mail.url", "smtps://me:hunter2@mail:465", "smtps://***@mail:465"),
        ("sms.key", "hunter2-hunter2-hunter2-hunter2", "***"),
        ("sms.url", "https://hunter2@sms/send", "https://***@sms/send"),
        ("sms.url", "https://sms/send?key=hunter2", "https://sms/send?***"),
    ]

    /// Command lines with the secret in them that are refused.
    static let bad: [[String]] = [
        ["--admin-password=hunter2\u{0}"],
        ["--admin-password", "hunter2", "hunter2"],
        ["--admin-pasword", "hunter2"],
        ["--admin-pasword", "x", "hunter2"],
        ["--admin-pasword=hunter2"],
        ["--admin-password=hunter2", "--admin-password=hunter2"],
        ["--bitanswer-key=hunter2"],
        ["--database-url=postgres://me:hunter2/x@db/roster"],
        ["--database-url=postgres://me:hunter2"],
        ["--database-url=postgres://me:hun ter2hunter2@db/roster"],
        ["--mail-url=smtp://me:hunter2@h@mail"],
        ["--mail-url=smtp://me:1/hunter2@mail"],
        ["--sms-url=http://me:hunter2@sms"],
        ["--sms-key=hunter2"],
        ["--sms-url=https://me:1/hunter2@sms"],
        ["--public-url=http://me:hunter2@h"],
        ["--cors-origins=https://me:hunter2@h"],
    ]

    @Test("in the effective settings", arguments: good)
    func effective(key: SettingKey, text: String, shown: String) throws {
        for loaded in [
            try load(["\(key.flag)=\(text)"]), try load(environment: [key.environmentName: text]),
            try withFile("a.yaml", yaml(key, text), body: { try load(["--config", $0]) }),
        ] {
            #expect(loaded.effective(key)?.value == shown)
            var dumped = ""
            dump(loaded.settings, to: &dumped)
            let outputs = [
                EffectiveReport.lines(loaded.effective).joined(separator: "\n"),
                String(decoding: try EffectiveReport.json(loaded.effective), as: UTF8.self),
                "\(loaded)", "\(loaded.settings)", String(reflecting: loaded.settings), dumped,
            ]
            for output in outputs {
                #expect(output.contains(shown))
                #expect(!output.contains(Self.secret))
            }
        }
    }

    @Test("in errors", arguments: bad)
    func error(arguments: [String]) {
        let text = refusals(arguments).joined(separator: "\n")
        #expect(!text.isEmpty)
        #expect(!text.contains(Self.secret))
    }

    @Test("in errors about the environment and the file")
    func otherSources() throws {
        let environment = ["ROSTER_ADMIN_PASWORD": "hunter2", "ROSTER_BITANSWER_KEY": "hunter2"]
        let content = #"{"admin.pasword": "hunter2", "admin.password": ["hunter2"], "data": 1}"#
        try withFile("a.json", content) { path in
            let lines = refusals(["--config", path], environment: environment)
            #expect(lines.count == 4)
            #expect(!lines.contains { $0.contains("hunter2") })
        }
    }
}
