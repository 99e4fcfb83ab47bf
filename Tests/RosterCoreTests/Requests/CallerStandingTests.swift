import RosterCore
import RosterTestSupport
import Testing

/// A request takes its time to come in; who sent it may have ceased to be who it was (THREATS 13).
@Suite("A caller whose time was over before its change")
struct CallerStandingTests {
    /// How a caller ceases to be who it was.
    enum End: CaseIterable {
        case loggedOut, disabled, deleted, demoted, otherPassword
    }

    @Test("changes nothing by any verb", arguments: End.allCases)
    func changes(_ end: End) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        _ = try await fixture.createAdministrator("root")
        let chief = try await fixture.createAdministrator("chief")
        let ada = try await fixture.create("ada")
        let issued = try await fixture.logIn("chief")
        let actor = Actor.session(issued)
        try await finish(chief, issued, end, fixture)
        let before = try await DirectoryDump.of(fixture.engine)
        for (name, verb) in verbs(of: fixture, ada: ada, actor: actor) {
            do {
                try await verb()
                Issue.record("\(name) after \(end)")
            } catch let error as DirectoryError {
                switch error {
                case .unauthenticated, .forbidden: break
                default: Issue.record("\(name) after \(end): \(error)")
                }
            }
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before, "\(end)")
    }

    private func finish(
        _ chief: Account, _ issued: IssuedToken, _ end: End, _ fixture: DirectoryFixture
    ) async throws {
        switch end {
        case .loggedOut:
            try await fixture.directory.logOut(.session(issued))
        case .disabled: try await fixture.edit(chief) { $0.status = .set(.disabled) }
        case .deleted: try await fixture.delete(chief)
        case .demoted: try await fixture.edit(chief) { $0.role = .set(.user) }
        case .otherPassword:
            try await fixture.directory.setPassword(of: chief.target, to: "other", by: .system)
        }
    }

    private typealias Verb = (String, () async throws -> Void)

    /// Every verb that an administrator changes something by.
    private func verbs(
        of fixture: DirectoryFixture, ada: Account, actor: Actor
    ) -> [Verb] {
        let directory = fixture.directory
        var change = AccountChange()
        change.bio = .set("changed")
        let asked = change
        var counters = CounterChange()
        counters.likes = .set(1)
        let count = counters
        return [
            (
                "create",
                {
                    _ = try await directory.create(
                        AccountDraft(name: try AccountName(parsing: "new")), by: actor)
                }
            ),
            ("update", { _ = try await directory.update(ada.target, asked, by: actor) }),
            (
                "delete",
                {
                    _ = try await directory.commit(
                        try directory.preparedDelete(ada.target, by: actor))
                }
            ),
            ("delete of several", { _ = try await directory.delete([ada.target], by: actor) }),
            (
                "setting a password",
                {
                    try await directory.setPassword(of: ada.target, to: "new", by: actor)
                }
            ),
            ("unlocking", { try await directory.unlock(ada.target, by: actor) }),
            (
                "ending sessions",
                {
                    _ = try await directory.commit(
                        try directory.preparedSessionsEnd(
                            of: [ada.target], on: SurfaceName("BitAnswer"), by: actor))
                }
            ),
            (
                "a key",
                {
                    _ = try await directory.createKey(
                        name: "k", owner: nil, role: nil, scopes: nil, by: actor)
                }
            ),
            (
                "counters",
                {
                    try await directory.setCounters(of: ada.target, count, by: actor)
                }
            ),
            (
                "the ledger",
                {
                    _ = try await directory.enter(
                        1, .cents, note: "", to: ada.target, by: actor)
                }
            ),
        ]
    }
}
