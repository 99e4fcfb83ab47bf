import Foundation
import RosterTestSupport
import Testing

@Suite("Settings on the command line", .serialized)
struct SettingWordsTests {
    @Test("flags may stand before the verb, between its words and after them")
    func anywhere() async throws {
        try await withTemporaryFolder { folder in
            let spellings = [
                ["--data", folder, "user", "create", "a", "--no-password"],
                ["user", "--data=\(folder)", "create", "b", "--no-password"],
                ["user", "create", "--data", folder, "--no-password", "c"],
                ["user", "create", "--no-password", "d", "--data", folder],
                ["user", "create", "--no-password", "--data", folder, "--", "--data"],
            ]
            for words in spellings {
                let end = try await ServerProcess.run(words)
                #expect(end.status == 0, "\(words): \(end)")
            }
            let list = try await Verb(folder: folder).object("user", "list", "--json")
            let names = (list["users"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
            #expect(names == ["a", "b", "c", "d", "--data"])
        }
    }

    @Test("a value that begins with a combining mark is the flag's value, and no secret is shown")
    func marks() async throws {
        try await withTemporaryFolder { folder in
            for mark in ["\u{0E34}", "\u{0301}", "\u{200D}"] {
                let end = try await ServerProcess.run([
                    "config", "--data", folder, "--admin-password=\(mark)Secret123",
                ])
                #expect(end.status == 0 && end.errors.isEmpty, "\(end)")
                #expect(!end.output.contains("Secret123"), "\(end)")
                let other = try await ServerProcess.run([
                    "user", "list", "--data", folder, "--surfaces=\(mark)x",
                ])
                #expect(other.errors.contains("--surfaces is for"), "\(other)")
            }
        }
    }

    @Test("config shows every setting with its place, flags over environment over file, masked")
    func config() async throws {
        try await withTemporaryFolder { folder in
            let file = folder + "/roster.yaml"
            try """
            # a comment
            trash.days: 7
            iam:
              prefix: /iam
            admin:
              password: "Geheim@2021"
            log.level: warning
            token.ttl: 2h
            """.write(toFile: file, atomically: true, encoding: .utf8)
            let environment = [
                "ROSTER_CONFIG": file, "ROSTER_TRASH_DAYS": "8", "ROSTER_TOKEN_TTL": "3h",
                "ROSTER_BITANSWER_KEY": "aSecretThatNobodyMaySee_1",
                "ROSTER_MAIL_URL": "smtp://me:hidden@mail.example.com",
            ]
            let words = ["config", "--token-ttl", "4h"]
            let json = try await ServerProcess.run(words + ["--json"], environment: environment)
            let list = try #require(
                try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
            let found = Dictionary(
                uniqueKeysWithValues: list.map { ($0["key"] as? String ?? "", $0) })
            let expected = [
                ("trash.days", "8", "environment"), ("token.ttl", "14400s", "flag"),
                ("iam.prefix", "/iam", "file"), ("log.level", "warning", "file"),
                ("listen", "127.0.0.1:3000", "default"),
            ]
            for (key, value, source) in expected {
                #expect(found[key]?["value"] as? String == value, "\(key)")
                #expect(found[key]?["source"] as? String == source, "\(key)")
            }
            let text = try await ServerProcess.run(words, environment: environment)
            #expect(text.status == 0 && text.output.split(separator: "\n").count == list.count)
            for secret in ["Geheim@2021", "aSecretThatNobodyMaySee_1", "hidden@"] {
                #expect(!(json.output + text.output + json.errors + text.errors).contains(secret))
            }
            #expect(found["admin.password"]?["value"] is String, "that it is set is shown")
        }
    }

    @Test("a server and its verbs take their settings from a file")
    func file() async throws {
        try await withTemporaryFolder { folder in
            let file = folder + "/roster.yaml"
            try """
            data: \(folder)/data
            listen: 127.0.0.1:0
            iam: {listen: "127.0.0.1:0", prefix: /iam}
            admin: {name: chief, password: Chief@2021}
            """.write(toFile: file, atomically: true, encoding: .utf8)
            // It holds a password.
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            let run = try ProgramRun(["serve", "--config", file])
            try await run.waitUntilServing()
            #expect(run.output.contains("Administrator: chief"))
            #expect(run.output.contains("/iam"))
            run.kill(15)
            #expect(try await run.end().status == 0)
            let list = try await ServerProcess.run(["user", "list", "--config", file])
            #expect(list.status == 0 && list.output.contains("chief"), "\(list)")
        }
    }

    @Test(
        "every verb explains itself",
        arguments: [
            [], ["serve"], ["user"], ["user", "list"], ["user", "show"], ["user", "create"],
            ["user", "password"], ["key"], ["key", "create"], ["key", "list"], ["key", "revoke"],
            ["config"], ["migrate"],
        ])
    func help(_ words: [String]) async throws {
        let end = try await ServerProcess.run(words + ["--help"])
        #expect(end.status == 0 && end.errors.isEmpty)
        #expect(end.output.contains("OVERVIEW: ") && end.output.contains("USAGE: roster"))
    }

    @Test("the version is that of /version")
    func version() async throws {
        let end = try await ServerProcess.run(["--version"])
        #expect(end.status == 0)
        try await ServerFixture.run { server in
            let answer = try await server.main.send("GET", "/version")
            #expect(
                answer.object["version"] as? String
                    == end.output.trimmingCharacters(
                        in: .whitespacesAndNewlines))
        }
    }

    @Test("migrate makes the schema, and a second time has nothing to do")
    func migrate() async throws {
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder)
            let first = try await verb.succeed("migrate")
            #expect(first.contains("applied 001"))
            #expect(try await verb.succeed("migrate") == "the schema is up to date\n")
        }
    }
}
