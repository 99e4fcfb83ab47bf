import RosterCore
import RosterTestSupport
import Testing

/// THREATS 13, for changes that take their time: what ends a caller while passwords are hashed ends
/// what it asked for.
@Suite("A caller that is gone before its change is made")
struct StandingTests {
    enum End: String, CaseIterable, Sendable {
        case logOut, disable, delete, demote, revokeKey
    }

    @Test("changes nothing", arguments: End.allCases)
    func nothingChanges(_ end: End) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.createAdministrator("first")
        let boss = try await fixture.createAdministrator("boss")
        let token = try await fixture.logIn("boss")
        let (key, _) = try await fixture.directory.createKey(
            name: "script", owner: boss.target, role: nil, scopes: nil, by: .system)
        let caller: Actor = end == .revokeKey ? .key(key, of: boss) : .session(token)
        var upsert = AccountUpsert(name: try AccountName(parsing: "new"))
        upsert.password = "password"
        var draft = AccountDraft(name: try AccountName(parsing: "other"))
        draft.password = "password"

        fixture.passwords.hashing.close()
        async let batch = Self.refusal {
            () async throws(DirectoryError) in
            let change = try await fixture.directory.preparedUpserts(
                [upsert], makingMissing: true, by: caller)
            _ = try await fixture.directory.commit(change)
        }
        async let single = Self.refusal {
            () async throws(DirectoryError) in
            _ = try await fixture.directory.create(draft, by: caller)
        }
        await fixture.passwords.hashing.waitUntilHolding(2)
        try await self.end(end, boss, token, key, in: fixture)
        let before = try await DirectoryDump.of(fixture.engine)
        fixture.passwords.hashing.open()

        let expected: DirectoryError =
            end == .demote ? .forbidden(.notAdministrator) : .unauthenticated(.sessionEnded)
        #expect(await batch == expected)
        #expect(await single == expected)
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    private static func refusal(
        _ body: () async throws(DirectoryError) -> Void
    ) async -> DirectoryError? {
        do throws(DirectoryError) {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    private func end(
        _ end: End, _ boss: Account, _ token: IssuedToken, _ key: APIKey,
        in fixture: DirectoryFixture
    ) async throws {
        switch end {
        case .logOut: try await fixture.directory.logOut(.session(token))
        case .disable: try await fixture.edit(boss) { $0.status = .set(.disabled) }
        case .delete: try await fixture.delete(boss)
        case .demote: try await fixture.edit(boss) { $0.role = .set(.user) }
        case .revokeKey: try await fixture.directory.revokeKey(key.id, by: .system)
        }
    }
}
