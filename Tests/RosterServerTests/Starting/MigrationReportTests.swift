import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// Two accounts of an earlier release have one mailbox, in two spellings of its domain: whoever
/// migrates hears of it, and finds it later.
@Suite("Login ids that became one", .serialized)
struct MigrationReportTests {
    private static let words = "account 2 has the email of account 1 in another spelling"

    private static let rows = [
        """
        INSERT INTO account (
            guid, instance_id, name, name_key, display_name, display_name_key, email, email_key,
            email_is_proven, phone_is_proven, sex, role, status, revision, created_at, updated_at
        ) VALUES
            ('g1', 'u1', 'ann', 'ann', 'ann', 'ann', 'jo@bücher.example', 'jo@bücher.example',
            1, 0, 0, 'admin', 'active', 0, 1, 1),
            ('g2', 'u2', 'ben', 'ben', 'ben', 'ben', 'jo@xn--bcher-kva.example',
            'jo@xn--bcher-kva.example', 1, 0, 0, 'user', 'active', 0, 2, 2)
        """,
        """
        INSERT INTO login_id (
            login_key, account_id, is_name, is_email, is_proven_email, is_phone
        ) SELECT name_key, id, 1, 0, 0, 0 FROM account
        UNION ALL SELECT email_key, id, 0, 1, 1, 0 FROM account
        """,
    ]

    private func stage(_ body: (DoctorStage) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let stage = DoctorStage(folder: folder)
            try await OldDatabase.make(stage.settings, upTo: 4, Self.rows)
            try await body(stage)
        }
    }

    @Test("migrate prints them, once, and the doctor names who yielded one")
    func migrate() async throws {
        try await stage { stage in
            let verb = Verb(folder: stage.settings.dataFolder)
            let first = try await verb.succeed("migrate")
            #expect(first.contains("applied 005-domains\n") && first.contains(Self.words + ": "))
            #expect(try await verb.succeed("migrate") == "the schema is up to date\n")
            let findings = await stage.examine().about("login ids")
            #expect(findings.map(\.level) == [.warning], "\(findings)")
            #expect(
                "\(findings)".contains("account(s) 2 ") && "\(findings)".contains("user update"))
            let ben = try await verb.object("user", "show", "ben", "--json")
            #expect(ben["email"] as? String == "jo@xn--bcher-kva.example", "\(ben)")
            try await verb.succeed("user", "update", "ben", "--email", "ben@example.com")
            #expect(await stage.examine().about("login ids").isEmpty)
        }
    }

    @Test("any other command that migrates says so beside its answer")
    func otherCommand() async throws {
        try await stage { stage in
            let end = try await Verb(folder: stage.settings.dataFolder).run("user", "list")
            #expect(end.status == 0 && end.errors.contains(Self.words), "\(end)")
            #expect(!end.output.contains(Self.words))
        }
    }

    @Test("a start logs them, without an address")
    func start() async throws {
        try await stage { stage in
            let lines = CapturedLines()
            try await ServerFixture.run(
                in: stage.settings.dataFolder, logger: lines.logger
            ) { fixture in
                #expect(fixture.server.open.clashes.map(\.words.count).count == 1)
                let token = try await fixture.server.open.directory.account(
                    .name(FoldedKey(folding: "ann")), by: .operator)
                #expect(token.emailIsProven)
            }
            let line = lines.all.filter { $0.contains("login id yielded") }
            #expect(line.count == 1 && line.first?.contains(Self.words) == true)
            #expect(line.first?.contains("example") == false)
        }
    }
}
