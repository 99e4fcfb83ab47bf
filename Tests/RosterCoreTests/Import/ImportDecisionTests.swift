import RosterCore
import RosterTestSupport
import Testing

/// Every row of the table is played under each match and each conflict, on a directory of its own.
@Suite("What becomes of a row of an old table")
struct ImportDecisionTests {
    struct Scenario: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let row: @Sendable (Stage) -> ImportRow
        /// What comes under `report`, `link` and `skip`, by match.
        let none, name, email: [String]

        init(
            _ sentence: String, _ row: @escaping @Sendable (Stage) -> ImportRow, none: [String],
            name: [String], email: [String]
        ) {
            testDescription = sentence
            self.row = row
            self.none = none
            self.name = name
            self.email = email
        }

        /// Where neither the match nor the conflict counts.
        init(
            _ sentence: String, always text: String,
            _ row: @escaping @Sendable (Stage) -> ImportRow
        ) {
            self.init(sentence, each: [text, text, text], row)
        }

        /// Where the match does not count.
        init(
            _ sentence: String, each conflict: [String],
            _ row: @escaping @Sendable (Stage) -> ImportRow
        ) {
            self.init(sentence, row, none: conflict, name: conflict, email: conflict)
        }

        func expected(_ match: ImportOptions.Match) -> [String] {
            switch match {
            case .none: none
            case .name: name
            case .email: email
            }
        }
    }

    /// Who is there before the row.
    struct Stage: Sendable {
        let fixture: DirectoryFixture
        let names: [Int64: String]
        let gone: Account

        static func make() async throws -> Stage {
            let fixture = try await DirectoryFixture.inMemory()
            let ann = try await fixture.create("ann") {
                $0.email = try EmailAddress(parsing: "ann@example.com")
            }
            let bob = try await fixture.create("bob") {
                $0.email = try EmailAddress(parsing: "bob@example.com")
            }
            let claimer = try await fixture.create("claimer")
            try await fixture.claim("claimed@example.com", by: claimer)
            let caller = try await fixture.create("caller") {
                $0.phone = try PhoneNumber(parsing: "13800138000")
            }
            try await fixture.provePhone(of: caller)
            let gone = try await fixture.create("gone")
            try await fixture.delete(gone)
            // The first row of the table for bob, and a person that it brought.
            try await fixture.importing(
                [.of("bob", id: 900), .of("old", id: 901, at: 2)], .byName, id: "before")
            let old = try #require(try await fixture.live("old"))
            let all = [ann, bob, claimer, caller, gone, old]
            return Stage(
                fixture: fixture,
                names: Dictionary(
                    uniqueKeysWithValues: all.map { ($0.id.rawValue, $0.name.rawValue) }),
                gone: gone)
        }

        /// `refused taken name ann`
        func words(_ report: ImportReport) -> String {
            let account = report.account ?? report.reason?.account
            let words = [
                report.outcome.rawValue, report.reason?.code.rawValue, report.reason?.field,
                report.outcome == .created ? nil : account.flatMap { names[$0] },
            ]
            return words.compactMap { $0 }.joined(separator: " ")
        }
    }

    private static func clash(_ words: String, linking: String) -> [String] {
        ["refused " + words, linking, "skipped " + words]
    }

    static let scenarios: [Scenario] = [
        .init("who is new is created", always: "created") { _ in .of("new", id: 7) },
        .init(
            "a name that is taken", { _ in .of("ANN", id: 7) },
            none: clash("taken name ann", linking: "linked ann"),
            name: ["linked ann", "linked ann", "linked ann"],
            email: clash("taken name ann", linking: "linked ann")),
        .init(
            "an e-mail that is taken",
            { _ in .of("new", id: 7) { $0.email = "ANN@example.com" } },
            none: clash("taken email ann", linking: "linked ann"),
            name: clash("taken email ann", linking: "linked ann"),
            email: ["linked ann", "linked ann", "linked ann"]),
        .init("an e-mail that somebody only claims yields", always: "created") { _ in
            .of("new", id: 7) { $0.email = "claimed@example.com" }
        },
        .init(
            "a name that is an e-mail which somebody only claims, with that e-mail",
            always: "created"
        ) { _ in
            .of("claimed@example.com", id: 7) { $0.email = "claimed@example.com" }
        },
        // THREATS 5: nobody is known by an address that was never proven, on either side.
        .init(
            "an e-mail that the row only claims knows nobody",
            each: clash("taken email ann", linking: "refused taken email ann")
        ) { _ in
            .of("new", id: 7) {
                $0.email = "ann@example.com"
                $0.emailIsProven = false
            }
        },
        .init(
            "an e-mail that is only claimed on both sides knows nobody",
            each: clash("taken email claimer", linking: "refused taken email claimer")
        ) { _ in
            .of("new", id: 7) {
                $0.email = "claimed@example.com"
                $0.emailIsProven = false
            }
        },
        .init(
            "a name that is somebody's e-mail",
            each: clash("taken name ann", linking: "refused taken name ann")
        ) { _ in .of("ann@example.com", id: 7) },
        .init(
            "a name that is somebody's proven phone",
            each: clash("taken name caller", linking: "refused taken name caller")
        ) { _ in .of("+8613800138000", id: 7) },
        .init(
            "a proven phone that is taken",
            each: clash("taken phone caller", linking: "linked caller")
        ) { _ in
            .of("new", id: 7) {
                $0.phone = "+86 138-0013-8000"
                $0.phoneIsProven = true
            }
        },
        .init("a phone of an old table is free text, whoever proved it", always: "created") { _ in
            .of("new", id: 7) { $0.phone = "13800138000" }
        },
        .init(
            "a name and an e-mail of two",
            { _ in .of("ann", id: 7) { $0.email = "bob@example.com" } },
            none: ["refused taken name ann", "refused ambiguous ann", "skipped taken name ann"],
            name: ["linked ann", "linked ann", "linked ann"],
            // Bob has an id of this table already.
            email: [
                "refused secondRow bob", "refused secondRow bob", "skipped secondRow bob",
            ]),
        .init(
            "a second row of the table for one person", { _ in .of("bob", id: 7) },
            none: [
                "refused taken name bob", "refused secondRow bob", "skipped taken name bob",
            ],
            name: ["refused secondRow bob", "refused secondRow bob", "skipped secondRow bob"],
            email: [
                "refused taken name bob", "refused secondRow bob", "skipped taken name bob",
            ]),
        .init(
            "an id that is known brings nothing, whatever else the row says",
            always: "present old"
        ) { _ in
            .of("ann", id: 901) { $0.email = "bob@example.com" }
        },
        .init(
            "two ids of two people",
            { _ in
                .of("new") { $0.keys = ["IAM": "900", "ThinkSNS": "5"] }
            },
            none: ["refused idTaken bob", "refused idTaken bob", "skipped idTaken bob"],
            name: ["refused idTaken bob", "refused idTaken bob", "skipped idTaken bob"],
            email: ["refused idTaken bob", "refused idTaken bob", "skipped idTaken bob"]),
        .init(
            "the guid of somebody deleted", { stage in .of("new") { $0.guid = stage.gone.guid } },
            none: [
                "refused idTaken guid gone", "refused idTaken guid gone",
                "skipped idTaken guid gone",
            ],
            name: [
                "refused idTaken guid gone", "refused idTaken guid gone",
                "skipped idTaken guid gone",
            ],
            email: [
                "refused idTaken guid gone", "refused idTaken guid gone",
                "skipped idTaken guid gone",
            ]),
        .init("the number of somebody deleted is taken from it", always: "created") { stage in
            .of("new", id: stage.gone.id.rawValue)
        },
        .init("the name of somebody deleted is free for an import", always: "created") { _ in
            .of("gone", id: 7)
        },
        .init("a row of nobody", always: "refused invalid name") { _ in .of(nil, id: 7) },
    ]

    @Test("follows the match and the conflict that were chosen", arguments: scenarios)
    func decisions(_ scenario: Scenario) async throws {
        for match in ImportOptions.Match.allCases {
            for (conflict, expected) in zip(
                [ImportOptions.Conflict.report, .link, .skip], scenario.expected(match))
            {
                let stage = try await Stage.make()
                let options = ImportOptions(match: match, onConflict: conflict)
                let row = scenario.row(stage)
                let title = Comment(rawValue: "match \(match), on conflict \(conflict)")
                let rehearsed = try await stage.fixture.rehearsing([.people([row])], options)
                let before = try await DirectoryDump.of(stage.fixture.engine)
                let report = try await stage.fixture.importing(row, options)
                #expect(stage.words(report) == expected, title)
                #expect(rehearsed.map(stage.words) == [expected], title)
                if [.refused, .skipped, .present].contains(report.outcome) {
                    let after = try await DirectoryDump.of(stage.fixture.engine)
                    // Of numbers the highest may have been raised; nobody has changed.
                    for table in [
                        "account", "login_id", "surface_key", "audit_entry", "outbox_event",
                    ] {
                        #expect(after.tables[table] == before.tables[table], title)
                    }
                }
            }
        }
    }
}
