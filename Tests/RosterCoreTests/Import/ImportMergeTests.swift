import RosterCore
import RosterTestSupport
import Testing

@Suite("A row that is somebody who is there already")
struct ImportMergeTests {
    /// A row that says something in every field.
    private static let full = ImportRow.of("ann", id: 70) {
        $0.displayName = "Ann of the table"
        $0.email = "ann@example.com"
        $0.phone = "555-123"
        $0.avatar = "https://example.com/a.png"
        $0.background = "https://example.com/b.png"
        $0.bio = "from the table"
        $0.sex = 2
        $0.location = "there"
        $0.extend = #"{"a":1}"#
        $0.passwordHash = "fake$1$1$x"
        $0.createdAt = 1000
        $0.lastLoginAt = 2000
    }

    @Test("fills what was empty, and nothing else")
    func fills() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let before = try await fixture.create("ann", password: nil)
        let report = try await fixture.importing(Self.full, .byName)
        #expect(report.outcome == .linked && report.differs == nil)
        let after = try await fixture.imported(report)
        #expect(after.id == before.id && after.guid == before.guid)
        #expect(after.revision == before.revision + 1)
        #expect(after.displayName == "Ann of the table")
        #expect(after.email?.rawValue == "ann@example.com" && after.emailIsProven)
        #expect(after.phone?.rawValue == "555-123" && !after.phoneIsProven)
        #expect(after.avatar == "https://example.com/a.png")
        #expect(after.background == "https://example.com/b.png")
        #expect(after.bio == "from the table" && after.location == "there")
        #expect(after.sex.rawValue == 2 && after.extend == #"{"a":1}"#)
        #expect(after.passwordHash == "fake$1$1$x")
        #expect(after.createdAt == before.createdAt, "an account is as old as it was")
        #expect(try await fixture.found("70") == before.id)
        #expect(try await fixture.live("ann@example.com") == nil, "no name was made of it")
    }

    @Test("leaves what was there, and says in which fields they differ")
    func leaves() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ann = try await fixture.create("ann") {
            $0.displayName = "Ann herself"
            $0.email = try EmailAddress(parsing: "her@example.com")
            $0.phone = try PhoneNumber(parsing: "555-999")
            $0.avatar = "https://example.com/own.png"
            $0.extend = "{}"
        }
        let before = try await fixture.edit(ann) {
            $0.background = .set("https://example.com/ownb.png")
            $0.bio = .set("own words")
            $0.sex = .set(.male)
            $0.location = .set("here")
        }
        let report = try await fixture.importing(Self.full, .byName)
        #expect(report.outcome == .linked)
        #expect(
            Set(report.differs ?? []) == [
                "displayName", "email", "phone", "avatar", "background", "bio", "location",
                "extend", "sex", "password",
            ])
        #expect(try await fixture.imported(report) == before, "not even the revision has moved")
        #expect(try await fixture.found("70") == ann.id)
    }

    @Test("does not change who somebody is and what it may do")
    func standing() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let user = try await fixture.create("user")
        let options = ImportOptions(match: .name, onConflict: .report, takesRoles: true)
        let row = ImportRow.of("USER", id: 70) {
            $0.role = "admin"
            $0.status = "disabled"
        }
        let report = try await fixture.importing(row, options)
        let after = try await fixture.imported(report)
        #expect(after.role == .user && after.status == .active && after.name == user.name)
        #expect(Set(report.differs ?? []) == ["role", "status"])
    }

    @Test("says nothing of an empty row, and nothing of the same twice")
    func sameAgain() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ann", password: nil)
        try await fixture.importing(Self.full, .byName)
        let before = try await DirectoryDump.of(fixture.engine)
        var other = Self.full
        other.keys = ["ThinkSNS": "12"]
        let report = try await fixture.importing(other, .byName, id: "another")
        #expect(report.outcome == .linked && report.differs == nil)
        let after = try await DirectoryDump.of(fixture.engine)
        #expect(after.tables["account"] == before.tables["account"])
        #expect(try await fixture.found("12", on: SurfaceName("ThinkSNS")) != nil)
    }

    @Test("of several tables is one person with the ids of all")
    func severalTables() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let surfaces = ["BitAnswer", "IAM", "Management", "ThinkSNS"]
        var ids: Set<Int64> = []
        for (index, surface) in surfaces.enumerated() {
            let row = ImportRow.of("ann") {
                $0.keys = [surface: "\(40 + index)"]
                $0.email = "ann@example.com"
            }
            let report = try await fixture.importing(row, .byEmail, id: surface)
            #expect(report.outcome == (index == 0 ? .created : .linked))
            ids.insert(try #require(report.account))
        }
        #expect(ids.count == 1)
        let id = AccountID(try #require(ids.first))
        for (index, surface) in surfaces.enumerated() {
            let key = try await fixture.key(of: id, on: SurfaceName(surface))
            #expect(key == "\(40 + index)")
        }
    }

    @Test("takes an e-mail from whoever only claims it, and none that is proven elsewhere")
    func emails() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let claimer = try await fixture.create("claimer")
        try await fixture.claim("claimed@example.com", by: claimer)
        try await fixture.create("ben") { $0.email = try EmailAddress(parsing: "ben@example.com") }
        let ann = try await fixture.create("ann")
        let first = ImportRow.of("ann", id: 70) { $0.email = "ben@example.com" }
        let refused = try await fixture.importing(first, .byName, id: "first")
        #expect(refused.outcome == .linked && refused.differs == ["email"])
        #expect(try await fixture.account(ann.id)?.email == nil)
        let second = ImportRow.of("ann") {
            $0.keys = ["ThinkSNS": "71"]
            $0.email = "claimed@example.com"
        }
        try await fixture.importing(second, .byName, id: "second")
        #expect(try await fixture.account(ann.id)?.email?.rawValue == "claimed@example.com")
        #expect(try await fixture.account(claimer.id)?.email == nil)
        #expect(try await fixture.audit(of: claimer.id).map(\.action).contains(.emailDisplaced))
        _ = try await fixture.logIn("claimed@example.com")
    }
}
