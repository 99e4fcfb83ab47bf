import Foundation
import RosterTestSupport
import Testing

/// `--surfaces` is a setting of a server, one letter away from `--surface`.
@Suite("Settings that say nothing to a verb", .serialized) struct IdleSettingTests {
    /// Every verb with words that it would otherwise take.
    private static let lines = [
        "migrate", "user list", "user show admin", "user create x --no-password",
        "user update admin --bio Hello", "user password admin --generate-password",
        "user disable admin", "user enable admin", "user unlock admin", "user delete admin",
        "user restore admin", "session list admin", "session end admin",
        "ledger add admin --cents 1", "ledger show admin", "key create --name x", "key list",
        "key revoke 1", "import FOLDER/t.jsonl", "import FOLDER/t.jsonl --dry-run",
        "export", "export FOLDER/out.csv", "manual", "completions bash",
    ]

    @Test("every verb but those of the settings refuses --surfaces, before it does anything")
    func refused() async throws {
        let verbs = try await DescribedVerb.all().filter(\.isLeaf).map(\.description)
        for verb in verbs where !["serve", "config", "doctor", "help"].contains(verb) {
            #expect(Self.lines.contains { $0.hasPrefix(verb) }, "\(verb) is left out")
        }
        try await withTemporaryFolder { folder in
            let data = folder + "/data"
            try Data("{\"name\":\"carl\"}\n".utf8)
                .write(to: URL(fileURLWithPath: folder + "/t.jsonl"))
            let verb = Verb(folder: data)
            try await verb.succeed("user", "create", "admin", "--role", "admin", "--no-password")
            let before = try await verb.succeed("export")
            for line in Self.lines {
                let words = line.replacing("FOLDER", with: folder).split(separator: " ")
                    .map(String.init)
                for flag in [["--surfaces", "IAM"], ["--surfaces=IAM"]] {
                    for all in [words + flag, flag + words] {
                        let end = try await ServerProcess.run(all + ["--data", data])
                        #expect(end.status == 64 && end.output.isEmpty, "\(all) \(end)")
                        #expect(end.errors.contains("--surface names"), "\(all) \(end)")
                    }
                }
            }
            #expect(try await verb.succeed("export") == before)
            #expect(try await verb.list("key", "list", "--json").isEmpty)
            #expect(!FileManager.default.fileExists(atPath: folder + "/out.csv"))
        }
    }

    @Test("config and doctor take it, and in the environment it harms no verb")
    func taken() async throws {
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder)
            let config = try await verb.run("config", "--surfaces", "IAM")
            #expect(config.status == 0 && config.output.contains("flag --surfaces"), "\(config)")
            let doctor = try await verb.run(
                "doctor", "--surfaces", "IAM", "--iam-listen=127.0.0.1:0")
            #expect(!doctor.errors.contains("--surface"), "\(doctor)")
            let made = try await verb.run(
                "user", "create", "x", "--no-password", environment: ["ROSTER_SURFACES": "IAM"])
            #expect(made.status == 0, "\(made)")
        }
    }
}
