import RosterCore
import RosterTestSupport
import Testing

@Suite("The revision of an account")
struct RevisionTests {
    @Test("rises by one with every change, and the moment of the change with it")
    func changesRaise() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        #expect(ada.revision == 0)
        #expect(ada.createdAt == fixture.clock.now && ada.updatedAt == fixture.clock.now)
        let name = try AccountName(parsing: "ben")
        let directory = fixture.directory
        let changes: [@Sendable () async throws -> Void] = [
            { try await fixture.edit(ada) { $0.bio = .set("a") } },
            { try await fixture.edit(ada) { $0.name = .set(name) } },
            { try await fixture.edit(ada) { $0.status = .set(.disabled) } },
            { try await fixture.edit(ada) { $0.status = .set(.active) } },
            { try await directory.setPassword(of: ada.target, to: "new", by: .system) },
            {
                let now = try #require(try await fixture.account(ada.id))
                try await directory.changePassword(
                    of: ada.target, old: "new", new: "newer", by: .account(now))
            },
            { try await fixture.delete(ada) },
            { _ = try await directory.restore(ada.target, by: .system) },
        ]
        for (number, change) in changes.enumerated() {
            fixture.clock.advance(seconds: 1)
            try await change()
            let account = try #require(try await fixture.account(ada.id))
            #expect(account.revision == Int64(number + 1))
            #expect(account.updatedAt == fixture.clock.now)
            #expect(account.createdAt == ada.createdAt)
            let event = try #require(try await fixture.events().last)
            #expect(event.revision == account.revision)
        }
    }

    @Test("is not moved by logins, refreshes, logouts, keys or failures")
    func loginsDoNotRaise() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        fixture.clock.advance(seconds: 1)
        let issued = try await fixture.logIn("ada")
        _ = try await fixture.directory.refresh(
            token: issued.token, keepsOlderTokens: false, origin: .test)
        try await fixture.directory.logOut(.session(issued))
        _ = try await fixture.authenticate("ada")
        try await fixture.guess("ada")
        try await fixture.directory.unlock(ada.target, by: .system)
        let key = try await fixture.directory.createKey(
            name: "key", owner: ada.target, role: nil, scopes: nil, by: .system)
        _ = try await fixture.authenticate(bearer: key.secret)
        var expected = ada
        expected.lastLoginAt = fixture.clock.now
        #expect(try await fixture.account(ada.id) == expected)
    }

    @Test("guards a change: the one that was read, one of several, any, or none asked for")
    func conditions() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        var change = AccountChange()
        change.bio = .set("changed")
        let edit = change
        var revision: Int64 = 0
        func state(_ revision: Int64) -> AccountVersion {
            AccountVersion(id: ada.id, revision: revision)
        }
        for condition in [
            RevisionCondition.none, .any, .anyOf([state(2)]), .anyOf([state(7), state(3)]),
        ] {
            let updated = try await fixture.directory.update(
                ada.target, edit, if: condition, by: .system)
            revision += 1
            #expect(updated.revision == revision)
        }
        let before = try await DirectoryDump.of(fixture.engine)
        // The right revision of another account is no state of this one.
        let stranger = AccountVersion(id: AccountID(ada.id.rawValue + 1), revision: 4)
        for condition in [
            RevisionCondition.anyOf([state(3)]), .anyOf([state(5)]), .anyOf([]),
            .anyOf([state(3), state(5)]), .anyOf([stranger]),
        ] {
            await #expect(throws: DirectoryError.revisionMismatch) {
                try await fixture.directory.update(ada.target, edit, if: condition, by: .system)
            }
            await #expect(throws: DirectoryError.revisionMismatch) {
                try await fixture.directory.delete([ada.target], if: condition, by: .system)
            }
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("lets one of many changes at once win where all name what they read")
    func parallelChanges() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let outcomes = await atOnce(32) { number throws(DirectoryError) in
            var change = AccountChange()
            change.bio = .set("\(number)")
            return try await fixture.directory.update(
                ada.target, change, if: .anyOf([ada.version]), by: .system)
        }
        #expect(outcomes.values.count == 1)
        #expect(outcomes.failures == Array(repeating: .revisionMismatch, count: 31))
        #expect(try await fixture.account(ada.id) == outcomes.values.first)
    }

    @Test("loses no change where none names what it read")
    func unconditionalChanges() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let outcomes = await atOnce(32) { number throws(DirectoryError) in
            try await fixture.edit(ada) { $0.bio = .set("\(number)") }.revision
        }
        #expect(outcomes.values.sorted() == Array(1...32))
    }
}
