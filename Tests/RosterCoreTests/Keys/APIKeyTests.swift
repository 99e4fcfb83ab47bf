import RosterCore
import RosterTestSupport
import Testing

@Suite("API keys")
struct APIKeyTests {
    @Test("a key opens what its account may, and its secret is stored nowhere")
    func keysAuthenticate() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let owner = try await fixture.createAdministrator("owner")
        let (key, secret) = try await fixture.directory.createKey(
            name: "script", owner: owner.target, role: nil, scopes: nil, by: .system)
        #expect(secret.hasPrefix(APIKey.prefix))
        #expect(secret.count == APIKey.prefix.count + 40)
        #expect(key.role == .admin && key.scopes == nil && key.accountID == owner.id)
        for principal in [
            try await fixture.authenticate(bearer: secret),
            try await fixture.directory.authenticate(key: secret, on: SurfaceName("Tavern")),
        ] {
            #expect(principal.account?.id == owner.id)
            #expect(principal.isAdministrator && principal.mayChangeAdministrators)
        }
        #expect(try await !DirectoryDump.of(fixture.engine).contains(secret))
        #expect(
            try await !DirectoryDump.of(fixture.engine).contains(
                String(secret.dropFirst(APIKey.prefix.count))))
    }

    @Test("a secret that is nobody's is invalid, a text of no form of ours malformed")
    func unknownSecrets() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        for (text, failure) in [
            (APIKey.prefix + "nobody", AuthenticationFailure.invalid), (APIKey.prefix, .invalid),
            ("nobody", .malformed), ("", .malformed),
        ] {
            await #expect(throws: DirectoryError.unauthenticated(failure)) {
                try await fixture.directory.authenticate(key: text, on: .test)
            }
            await #expect(throws: DirectoryError.unauthenticated(failure)) {
                try await fixture.authenticate(bearer: text)
            }
        }
    }

    @Test("a key lowers its account's role, and never raises it")
    func rolesAreLowered() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.createAdministrator("admin")
        let administrator = try await fixture.createAdministrator("owner")
        let user = try await fixture.create("user")
        let directory = fixture.directory
        let lowered = try await directory.createKey(
            name: "low", owner: administrator.target, role: .user, scopes: nil, by: .system)
        #expect(try await !fixture.authenticate(bearer: lowered.secret).isAdministrator)
        await #expect(throws: DirectoryError.invalid([InvalidField(.role, .beyondOwner)])) {
            try await directory.createKey(
                name: "high", owner: user.target, role: .admin, scopes: nil, by: .system)
        }
        let full = try await directory.createKey(
            name: "full", owner: administrator.target, role: .admin, scopes: nil, by: .system)
        #expect(try await fixture.authenticate(bearer: full.secret).isAdministrator)
        try await fixture.edit(administrator) { $0.role = .set(.user) }
        #expect(try await !fixture.authenticate(bearer: full.secret).isAdministrator)
    }

    @Test("a key of role user that an administrator lent out changes no administrator, nor itself")
    func lentKeysChangeNoAdministrator() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let administrator = try await fixture.createAdministrator("owner")
        let (key, _) = try await fixture.directory.createKey(
            name: "low", owner: administrator.target, role: .user, scopes: nil, by: .system)
        let before = try await fixture.account(administrator.id)
        let error = await #expect(throws: DirectoryError.self) {
            try await fixture.edit(administrator, by: .key(key, of: administrator)) {
                $0.bio = .set("mine")
            }
        }
        #expect(error?.isForbidden == true)
        #expect(try await fixture.account(administrator.id) == before)
    }

    @Test("a key opens the surfaces of its scope alone")
    func scopes() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let owner = try await fixture.create("owner")
        for scopes in [[SurfaceName("BitAnswer")], []] {
            let (_, secret) = try await fixture.directory.createKey(
                name: "scoped", owner: owner.target, role: nil, scopes: scopes, by: .system)
            await #expect(throws: DirectoryError.forbidden(.outOfScope)) {
                try await fixture.authenticate(bearer: secret)
            }
            for scope in scopes {
                let principal = try await fixture.directory.authenticate(bearer: secret, on: scope)
                #expect(principal.account?.id == owner.id)
            }
        }
    }

    @Test("disabling or deleting the account kills its keys for good", arguments: [true, false])
    func keysDieWithTheAccount(_ isDeleted: Bool) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let owner = try await fixture.create("owner")
        let (_, secret) = try await fixture.directory.createKey(
            name: "key", owner: owner.target, role: nil, scopes: nil, by: .system)
        if isDeleted {
            try await fixture.delete(owner)
        } else {
            try await fixture.edit(owner) { $0.status = .set(.disabled) }
        }
        let why: AuthenticationFailure = isDeleted ? .invalid : .accountDisabled
        await #expect(throws: DirectoryError.unauthenticated(why)) {
            try await fixture.authenticate(bearer: secret)
        }
        if isDeleted {
            _ = try await fixture.directory.restore(owner.target, by: .system)
        } else {
            try await fixture.edit(owner) { $0.status = .set(.active) }
        }
        await #expect(throws: DirectoryError.unauthenticated(.invalid)) {
            try await fixture.authenticate(bearer: secret)
        }
        #expect(try await fixture.directory.keys(by: .operator) == [])
    }

    @Test("a key outlives a change of password and ends when it is revoked")
    func revocation() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let owner = try await fixture.create("owner")
        let (key, secret) = try await fixture.directory.createKey(
            name: "key", owner: owner.target, role: nil, scopes: nil, by: .system)
        try await fixture.directory.setPassword(of: owner.target, to: "new", by: .system)
        _ = try await fixture.authenticate(bearer: secret)
        try await fixture.directory.revokeKey(key.id, by: .system)
        await #expect(throws: DirectoryError.unauthenticated(.invalid)) {
            try await fixture.authenticate(bearer: secret)
        }
        await #expect(throws: DirectoryError.notFound) {
            try await fixture.directory.revokeKey(key.id, by: .system)
        }
        let entries = try await fixture.audit(of: owner.id).filter { $0.fields == ["key"] }
        #expect(entries.map(\.action) == [.keyCreated, .keyRevoked])
    }

    @Test("the last use is noted once a minute")
    func lastUse() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let owner = try await fixture.create("owner")
        let (key, secret) = try await fixture.directory.createKey(
            name: "key", owner: owner.target, role: nil, scopes: nil, by: .system)
        #expect(key.lastUsedAt == nil)
        let first = fixture.clock.now
        for (seconds, expected) in [(0, first), (59, first), (1, first.adding(seconds: 60))] {
            fixture.clock.advance(seconds: Int64(seconds))
            _ = try await fixture.authenticate(bearer: secret)
            #expect(try await fixture.directory.keys(by: .operator).first?.lastUsedAt == expected)
        }
    }

    @Test("a key needs a name and an active account")
    func needs() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let owner = try await fixture.create("owner")
        let disabled = try await fixture.create("disabled")
        try await fixture.edit(disabled) { $0.status = .set(.disabled) }
        let deleted = try await fixture.create("deleted")
        try await fixture.delete(deleted)
        for target in [disabled.target, deleted.target, .id(AccountID(404)), nil] {
            await #expect(throws: DirectoryError.notFound) {
                try await fixture.directory.createKey(
                    name: "key", owner: target, role: nil, scopes: nil, by: .system)
            }
        }
        let problems = [
            ("", InvalidReason.missing), (String(repeating: "k", count: 65), .tooLong(maximum: 64)),
            ("a\nb", .forbiddenCharacters),
        ]
        for (name, reason) in problems {
            await #expect(throws: DirectoryError.invalid([InvalidField(.keyName, reason)])) {
                try await fixture.directory.createKey(
                    name: name, owner: owner.target, role: nil, scopes: nil, by: .system)
            }
        }
    }
}
