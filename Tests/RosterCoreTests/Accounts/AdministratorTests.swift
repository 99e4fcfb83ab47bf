import RosterCore
import RosterTestSupport
import Testing

/// THREATS 27: the last administrator removed.
@Suite("The last active administrator")
struct AdministratorTests {
    enum Way: String, CaseIterable, Sendable {
        case delete, disable, demote
    }

    private func remove(
        _ account: Account, _ way: Way, in fixture: DirectoryFixture, by actor: Actor = .system
    ) async throws(DirectoryError) {
        switch way {
        case .delete: _ = try await fixture.directory.delete([account.target], by: actor)
        case .disable: try await fixture.edit(account, by: actor) { $0.status = .set(.disabled) }
        case .demote: try await fixture.edit(account, by: actor) { $0.role = .set(.user) }
        }
    }

    @Test("cannot be removed, not even by itself", arguments: Way.allCases)
    func lastStays(_ way: Way) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let last = try await fixture.createAdministrator("admin")
        // Neither of these could take over.
        let disabled = try await fixture.createAdministrator("disabled")
        try await fixture.edit(disabled) { $0.status = .set(.disabled) }
        try await fixture.delete(try await fixture.createAdministrator("deleted"))
        try await fixture.create("user")
        let before = try await DirectoryDump.of(fixture.engine)
        for actor in [Actor.system, .account(last)] {
            await #expect(throws: DirectoryError.forbidden(.lastAdministrator)) {
                try await remove(last, way, in: fixture, by: actor)
            }
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("is not the last while another is active", arguments: Way.allCases)
    func othersMayGo(_ way: Way) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let first = try await fixture.createAdministrator("first")
        let second = try await fixture.createAdministrator("second")
        try await remove(first, way, in: fixture)
        await #expect(throws: DirectoryError.forbidden(.lastAdministrator)) {
            try await remove(second, way, in: fixture)
        }
    }

    @Test("holds up a whole batch, in any order and named twice")
    func batchesAreAllOrNothing() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let user = try await fixture.create("user")
        let first = try await fixture.createAdministrator("first")
        let second = try await fixture.createAdministrator("second")
        let before = try await DirectoryDump.of(fixture.engine)
        let batches = [[user, first, second], [first, second, user], [second, second, first]]
        for batch in batches {
            await #expect(throws: DirectoryError.forbidden(.lastAdministrator)) {
                try await fixture.directory.delete(batch.map(\.target), by: .system)
            }
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        let deleted = try await fixture.directory.delete(
            [first, first, user].map(\.target), by: .system)
        #expect(deleted.map(\.id) == [first.id, user.id])
    }

    @Test("remains when the last two remove each other at once", arguments: Way.allCases)
    func parallelRemovalsLeaveOne(_ way: Way) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let pair = [
            try await fixture.createAdministrator("first"),
            try await fixture.createAdministrator("second"),
        ]
        let failures = await withTaskGroup(of: DirectoryError?.self) { group in
            for (actor, account) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                group.addTask {
                    do throws(DirectoryError) {
                        try await remove(account, way, in: fixture, by: .account(actor))
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        // The other one is no administrator any more, or would be the last to go.
        #expect(failures.count { $0 == nil } == 1)
        let left = try await fixture.store.read { storage throws(DirectoryError) in
            try storage.activeAdministrators(limit: 3)
        }
        #expect(left == 1)
    }

    @Test("may change everything else of itself")
    func otherChangesAreFree() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let last = try await fixture.createAdministrator("admin")
        let changed = try await fixture.edit(last, by: .account(last)) {
            $0.bio = .set("here")
            $0.role = .set(.admin)
            $0.status = .set(.active)
        }
        #expect(changed.bio == "here")
        try await fixture.directory.setPassword(of: last.target, to: "new", by: .account(last))
    }
}
