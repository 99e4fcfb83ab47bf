import RosterCore
import RosterTestSupport
import Testing

@Suite("The recycle bin")
struct RecycleBinTests {
    @Test("a deleted account is gone from sight and its ids are free at once")
    func deletion() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada") {
            $0.email = try EmailAddress(parsing: "ada@example.com")
        }
        fixture.clock.advance(seconds: 1)
        let deleted = try await fixture.directory.delete([.name(ada.name.key)], by: .system)
        #expect(deleted.map(\.id) == [ada.id])
        #expect(deleted.first?.deletedAt == fixture.clock.now)
        for target in [ada.target, .name(ada.name.key)] {
            await #expect(throws: DirectoryError.notFound) {
                try await fixture.directory.account(target, by: .operator)
            }
            await #expect(throws: DirectoryError.notFound) {
                try await fixture.directory.update(target, AccountChange(), by: .system)
            }
            #expect(try await fixture.directory.delete([target], by: .system) == [])
        }
        let page = try await fixture.directory.accounts(AccountQuery(), by: .operator)
        #expect(page == AccountPage(accounts: [], total: 0))
        let heir = try await fixture.create("ADA") {
            $0.email = try EmailAddress(parsing: "ADA@example.com")
        }
        #expect(heir.id > ada.id)
    }

    @Test("unknown targets of a batch are passed over, a stale revision stops all of it")
    func batches() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let ben = try await fixture.create("ben")
        try await fixture.edit(ben) { $0.bio = .set("changed") }
        let before = try await DirectoryDump.of(fixture.engine)
        await #expect(throws: DirectoryError.revisionMismatch) {
            try await fixture.directory.delete(
                [ada.target, ben.target],
                if: .anyOf([ada.version, AccountVersion(id: ben.id, revision: 0)]),
                by: .system)
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        let deleted = try await fixture.directory.delete(
            [.id(AccountID(404)), ben.target, .name(FoldedKey(folding: "nobody")), ada.target],
            by: .system)
        #expect(deleted.map(\.id) == [ben.id, ada.id])
    }

    @Test("a restored account is what it was, and logs in", arguments: [true, false])
    func restoration(_ isByName: Bool) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada") {
            $0.email = try EmailAddress(parsing: "ada@example.com")
            $0.phone = try PhoneNumber(parsing: "13800138000")
        }
        try await fixture.provePhone(of: ada)
        let proven = try #require(try await fixture.account(ada.id))
        try await fixture.delete(ada)
        fixture.clock.advance(days: 29)
        let back = try await fixture.directory.restore(
            isByName ? .name(FoldedKey(folding: "Ada")) : ada.target, by: .system)
        var expected = proven
        expected.revision += 2
        expected.updatedAt = fixture.clock.now
        #expect(back == expected)
        for login in ["ada", "ada@example.com", "13800138000"] {
            #expect(try await fixture.authenticate(login).account?.id == ada.id)
        }
        await #expect(throws: DirectoryError.notFound) {
            try await fixture.directory.restore(ada.target, by: .system)
        }
    }

    @Test("several deleted accounts of one name are told apart by number")
    func ambiguousNames() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        var ids: [AccountID] = []
        for _ in 0..<3 {
            let account = try await fixture.create("ada")
            try await fixture.delete(account)
            ids.append(account.id)
        }
        let name = Directory.Target.name(FoldedKey(folding: "ada"))
        await #expect(throws: DirectoryError.ambiguous(ids)) {
            try await fixture.directory.restore(name, by: .system)
        }
        #expect(try await fixture.directory.restore(.id(ids[1]), by: .system).id == ids[1])
        await #expect(throws: DirectoryError.notFound) {
            try await fixture.directory.restore(.name(FoldedKey(folding: "nobody")), by: .system)
        }
    }

    @Test("an account whose id was taken meanwhile is not restored, and says which")
    func takenIDs() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada") {
            $0.email = try EmailAddress(parsing: "ada@example.com")
        }
        try await fixture.delete(ada)
        let taken = try await fixture.create("other") {
            $0.email = try EmailAddress(parsing: "ADA@example.com")
        }
        await #expect(throws: DirectoryError.conflict(.email)) {
            try await fixture.directory.restore(ada.target, by: .system)
        }
        try await fixture.edit(taken) { $0.email = .set(nil) }
        let heir = try await fixture.create("Ada")
        let before = try await DirectoryDump.of(fixture.engine)
        await #expect(throws: DirectoryError.conflict(.name)) {
            try await fixture.directory.restore(ada.target, by: .system)
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        let moved = try AccountName(parsing: "moved")
        try await fixture.edit(heir) { $0.name = .set(moved) }
        #expect(try await fixture.directory.restore(ada.target, by: .system).id == ada.id)
    }

    @Test("the bin is emptied of what has lain there for its days, and of nothing else")
    func purge() async throws {
        let fixture = try await DirectoryFixture.inMemory(policy: DirectoryPolicy(trashDays: 7))
        let ada = try await fixture.create("ada")
        let ben = try await fixture.create("ben")
        try await fixture.delete(ada)
        fixture.clock.advance(milliseconds: 1)
        try await fixture.delete(ben)
        fixture.clock.advance(days: 7)
        #expect(try await fixture.directory.keepHouse().purgedAccounts == 1)
        #expect(try await fixture.account(ada.id) == nil)
        #expect(try await fixture.account(ben.id) != nil)
        #expect(try await fixture.audit(of: ada.id).last?.action == .accountPurged)
        await #expect(throws: DirectoryError.notFound) {
            try await fixture.directory.restore(ada.target, by: .system)
        }
        fixture.clock.advance(milliseconds: 1)
        #expect(try await fixture.directory.keepHouse().purgedAccounts == 1)
        #expect(try await fixture.create("new").id > ben.id)
    }
}
