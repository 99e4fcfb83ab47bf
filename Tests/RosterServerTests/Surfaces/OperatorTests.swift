import Foundation
import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// What the command line does through the control socket counts in the running server at once
/// (DESIGN §7): the real program speaks with a server of this process.
@Suite("The operator beside a running server", .serialized) struct OperatorTests {
    private static func run(
        _ change: (inout RosterSettings.Settings) -> Void = { _ in }, clock: TestClock? = nil,
        _ body: @Sendable (AllSurfaces, Verb) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            try await AllSurfaces.run(in: folder, change, clock: clock) { all in
                try await body(all, Verb(folder: folder))
            }
        }
    }

    @Test("a disabled or deleted account is out everywhere, and back when enabled or restored")
    func standing() async throws {
        try await Self.run { all, verb in
            var person = try await all.make("jane", on: .management)
            let pairs = [("disable", "enable"), ("delete", "restore")]
            for (leave, back) in pairs {
                let jane = try await all.signIn("jane")
                #expect(try await all.uses(of: jane) == .alive)
                try await verb.succeed("user", leave, "jane")
                #expect(try await all.uses(of: jane) == .dead, "\(leave)")
                #expect(try await all.logins("jane") == [401, 401], "\(leave)")
                if leave == "disable" {
                    person.isActive = false
                    try await all.expect(person, leave)
                } else {
                    #expect(try await all.sight(of: "jane") == Person.nobody)
                }
                try await verb.succeed("user", back, "jane")
                #expect(try await all.uses(of: jane) == .dead, "what ended does not come back")
                person.isActive = true
                try await all.expect(person, back)
                #expect(try await all.logins("jane") == [200, 200], "\(back)")
            }
        }
    }

    @Test("one session of several is ended alone, and all of them together with the presence")
    func sessions() async throws {
        try await Self.run { all, verb in
            _ = try await all.make("jane", on: .iam)
            let jane = try await all.signIn("jane")
            #expect(try await all.uses(of: jane) == .alive)
            let list = try await verb.list("session", "list", "jane", "--json")
            #expect(
                Set(list.compactMap { $0["surface"] as? String })
                    == ["IAM", "Management", "ThinkSNS"])
            let management = try #require(
                list.first { $0["surface"] as? String == "Management" }?["id"] as? String)
            try await verb.succeed("session", "end", "--session", management)
            var expected = Uses.alive
            expected.managementToken = Uses.closed
            expected.refreshes = [200, 401]
            #expect(try await all.uses(of: jane) == expected)
            #expect(try await verb.list("session", "list", "jane", "--json").count == 2)

            let guid = try await all.account("jane").guid
            #expect(try await all.presence(of: guid) == 2)
            #expect(try await verb.succeed("session", "end", "jane") == "ended 2\n")
            #expect(try await all.uses(of: jane) == .sessionsOver)
            #expect(try await all.presence(of: guid) == 0)
        }
    }

    @Test("a password that the operator sets ends every session, and alone logs in")
    func password() async throws {
        try await Self.run { all, verb in
            _ = try await all.make("jane", on: .iam)
            let jane = try await all.signIn("jane")
            try await verb.succeed("user", "password", "jane", input: "Jane@2026\n")
            #expect(try await all.uses(of: jane) == .sessionsOver)
            #expect(try await all.logins("jane") == [401, 401])
            #expect(try await all.logins("jane", "Jane@2026") == [200, 200])
        }
    }

    @Test("a key opens at once, and is dead at once when revoked; so do rights come and go")
    func rights() async throws {
        try await Self.run { all, verb in
            _ = try await all.make("jane", on: .iam)
            let made = try await verb.object("key", "create", "--name", "script", "--json")
            let secret = Credential.bearer(try #require(made["secret"] as? String))
            #expect(try await all.iam("GET", "/v1/users", by: secret).status == 200)
            try await verb.succeed("key", "revoke", "\(try #require(made["id"] as? Int))")
            #expect(try await all.iam("GET", "/v1/users", by: secret).status == 401)

            let jane = Credential.bearer(try await all.signIn("jane").iam)
            for (role, status) in [("admin", 200), ("user", 403)] {
                try await verb.succeed("user", "update", "jane", "--role", role)
                #expect(try await all.iam("GET", "/v1/users", by: jane).status == status, "\(role)")
            }
        }
    }

    @Test("who is locked out is let in again, and money is there when it was entered")
    func unlockAndLedger() async throws {
        try await Self.run { all, verb in
            _ = try await all.make("jane", on: .iam)
            for _ in 0..<6 { _ = try await all.logins("jane", "wrong") }
            #expect(try await all.thinkSNSLogin("jane") == 429)
            let locked = try await verb.object("user", "show", "jane", "--json")
            #expect(locked["lockedUntil"] is String, "\(locked)")
            try await verb.succeed("user", "unlock", "jane")
            #expect(try await all.thinkSNSLogin("jane") == 200)

            let jane = Credential.bearer(try await all.signIn("jane").thinkSNS)
            for (cents, balance) in [("250", 250), ("-50", 200)] {
                try await verb.succeed("ledger", "add", "jane", "--cents=\(cents)")
                let own = try await all.thinkSNS("GET", "/user", by: jane)
                let wallet = own.object["new_wallet"] as? [String: Any]
                #expect(wallet?["balance"] as? Int == balance, "\(own)")
            }
        }
    }

    @Test("what is updated or imported is shown at once; an imported id finds its person")
    func changes() async throws {
        try await Self.run { all, verb in
            var person = try await all.make("jane", on: .iam)
            try await verb.succeed(
                "user", "update", "jane", "--display-name", "Jane II", "--email", "j@example.com")
            person.displayName = "Jane II"
            person.email = "j@example.com"
            try await all.expect(person)
            let id = try await all.account("jane").id
            #expect(try await all.main("GET", "/v1/users/user_\(id)").status == 200)

            let table = verb.folder + "/table.jsonl"
            let row =
                #"{"id":"user_\#(id)","username":"zoe","password":"\#(AllSurfaces.password)"}"#
            try Data(row.utf8).write(to: URL(fileURLWithPath: table))
            let end = try await verb.run(
                "import", table, "--surface", "Management", "--passwords", "plain")
            #expect(end.status == 0 && end.output.contains(#""moved""#), "\(end)")
            let found = try await all.main("GET", "/v1/users/user_\(id)")
            #expect(found.data["username"] as? String == "zoe", "\(found)")
            #expect(try await all.logins("zoe") == [200, 200])
            let list = try await all.main("GET", "/v1/users?keyword=jane").items
            let moved = try #require(list.first?["id"] as? String)
            let again = try await all.main("GET", "/v1/users/\(moved)")
            #expect(moved != "user_\(id)" && again.data["username"] as? String == "jane")
        }
    }

    @Test("the trail names the command line, and neither it nor the log nor a file has the secrets")
    func trail() async throws {
        let lines = CapturedLines()
        let secrets = ["Ada@2026-typed", "Ada@2027-typed"]
        try await withTemporaryFolder { folder in
            try await ServerFixture.run(
                in: folder, change: { $0.logLevel = .trace }, logger: lines.logger
            ) { server in
                let verb = Verb(folder: folder)
                try await verb.succeed("user", "create", "ada", input: secrets[0])
                try await verb.succeed("user", "password", "ada", input: secrets[1])
                let made = try await verb.object("key", "create", "--name", "k", "--json")
                let secret = try #require(made["secret"] as? String)
                try await verb.succeed("user", "disable", "ada")
                let trail = try await server.server.open.directory.store.read {
                    storage throws(DirectoryError) in
                    try storage.auditEntries(about: nil, limit: 100)
                }.filter { $0.surface == .commandLine }
                #expect(
                    Set(trail.map(\.action)).isSuperset(of: [
                        .accountCreated, .passwordChanged, .keyCreated, .accountUpdated,
                    ]), "\(trail)")
                #expect(trail.allSatisfy { $0.actor == nil })
                let log = lines.all.joined(separator: "\n")
                #expect(log.contains("user.create") && log.contains("key.create"))
                for hidden in secrets + [secret] {
                    #expect(!log.contains(hidden) && !"\(trail)".contains(hidden))
                    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
                    where name.hasPrefix("roster.db") {
                        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
                        #expect(bytes.range(of: Data(hidden.utf8)) == nil, "\(name)")
                    }
                }
            }
        }
    }
}
