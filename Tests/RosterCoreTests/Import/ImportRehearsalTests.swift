import RosterCore
import RosterTestSupport
import Testing

/// Random tables over a small stock of names, addresses and numbers, so that rows meet each other
/// and those who are there.
@Suite("A rehearsed import")
struct ImportRehearsalTests {
    /// Another one at every run; printed with each failure, and set here to play one again.
    private static let firstSeed = UInt64.random(in: 1...1_000_000)

    @Test("says what the real one then does, and changes nothing", arguments: 0..<60)
    func rehearsalIsTheRealThing(_ round: UInt64) async throws {
        let seed = Self.firstSeed + round
        var chance = ImportChance(seed: seed)
        let fixture = try await DirectoryFixture.inMemory(seed: seed)
        try await chance.people(of: fixture)
        let rows = (1...30).map { chance.row(number: $0) }
        let options = chance.options()
        let batches = chance.pieces(rows).map { ImportBatch.people($0) }
        let title = Comment(rawValue: "seed \(seed), \(options), \(rows.map(\.brief))")

        let before = try await DirectoryDump.of(fixture.engine)
        let rehearsed = try await fixture.rehearsing(batches, options)
        #expect(try await DirectoryDump.of(fixture.engine) == before, title)
        #expect(fixture.passwords.hashes == chance.hashes, title)

        let highest = rows.flatMap { $0.keys.values.compactMap(\.number) }.max()
        var run = try await fixture.directory.beginImport(
            "file", highest: highest, again: false, by: .system)
        var reports: [ImportReport] = []
        for batch in batches {
            let end = try await fixture.directory.continueImport(
                "file", from: run.rows, with: batch, isLast: false, options, by: .system
            ) { _ in "" }
            run = end.run
            reports += end.reports
        }
        let (left, right) = (rehearsed.map(Self.compared), reports.map(Self.compared))
        for (rehearsed, real) in zip(left, right) where rehearsed != real {
            Issue.record(
                "seed \(seed), \(options): \(rehearsed) and \(real), of \(rows.map(\.brief))")
            break
        }
        #expect(left.count == right.count)
        try await checkKeys(fixture, title)
    }

    @Test("knows that an address which was claimed is its claimer's no more")
    func displacedAddress() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let claimer = try await fixture.create("claimer")
        try await fixture.claim("claimed@example.com", by: claimer)
        let rows: [ImportRow] = [
            .of("new", id: 70) { $0.email = "claimed@example.com" },
            // Its e-mail is empty by now.
            .of("claimer", id: 71, at: 2) { $0.email = "fresh@example.com" },
        ]
        let rehearsed = try await fixture.rehearsing([.people(rows)], .byName)
        let reports = try await fixture.importing(rows, .byName)
        #expect(reports.map(\.outcome) == [.created, .linked])
        #expect(rehearsed.map(Self.compared) == reports.map(Self.compared))
        #expect(try await fixture.account(claimer.id)?.email?.rawValue == "fresh@example.com")
    }

    @Test("knows that whoever has got a password has one")
    func passwordTwice() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ann", password: nil)
        let rows: [ImportRow] = [
            .of("ann", id: 70) { $0.password = "one" },
            .of("ann", at: 2) {
                $0.keys = ["ThinkSNS": "71"]
                $0.password = "two"
            },
            .of("bob", id: 72, at: 3) { $0.password = "one" },
            .of("bob", at: 4) {
                $0.keys = ["ThinkSNS": "73"]
                $0.password = "two"
            },
        ]
        let batches = rows.map { ImportBatch.people([$0]) }
        let rehearsed = try await fixture.rehearsing(batches, .byName)
        var reports: [ImportReport] = []
        for (index, batch) in batches.enumerated() {
            reports += try await fixture.importing(batch, .byName, id: "\(index)")
        }
        #expect(reports.map(\.outcome) == [.linked, .linked, .created, .linked])
        #expect(reports.map(\.differs) == [nil, ["password"], nil, ["password"]])
        #expect(rehearsed.map(\.differs) == reports.map(\.differs))
    }

    /// But for account numbers, which a rehearsal cannot know.
    private static func compared(_ report: ImportReport) -> ImportReport {
        var report = report
        report.account = nil
        report.reason?.account = nil
        report.moved = nil
        return report
    }

    /// Whatever happened: on every surface each account is shown under one id, which finds it and
    /// nobody else.
    private func checkKeys(_ fixture: DirectoryFixture, _ title: Comment) async throws {
        let people = try await fixture.directory.exportedPeople(
            after: nil, limit: 500, by: .operator)
        for surface in ["IAM", "ThinkSNS"].map({ SurfaceName($0) }) {
            for person in people {
                let shown = person.keys[surface] ?? person.account.id.description
                #expect(
                    try await fixture.found(shown, on: surface) == person.account.id, title)
            }
        }
    }
}

