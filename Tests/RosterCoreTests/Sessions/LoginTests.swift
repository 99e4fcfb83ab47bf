import RosterCore
import RosterTestSupport
import Testing

@Suite("Logging in")
struct LoginTests {
    @Test(
        "any stored name, proven e-mail or proven phone logs in, in any spelling of it",
        arguments: [
            "Ada L", "ada l", "ＡＤＡ Ｌ", "ada@example.com", "ADA@Example.com", "13800138000",
            "+86 138-0013-8000", "008613800138000", "１３８００１３８０００",
        ])
    func spellings(_ login: String) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("Ada L") {
            $0.email = try EmailAddress(parsing: "Ada@example.com")
            $0.phone = try PhoneNumber(parsing: "138 0013 8000")
        }
        try await fixture.provePhone(of: ada)
        #expect(try await fixture.logIn(login).account.id == ada.id)
        #expect(try await fixture.authenticate(login).account?.id == ada.id)
    }

    @Test(
        "spaces and dashes are passed over in phones alone",
        arguments: ["ad min", "a-d-m-i-n", " admin", "admin ", "a-da@example.com", "+86admin"])
    func namesKeepTheirDashes(_ login: String) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("admin")
        try await fixture.create("ada") { $0.email = try EmailAddress(parsing: "ada@example.com") }
        await #expect(throws: DirectoryError.wrongCredentials) { try await fixture.logIn(login) }
    }

    @Test("a login makes a session with what is known of the client, and a token for it")
    func loginMakesASession() async throws {
        let fixture = try await DirectoryFixture.inMemory(
            policy: DirectoryPolicy(tokenTTLSeconds: 600, sessionTTLSeconds: 6000))
        let ada = try await fixture.create("ada")
        fixture.clock.advance(milliseconds: 1_234)
        let now = fixture.clock.now
        let issued = try await fixture.logIn("ada")
        #expect(issued.session.accountID == ada.id)
        #expect(issued.session.surface == .test)
        #expect(issued.session.address == "192.0.2.1" && issued.session.userAgent == "test")
        #expect(issued.session.createdAt == now && issued.session.lastUsedAt == now)
        #expect(issued.session.expiresAt == now.adding(seconds: 6000))
        #expect(issued.session.id.rawValue.wholeMatch(of: /[0-9a-f]{24}/) != nil)
        // Tokens count whole seconds.
        #expect(issued.issuedAt == Timestamp(milliseconds: now.milliseconds / 1000 * 1000))
        #expect(issued.expiresAt == issued.issuedAt.adding(seconds: 600))
        #expect(issued.account.lastLoginAt == now)
        let principal = try await fixture.authenticate(bearer: issued.token)
        #expect(principal.credential == .session(issued.session))
        #expect(principal.account == issued.account)
        #expect(principal.role == .user)
    }

    @Test("a password with the request makes no session and moves only the last login")
    func basicMakesNoSession() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let before = try await DirectoryDump.of(fixture.engine).without("account")
            .without("known_block")
        fixture.clock.advance(seconds: 1)
        let principal = try await fixture.authenticate("ada")
        #expect(principal.credential == .password)
        #expect(
            try await DirectoryDump.of(fixture.engine).without("account")
                .without("known_block") == before)
        var expected = ada
        expected.lastLoginAt = fixture.clock.now
        #expect(try await fixture.account(ada.id) == expected)
        #expect(principal.account == expected)
    }

    /// THREATS 9: telling which accounts exist.
    enum Fault: String, CaseIterable, Sendable {
        case unknown, wrong, empty, disabled, passwordless, deleted, unprovenEmail, tooLong, withNUL
    }

    @Test("every failed login gets one answer and costs one comparison", arguments: Fault.allCases)
    func failuresLookAlike(_ fault: Fault) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        var login = "ada"
        var password = "wrong"
        let ada = try await fixture.create("ada")
        switch fault {
        case .unknown: login = "nobody"
        case .wrong: break
        case .empty: password = ""
        case .disabled: try await fixture.edit(ada) { $0.status = .set(.disabled) }
        case .passwordless:
            try await fixture.create("passwordless", password: nil)
            login = "passwordless"
        case .deleted:
            try await fixture.delete(ada)
            password = DirectoryFixture.password
        case .unprovenEmail:
            try await fixture.claim("ada@example.com", by: ada)
            login = "ada@example.com"
            password = DirectoryFixture.password
        case .tooLong: password = String(repeating: "x", count: 1_000_000)
        case .withNUL: password = DirectoryFixture.password + "\u{0}"
        }
        let (typed, secret) = (login, password)
        await #expect(throws: DirectoryError.wrongCredentials) {
            try await fixture.logIn(typed, password: secret)
        }
        await #expect(throws: DirectoryError.wrongCredentials) {
            try await fixture.authenticate(typed, password: secret)
        }
        #expect(fixture.passwords.comparisons == 2)
        // The fifth failure starts the delay, whatever the reason was.
        for _ in 0..<3 { _ = try? await fixture.logIn(typed, password: secret) }
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 1)) {
            try await fixture.logIn(typed, password: secret)
        }
        #expect(fixture.passwords.comparisons == 5)
    }

    @Test("only the right password learns that an account is disabled")
    func disabledAccounts() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        try await fixture.edit(ada) { $0.status = .set(.disabled) }
        await #expect(throws: DirectoryError.accountDisabled) { try await fixture.logIn("ada") }
        await #expect(throws: DirectoryError.wrongCredentials) {
            try await fixture.logIn("ada", password: "wrong")
        }
        try await fixture.edit(ada) { $0.status = .set(.active) }
        #expect(try await fixture.logIn("ada").account.id == ada.id)
    }

    @Test("a password beyond the limit is no password: not even that of an empty one")
    func longPasswordsMatchNothing() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        // An old system may have stored the hash of an empty password; only it may match.
        _ = try? await fixture.create("ada", password: "")
        await #expect(throws: DirectoryError.wrongCredentials) {
            try await fixture.logIn(
                "ada", password: String(repeating: "x", count: Limits.passwordBytesMax + 1))
        }
    }

    @Test("a password that could never log in again cannot be set")
    func longPasswordsAreRefused() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let long = String(repeating: "x", count: Limits.passwordBytesMax + 1)
        let refusal = DirectoryError.invalid([
            InvalidField(.password, .tooLong(maximum: Limits.passwordBytesMax))
        ])
        let ada = try await fixture.create("ada")
        await #expect(throws: refusal) { try await fixture.create("long", password: long) }
        await #expect(throws: refusal) {
            try await fixture.directory.setPassword(of: ada.target, to: long, by: .system)
        }
        await #expect(throws: refusal) {
            try await fixture.directory.changePassword(
                of: ada.target, old: DirectoryFixture.password, new: long, by: .account(ada))
        }
        let longest = String(repeating: "x", count: Limits.passwordBytesMax)
        try await fixture.directory.setPassword(of: ada.target, to: longest, by: .system)
        #expect(try await fixture.logIn("ada", password: longest).account.id == ada.id)
    }

    @Test("passwords are compared in the form of RFC 8265, neither folded nor trimmed")
    func passwordsAreExact() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada", password: " Pässwörd 🦊 ")
        for wrong in [" pässwörd 🦊 ", "Pässwörd 🦊", " Ｐässwörd 🦊 ", " Pässwörd 🦊 \n"] {
            await #expect(throws: DirectoryError.wrongCredentials) {
                try await fixture.logIn("ada", password: wrong)
            }
        }
        for right in [" Pässwörd 🦊 ", " Pa\u{308}sswo\u{308}rd 🦊\u{A0}"] {
            let issued = try await fixture.logIn("ada", password: right)
            #expect(issued.account.name.rawValue == "ada")
        }
    }

    @Test("an account keeps a bounded number of sessions; the oldest go first")
    func sessionsAreBounded() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        try await fixture.create("other")
        let other = try await fixture.logIn("other")
        var tokens: [String] = []
        for _ in 0..<(Limits.sessionsPerAccountMax + 2) {
            fixture.clock.advance(milliseconds: 1)
            tokens.append(try await fixture.logIn("ada").token)
        }
        let sessions = try await fixture.store.read { storage throws(DirectoryError) in
            try storage.sessions(of: ada.id).count
        }
        #expect(sessions == Limits.sessionsPerAccountMax)
        for token in tokens.prefix(2) {
            await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
                try await fixture.authenticate(bearer: token)
            }
        }
        for token in [tokens[2], try #require(tokens.last), other.token] {
            _ = try await fixture.authenticate(bearer: token)
        }
    }

    @Test("an administrator's login is an administrator's, until the row says otherwise")
    func rowDecidesTheRole() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.createAdministrator("admin")
        let ada = try await fixture.createAdministrator("ada")
        let token = try await fixture.logIn("ada").token
        #expect(try await fixture.authenticate(bearer: token).isAdministrator)
        try await fixture.edit(ada) { $0.role = .set(.user) }
        #expect(try await !fixture.authenticate(bearer: token).isAdministrator)
    }
}
