import RosterCore
import RosterTestSupport
import Testing

/// THREATS 13: tokens that outlive logout, disable, delete, password change.
@Suite("The end of a session")
struct SessionEndTests {
    enum Cause: String, CaseIterable, Sendable {
        case logOut, changePassword, setPassword, disable, delete
    }

    @Test("kills its tokens for the next request and for refresh", arguments: Cause.allCases)
    func tokensDie(_ cause: Cause) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        try await fixture.create("other")
        let other = try await fixture.logIn("other")
        let issued = try await fixture.logIn("ada")
        let secondDevice = try await fixture.logIn("ada")
        let elsewhere = try await fixture.restarted()
        _ = try await elsewhere.authenticate(bearer: issued.token)
        try await end(issued, of: ada, by: cause, in: fixture)
        let why: AuthenticationFailure = cause == .disable ? .accountDisabled : .sessionEnded
        for process in [fixture, elsewhere] {
            await #expect(throws: DirectoryError.unauthenticated(why)) {
                try await process.authenticate(bearer: issued.token)
            }
            for keeps in [true, false] {
                await #expect(throws: DirectoryError.unauthenticated(why)) {
                    try await process.directory.refresh(
                        token: issued.token, keepsOlderTokens: keeps, origin: .test)
                }
            }
            _ = try await process.authenticate(bearer: other.token)
        }
        if cause == .logOut {
            _ = try await fixture.authenticate(bearer: secondDevice.token)
        } else {
            await #expect(throws: DirectoryError.unauthenticated(why)) {
                try await fixture.authenticate(bearer: secondDevice.token)
            }
        }
    }

    private func end(
        _ issued: IssuedToken, of ada: Account, by cause: Cause, in fixture: DirectoryFixture
    ) async throws {
        let directory = fixture.directory
        switch cause {
        case .logOut: try await directory.logOut(.session(issued))
        case .changePassword:
            try await directory.changePassword(
                of: ada.target, old: DirectoryFixture.password, new: "new", by: .session(issued))
        case .setPassword:
            try await directory.setPassword(of: ada.target, to: "new", by: .system)
        case .disable: try await fixture.edit(ada) { $0.status = .set(.disabled) }
        case .delete: try await fixture.delete(ada)
        }
    }

    @Test("does not come undone when the account is enabled or restored")
    func deadSessionsStayDead() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let first = try await fixture.logIn("ada").token
        try await fixture.edit(ada) { $0.status = .set(.disabled) }
        try await fixture.edit(ada) { $0.status = .set(.active) }
        let second = try await fixture.logIn("ada").token
        try await fixture.delete(ada)
        _ = try await fixture.directory.restore(ada.target, by: .system)
        for token in [first, second] {
            await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
                try await fixture.authenticate(bearer: token)
            }
        }
    }

    @Test("spares the calling session where the surface keeps it")
    func callingSessionMayStay() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let calling = try await fixture.logIn("ada")
        let other = try await fixture.logIn("ada")
        try await fixture.directory.changePassword(
            of: ada.target, old: DirectoryFixture.password, new: "new",
            keeping: calling.session.id, by: .session(calling))
        _ = try await fixture.authenticate(bearer: calling.token)
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            try await fixture.authenticate(bearer: other.token)
        }
    }

    @Test("is written once; a logout without a session does nothing")
    func logoutsAreAuditedOnce() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let issued = try await fixture.logIn("ada")
        for _ in 0..<2 { try await fixture.directory.logOut(.session(issued)) }
        try await fixture.directory.logOut(.account(ada))
        try await fixture.directory.logOut(.anonymous)
        let actions = try await fixture.audit(of: ada.id).map(\.action)
        #expect(actions == [.accountCreated, .sessionStarted, .sessionEnded])
    }

    @Test("comes to none by a refused or failed change of password")
    func refusedChangesEndNothing() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let issued = try await fixture.logIn("ada")
        await #expect(throws: DirectoryError.wrongCredentials) {
            try await fixture.directory.changePassword(
                of: ada.target, old: "wrong", new: "new", by: .session(issued))
        }
        _ = try await fixture.authenticate(bearer: issued.token)
        _ = try await fixture.logIn("ada")
    }

    @Test("meets a login that was under way when the password changed")
    func loginUnderWay() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        fixture.passwords.comparing.close()
        let login = Task { try await fixture.logIn("ada") }
        await fixture.passwords.comparing.waitUntilHolding(1)
        try await fixture.directory.setPassword(of: ada.target, to: "new", by: .system)
        fixture.passwords.comparing.open()
        await #expect(throws: DirectoryError.wrongCredentials) { try await login.value }
        let sessions = try await fixture.store.read { storage throws(DirectoryError) in
            try storage.sessions(of: ada.id)
        }
        #expect(sessions.isEmpty)
    }

    @Test(
        "meets a login that was under way when the account was disabled or deleted",
        arguments: [true, false])
    func loginOfAGoneAccount(_ isDeleted: Bool) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        fixture.passwords.comparing.close()
        let login = Task { try await fixture.logIn("ada") }
        await fixture.passwords.comparing.waitUntilHolding(1)
        if isDeleted {
            try await fixture.delete(ada)
        } else {
            try await fixture.edit(ada) { $0.status = .set(.disabled) }
        }
        fixture.passwords.comparing.open()
        await #expect(throws: DirectoryError.wrongCredentials) { try await login.value }
    }
}
