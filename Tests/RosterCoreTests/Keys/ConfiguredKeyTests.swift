import RosterCore
import RosterTestSupport
import Testing

@Suite("The key that a setting gives")
struct ConfiguredKeyTests {
    private let scope = SurfaceName("BitAnswer")
    private let secret = "a secret of the operator's own"

    private func started() async throws -> (DirectoryFixture, Account) {
        let fixture = try await DirectoryFixture.inMemory()
        _ = try await fixture.directory.bootstrap(name: "admin", password: "password")
        return (fixture, try #require(try await fixture.live("admin")))
    }

    @Test("opens its surface with the bootstrap administrator's rights, scoped")
    func opensItsSurface() async throws {
        let (fixture, administrator) = try await started()
        try await fixture.directory.setConfiguredKey(secret, scope: scope)
        for principal in [
            try await fixture.directory.authenticate(key: secret, on: scope),
            try await fixture.directory.authenticate(bearer: secret, on: scope),
        ] {
            #expect(principal.account?.id == administrator.id)
            #expect(principal.isAdministrator && !principal.mayChangeAdministrators)
        }
        await #expect(throws: DirectoryError.forbidden(.outOfScope)) {
            try await fixture.directory.authenticate(key: secret, on: .test)
        }
        #expect(try await !DirectoryDump.of(fixture.engine).contains(secret))
    }

    @Test("is the same key after a start with the same secret")
    func sameSecret() async throws {
        let (fixture, _) = try await started()
        try await fixture.directory.setConfiguredKey(secret, scope: scope)
        _ = try await fixture.directory.authenticate(key: secret, on: scope)
        let before = try await DirectoryDump.of(fixture.engine)
        let next = try await fixture.restarted()
        try await next.directory.setConfiguredKey(secret, scope: scope)
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("voids the earlier secret when it changes, and all when it is taken away")
    func changedSecrets() async throws {
        let (fixture, administrator) = try await started()
        let directory = fixture.directory
        let (other, _) = try await directory.createKey(
            name: "other", owner: administrator.target, role: nil, scopes: nil, by: .system)
        try await directory.setConfiguredKey(secret, scope: scope)
        try await directory.setConfiguredKey("another secret", scope: scope)
        await #expect(throws: DirectoryError.unauthenticated(.malformed)) {
            try await directory.authenticate(key: secret, on: scope)
        }
        _ = try await directory.authenticate(key: "another secret", on: scope)
        try await directory.setConfiguredKey(nil, scope: scope)
        await #expect(throws: DirectoryError.unauthenticated(.malformed)) {
            try await directory.authenticate(key: "another secret", on: scope)
        }
        #expect(try await directory.keys(by: .operator) == [other])
        try await directory.setConfiguredKey(nil, scope: scope)
    }

    @Test("takes over a key of the same secret, and its name is nobody else's")
    func takesOver() async throws {
        let (fixture, administrator) = try await started()
        let directory = fixture.directory
        let (made, secret) = try await directory.createKey(
            name: "licence server", owner: administrator.target, role: .user, scopes: [.test],
            by: .system)
        try await directory.setConfiguredKey(secret, scope: scope)
        let principal = try await directory.authenticate(key: secret, on: scope)
        #expect(principal.isAdministrator)
        #expect(try await !directory.keys(by: .operator).contains(made))
        await #expect(throws: DirectoryError.invalid([InvalidField(.keyName, .reservedForm)])) {
            try await directory.createKey(
                name: Directory.configuredKeyName, owner: nil, role: nil, scopes: nil, by: .system)
        }
    }

    @Test("has an administrator's rights again after a start, whatever became of its owner")
    func isAuthoritative() async throws {
        let (fixture, administrator) = try await started()
        let directory = fixture.directory
        let second = try await fixture.createAdministrator("second")
        try await directory.setConfiguredKey(secret, scope: scope)
        try await fixture.edit(administrator) { $0.role = .set(.user) }
        #expect(try await !directory.authenticate(key: secret, on: scope).isAdministrator)
        try await directory.setConfiguredKey(secret, scope: scope)
        let principal = try await directory.authenticate(key: secret, on: scope)
        #expect(principal.isAdministrator && principal.account?.id == second.id)
        try await fixture.edit(administrator) { $0.status = .set(.disabled) }
        try await directory.setConfiguredKey(secret, scope: scope)
        #expect(try await directory.authenticate(key: secret, on: scope).isAdministrator)
    }
}
