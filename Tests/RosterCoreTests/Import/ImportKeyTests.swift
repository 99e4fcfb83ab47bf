import RosterCore
import RosterTestSupport
import Testing

/// Stored ids of old clients must find their person, and nobody else (DESIGN §2, "Surface keys").
@Suite("The ids of an old table")
struct ImportKeyTests {
    @Test("displace the number of whoever showed it, who is found under another from then on")
    func displaced() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let native = try await fixture.create("native")
        let number = native.id.rawValue
        let report = try await fixture.importing(.of("new", id: number), .strict)
        let moved = try #require(report.moved?.first)
        #expect(report.moved?.count == 1)
        #expect(moved.account == number && moved.surface == "IAM")
        let new = try #require(report.account)
        let to = try #require(moved.to)
        #expect(try await fixture.found("\(number)") == AccountID(new))
        #expect(try await fixture.found(to) == native.id)
        #expect(try await fixture.key(of: native.id) == to)
        #expect(to != "\(new)" && to != "\(number)")
        #expect(try await fixture.account(AccountID(Int64(to) ?? 0)) == nil)
        // Other surfaces know both by what they always were.
        let other = SurfaceName("ThinkSNS")
        #expect(try await fixture.found("\(number)", on: other) == native.id)
        #expect(try await fixture.found("\(new)", on: other) == AccountID(new))
        let trail = try await fixture.audit(of: native.id)
        #expect(trail.last?.action == .surfaceKeyMoved && trail.last?.fields == ["IAM"])
    }

    @Test("displace a deleted account, too: it comes back under another number")
    func deletedHolder() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let gone = try await fixture.create("gone")
        try await fixture.delete(gone)
        let report = try await fixture.importing(.of("new", id: gone.id.rawValue), .strict)
        let moved = try #require(report.moved?.first)
        #expect(moved.account == gone.id.rawValue)
        _ = try await fixture.directory.restore(gone.target, by: .system)
        #expect(try await fixture.found(moved.to ?? "") == gone.id)
        #expect(
            try await fixture.found("\(gone.id.rawValue)")
                == AccountID(try #require(report.account)))
    }

    @Test("are everybody's own afterwards: a chain of numbers, each somebody's already")
    func chain() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        var natives: [Account] = []
        for index in 0..<5 { natives.append(try await fixture.create("native\(index)")) }
        // Each row wants the number of the one after it, and the last one that of the first.
        let rows = natives.indices.map { index in
            let next = natives[(index + 1) % natives.count]
            return ImportRow.of("native\(index)", id: next.id.rawValue, at: index + 1)
        }
        let reports = try await fixture.importing(rows, .byName)
        #expect(reports.allSatisfy { $0.outcome == .linked })
        for (index, native) in natives.enumerated() {
            let key = "\(natives[(index + 1) % natives.count].id.rawValue)"
            #expect(try await fixture.key(of: native.id) == key)
            #expect(try await fixture.found(key) == native.id)
        }
    }

    @Test("lie below every number that is given from then on")
    func numbersAbove() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let reports = try await fixture.importing(
            [.of("a", id: 3), .of("b", id: 4000, at: 2), .of("c", id: 17, at: 3)])
        #expect(reports.allSatisfy { ($0.account ?? 0) > 4000 && $0.moved == nil })
        let next = try await fixture.create("next")
        #expect(next.id.rawValue > (reports.compactMap(\.account).max() ?? 0))
        // A lower table later does not bring them down.
        let low = try await fixture.importing(.of("d", id: 2), .strict, id: "low")
        #expect((low.account ?? 0) > next.id.rawValue)
        #expect(try await fixture.found("4000") == AccountID(reports[1].account ?? 0))
    }

    @Test(
        "beyond what JSON clients can read raise nothing, and are kept",
        arguments: [Limits.importedNumberMax, Limits.importedNumberMax + 1, Int64.max])
    func hugeNumbers(_ number: Int64) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let report = try await fixture.importing(.of("huge", id: number), .strict)
        #expect(report.outcome == .created)
        #expect(try await fixture.found("\(number)") == AccountID(report.account ?? 0))
        let next = try await fixture.create("next")
        #expect(next.id.rawValue <= 1 << 53)
    }

    @Test("may come to somebody who got another number in between, instead of it")
    func givenKey() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let native = try await fixture.create("native")
        let first = try await fixture.importing(
            .of("new", id: native.id.rawValue), .strict, id: "first")
        let given = try #require(first.moved?.first?.to)
        let second = try await fixture.importing(.of("native", id: 77_777), .byName, id: "second")
        #expect(second.outcome == .linked)
        #expect(try await fixture.found("77777") == native.id)
        #expect(try await fixture.found(given) == nil, "nobody's any more")
    }

    @Test("as texts displace nobody's own guid")
    func guids() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let surface = SurfaceName("BitAnswer")
        let native = try await fixture.create("native")
        let row = ImportRow.of("new") { $0.keys = [surface.rawValue: .text(native.guid)] }
        _ = try await fixture.importing(row, .strict)
        let people = try await fixture.directory.exportedPeople(
            after: nil, limit: 10, by: .operator)
        let shown = people.map { $0.keys[surface] ?? $0.account.guid }
        #expect(Set(shown).count == shown.count, "two are shown under one id: \(shown)")
    }

    @Test("of Roster's own export come back all, with guid and instance id")
    func export() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let row = ImportRow.of("ann") {
            $0.guid = "0123456789abcdef01234567"
            $0.instanceID = "user-abcdef"
            $0.keys = ["BitAnswer": "text id", "IAM": "70", "ThinkSNS": "71"]
        }
        let report = try await fixture.importing(row, .strict)
        let account = try await fixture.imported(report)
        #expect(account.guid == row.guid && account.instanceID == row.instanceID)
        #expect(try await fixture.found("70") == account.id)
        #expect(try await fixture.found("71", on: SurfaceName("ThinkSNS")) == account.id)
        #expect(try await fixture.key(of: account.id, on: SurfaceName("BitAnswer")) == "text id")
        #expect(try await fixture.importing(row, .strict, id: "again").outcome == .present)
        var twin = ImportRow.of("twin") { $0.instanceID = "user-abcdef" }
        #expect(
            try await fixture.importing(twin, .strict, id: "twin").reason
                == ImportReason(.idTaken, field: "instanceID", account: account.id))
        twin.instanceID = "user-other"
        #expect(try await fixture.importing(twin, .strict, id: "other").outcome == .created)
    }
}