/// Makes random tables.
private struct ImportChance {
    private var generator: SplitMix
    /// How many passwords were hashed for those who are there.
    private(set) var hashes = 0

    init(seed: UInt64) { generator = SplitMix(state: seed) }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &generator)]
    }

    private mutating func maybe(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &generator) < percent
    }

    private static let names = (0..<8).map { "user\($0)" } + ["user0@example.com", "13800138001"]
    private static let emails = (0..<6).map { "user\($0)@example.com" }
    private static let phones = ["13800138000", "13800138001", "555-1"]

    /// A few people of all kinds: with a proven e-mail, with one that is claimed, with a proven
    /// phone, without a password, deleted.
    mutating func people(of fixture: DirectoryFixture) async throws {
        for number in 0..<5 where maybe(80) {
            let hasPassword = maybe(50)
            if hasPassword { hashes += 1 }
            let (hasEmail, claims) = (maybe(40), maybe(40))
            let account = try await fixture.create(
                "user\(number)", password: hasPassword ? "x" : nil
            ) {
                if hasEmail { $0.email = try EmailAddress(parsing: "user\(number)@example.com") }
            }
            if !hasEmail, claims, let email = Self.emails.randomElement(using: &generator) {
                _ = try? await fixture.claim(email, by: account)
            }
            if maybe(15) { try await fixture.delete(account) }
        }
        if maybe(50) {
            hashes += 1
            let caller = try await fixture.create("caller") {
                $0.phone = try PhoneNumber(parsing: "13800138000")
            }
            try await fixture.provePhone(of: caller)
        }
    }

    mutating func row(number: Int) -> ImportRow {
        var row = ImportRow(number: number)
        row.name = maybe(97) ? pick(Self.names) : "bad\u{7}"
        if maybe(80) { row.keys[pick(["IAM", "ThinkSNS"])] = "\(pick(Array(1...14)))" }
        if maybe(20) { row.keys["IAM"] = "\(pick(Array(1...14)))" }
        if maybe(60) {
            row.email = pick(Self.emails)
            row.emailIsProven = pick([nil, true, true, false])
        }
        if maybe(30) {
            row.phone = pick(Self.phones)
            row.phoneIsProven = pick([nil, true, false])
        }
        if maybe(30) { row.bio = pick(["one", "two", ""]) }
        if maybe(30) { row.displayName = pick(["One", "Two"]) }
        if maybe(20) { row.sex = pick([0, 1, 2, 3]) }
        if maybe(20) { row.role = pick(["user", "admin"]) }
        if maybe(20) { row.status = pick(["active", "disabled"]) }
        if maybe(30) { row.password = "secret" }
        if maybe(10) { row.passwordHash = pick(["fake$1$1$x", "costly", "unknown"]) }
        return row
    }

    mutating func options() -> ImportOptions {
        ImportOptions(
            match: pick(ImportOptions.Match.allCases),
            onConflict: pick(ImportOptions.Conflict.allCases), takesRoles: maybe(50))
    }

    mutating func pieces(_ rows: [ImportRow]) -> [[ImportRow]] {
        var pieces: [[ImportRow]] = [[]]
        for row in rows {
            if maybe(20) { pieces.append([]) }
            pieces[pieces.count - 1].append(row)
        }
        return pieces
    }
}

extension ImportRow {
    /// What a failure says about it.
    fileprivate var brief: String {
        let keys = keys.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }
        let email = email.map { $0 + (emailIsProven == false ? "?" : "") }
        let phone = phone.map { $0 + (phoneIsProven == true ? "!" : "") }
        return "\(number) "
            + ([name, email, phone].compactMap { $0 } + keys).joined(separator: " ")
    }
}
