import RosterCore
import RosterTestSupport
import Testing

/// THREATS 6: a code is worth nothing but for its purpose, destination and account, once.
@Suite("What a verification code is good for")
struct CodeBindingTests {
    private let mine = "ada@example.com"
    private let free = "new@example.com"

    @Test("a code to claim neither logs in nor recovers nor unbinds")
    func claimsProveNothing() async throws {
        let fixture = try await DirectoryFixture.open()
        let code = try await fixture.code(.claim, to: free)
        // Whoever made the address theirs meanwhile does not let that code in.
        let ada = try await fixture.createProven("ada", email: free)
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.logIn(free, code: code)
        }
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.recover(free, code: code)
        }
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.directory.unbind(
                .email, password: DirectoryFixture.password, code: code, by: .account(ada))
        }
    }

    @Test("a code to prove neither registers nor binds")
    func proofsClaimNothing() async throws {
        let fixture = try await DirectoryFixture.open()
        let ada = try await fixture.createProven("ada", email: mine)
        let ben = try await fixture.create("ben")
        let code = try await fixture.code(.prove, to: mine)
        try await fixture.edit(ada) { $0.email = .set(nil) }
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.register("cleo", proving: mine, code: code)
        }
        for account in [ada, ben] {
            let now = try #require(try await fixture.account(account.id))
            await #expect(throws: DirectoryError.wrongCode) {
                try await fixture.bind(mine, code: code, by: now)
            }
        }
    }

    @Test("a code is for its destination alone")
    func destinations() async throws {
        let fixture = try await DirectoryFixture.open()
        let ada = try await fixture.createProven("ada", email: mine, phone: "13800138000")
        _ = try await fixture.createProven("ben", email: "ben@example.com")
        let proof = try await fixture.code(.prove, to: mine)
        for other in ["ben@example.com", "13800138000", "nobody@example.com"] {
            await #expect(throws: DirectoryError.wrongCode, "\(other)") {
                try await fixture.logIn(other, code: proof)
            }
        }
        let claim = try await fixture.code(.claim, to: free)
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.bind("new@example.org", code: claim, by: ada)
        }
        try await fixture.bind(free, code: claim, by: ada)
    }

    @Test("a code that an account asked for is for that account alone, nobody's is anybody's")
    func accounts() async throws {
        let fixture = try await DirectoryFixture.open()
        let ada = try await fixture.create("ada")
        let ben = try await fixture.create("ben")
        let hers = try await fixture.code(.claim, to: free, by: .account(ada))
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.bind(free, code: hers, by: ben)
        }
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.register("cleo", proving: free, code: hers)
        }
        try await fixture.bind(free, code: hers, by: ada)
        let anybody = try await fixture.code(.claim, to: "13800138000")
        try await fixture.bind("+86 138 0013 8000", code: anybody, by: ben)
    }

    @Test("a proof is void once the address is another's, or nobody's, or its account disabled")
    func movedAddresses() async throws {
        for isMoved in [true, false] {
            let fixture = try await DirectoryFixture.open()
            let ada = try await fixture.createProven("ada", email: mine)
            let code = try await fixture.code(.prove, to: mine)
            if isMoved {
                try await fixture.edit(ada) { $0.email = .set(nil) }
                await #expect(throws: DirectoryError.wrongCode) {
                    try await fixture.logIn(mine, code: code)
                }
                _ = try await fixture.createProven("ben", email: mine)
            } else {
                try await fixture.edit(ada) { $0.status = .set(.disabled) }
            }
            await #expect(throws: DirectoryError.wrongCode) {
                try await fixture.logIn(mine, code: code)
            }
            await #expect(throws: DirectoryError.wrongCode) {
                try await fixture.recover(mine, code: code)
            }
        }
    }

    @Test("a code lives ten minutes to the millisecond", arguments: [599_999, 600_000] as [Int64])
    func expiry(_ age: Int64) async throws {
        let fixture = try await DirectoryFixture.open()
        let ada = try await fixture.createProven("ada", email: mine)
        let proof = try await fixture.code(.prove, to: mine)
        let claim = try await fixture.code(.claim, to: free)
        fixture.clock.advance(milliseconds: age)
        if age < 600_000 {
            try await fixture.logIn(mine, code: proof)
            try await fixture.bind(free, code: claim, by: ada)
        } else {
            await #expect(throws: DirectoryError.wrongCode) {
                try await fixture.logIn(mine, code: proof)
            }
            await #expect(throws: DirectoryError.wrongCode) {
                try await fixture.bind(free, code: claim, by: ada)
            }
        }
    }

    @Test("a code is spent by its first use, whatever the next one is")
    func singleUse() async throws {
        let fixture = try await DirectoryFixture.open()
        _ = try await fixture.createProven("ada", email: mine)
        let code = try await fixture.code(.prove, to: mine)
        try await fixture.logIn(mine, code: code)
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.logIn(mine, code: code)
        }
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.recover(mine, code: code)
        }
    }

    @Test("of uses at once one goes through")
    func parallelUses() async throws {
        try await DirectoryFixture.onDisk(policy: DirectoryPolicy(isRegistrationOpen: true)) {
            fixture in
            _ = try await fixture.createProven("ada", email: mine)
            let email = try EmailAddress(parsing: mine)
            let proof = try await fixture.code(.prove, to: mine)
            let logins = await atOnce(4) { _ throws(DirectoryError) in
                _ = try await fixture.directory.logIn(.email(email), code: proof, origin: .test)
            }
            #expect(logins.values.count == 1)
            #expect(logins.failures == Array(repeating: .wrongCode, count: 3))

            let phone = try PhoneNumber(parsing: "13800138000")
            let claim = try await fixture.code(.claim, to: "13800138000")
            let drafts = try ["ben", "cleo"].map {
                AccountDraft(name: try AccountName(parsing: $0))
            }
            let registrations = await atOnce(2) { number throws(DirectoryError) in
                try await fixture.directory.register(
                    drafts[number], proving: .phone(phone), code: claim, origin: .test)
            }
            #expect(registrations.values.count == 1 && registrations.failures.count == 1)
            let made = try [await fixture.live("ben"), await fixture.live("cleo")]
            #expect(made.count { $0 != nil } == 1)
        }
    }

    @Test("a later code replaces the one before it")
    func replacement() async throws {
        let fixture = try await DirectoryFixture.open()
        _ = try await fixture.createProven("ada", email: mine)
        let first = try await fixture.code(.prove, to: mine)
        fixture.clock.advance(seconds: 60)
        let second = try await fixture.code(.prove, to: mine)
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.logIn(mine, code: first)
        }
        try await fixture.logIn(mine, code: second)
    }

    @Test("a notice to its owner ends the code that was sent to claim an address before")
    func noticesReplace() async throws {
        let fixture = try await DirectoryFixture.open()
        let code = try await fixture.code(.claim, to: free)
        fixture.clock.advance(seconds: 60)
        let owner = try await fixture.createProven("owner", email: free)
        try await fixture.send(.claim, to: free)
        try await fixture.edit(owner) { $0.email = .set(nil) }
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.register("ben", proving: free, code: code)
        }
    }

    @Test("odd texts are wrong codes", arguments: ["", " ", "0", "12345", "\u{0}", "１２３４５６"])
    func oddTexts(_ typed: String) async throws {
        let fixture = try await DirectoryFixture.open()
        _ = try await fixture.createProven("ada", email: mine)
        let code = try await fixture.code(.prove, to: mine)
        for text in [typed, code + typed + "0", typed + "0" + code] {
            await #expect(throws: DirectoryError.wrongCode) {
                try await fixture.logIn(mine, code: text)
            }
        }
    }
}
