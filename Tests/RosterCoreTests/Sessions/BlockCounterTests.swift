import RosterCore
import RosterTestSupport
import Testing

/// THREATS 37: a stranger cannot lock a person out; THREATS 8: nor guess without end.
@Suite("Failures per account and address block")
struct BlockCounterTests {
    private let owner = "198.51.100.7"

    private func throttled(_ seconds: Int) -> DirectoryError {
        .throttled(retryAfterSeconds: seconds)
    }

    @Test("tries from elsewhere do not hold the owner, by whatever login id and way of asking")
    func strangersHoldNobody() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada") {
            $0.email = try EmailAddress(parsing: "ada@example.com")
        }
        for login in ["ada", "ADA", "ada@example.com", "ada", "ada"] {
            try await fixture.guess(login, from: "203.0.113.1")
        }
        await #expect(throws: throttled(1)) {
            try await fixture.logIn("ada", from: "203.0.113.1")
        }
        await #expect(throws: throttled(1)) {
            try await fixture.authenticate("ada", from: "203.0.113.1")
        }
        _ = try await fixture.authenticate("ada@example.com", from: owner)
        _ = try await fixture.logIn("ada", from: owner)
        let actor = Actor(
            principal: Principal(account: ada, credential: .password), origin: .from(owner))
        try await fixture.directory.changePassword(
            of: ada.target, old: DirectoryFixture.password, new: "new password", by: actor)
    }

    @Test("spellings of one phone are one login id, whether it is somebody's or nobody's")
    func phones() async throws {
        for isSomebodys in [false, true] {
            let fixture = try await DirectoryFixture.inMemory()
            let ada = try await fixture.create("ada")
            if isSomebodys {
                let phone = try PhoneNumber(parsing: "13800138000")
                try await fixture.directory.store.write { storage throws(DirectoryError) in
                    var new = ada
                    new.phone = phone
                    new.phoneIsProven = true
                    _ = try storage.update(new, from: ada.revision)
                    try storage.setLoginIDs(new.loginIDs, of: ada.id)
                }
            }
            let spellings = [
                "13800138000", "+8613800138000", "138-0013-8000", "tel:+86 138 0013 8000",
                "１３８００１３８０００",
            ]
            for login in spellings { try await fixture.guess(login, from: "203.0.113.1") }
            for login in spellings {
                await #expect(throws: throttled(1), "\(isSomebodys): \(login)") {
                    try await fixture.logIn(login, from: "203.0.113.1")
                }
            }
            // Wrong codes count on the same.
            await #expect(throws: throttled(1), "\(isSomebodys)") {
                try await fixture.directory.recoverPassword(
                    of: .phone(try PhoneNumber(parsing: "+86 13800138000")), code: "000000",
                    new: "new password", origin: .from("203.0.113.1"))
            }
        }
    }

    @Test("what has no address is a block of its own")
    func commandLine() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        for _ in 0..<5 { try await fixture.guess("ada", from: nil) }
        await #expect(throws: throttled(1)) { try await fixture.logIn("ada", from: nil) }
        _ = try await fixture.logIn("ada", from: owner)
    }

    @Test("an IPv6 network is one caller")
    func networks() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        func origin(_ number: Int) -> RequestOrigin {
            RequestOrigin(
                surface: .test, requestID: "", address: "2001:db8::\(number)",
                addressBlock: "2001:db8::/64")
        }
        for number in 0..<5 {
            await #expect(throws: DirectoryError.wrongCredentials) {
                try await fixture.directory.logIn(
                    login: "ada", password: "wrong", origin: origin(number))
            }
        }
        await #expect(throws: throttled(1)) {
            try await fixture.directory.logIn(
                login: "ada", password: "wrong", origin: origin(9))
        }
    }

    /// A hundred failures from 25 addresses.
    private func storm(_ fixture: DirectoryFixture, at login: String) async throws {
        for number in 0..<100 {
            try await fixture.guess(login, from: "203.0.113.\(number % 25)")
        }
    }

    @Test("after a hundred failures from everywhere new addresses are held, with doubling delays")
    func allBlocks() async throws {
        for login in ["ada", "nobody"] {
            let fixture = try await DirectoryFixture.inMemory()
            try await fixture.create("ada")
            try await storm(fixture, at: login)
            var compared = 100
            for (number, delay) in [1, 2, 4, 8].enumerated() {
                let fresh = "192.0.2.\(100 + number)"
                await #expect(throws: throttled(delay)) {
                    try await fixture.logIn(login, from: fresh)
                }
                fixture.clock.advance(seconds: Int64(delay))
                try await fixture.guess(login, from: fresh)
                compared += 1
                #expect(fixture.passwords.comparisons == compared)
            }
        }
    }

    @Test("an address that the account logged in from within 30 days is not held by others")
    func knownBlocks() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        _ = try await fixture.authenticate("ada", from: owner)
        fixture.clock.advance(days: 29)
        _ = try await fixture.directory.keepHouse()
        try await storm(fixture, at: "ada")
        await #expect(throws: throttled(1)) { try await fixture.logIn("ada") }
        // Its own failures hold it as ever.
        for _ in 0..<5 { try await fixture.guess("ada", from: owner) }
        await #expect(throws: throttled(1)) { try await fixture.logIn("ada", from: owner) }
        fixture.clock.advance(seconds: 1)
        _ = try await fixture.logIn("ada", from: owner)
        // A success of the account forgets those of all; those of each address stay.
        #expect(try await fixture.failures(of: ada) == nil)
        _ = try await fixture.logIn("ada")
        try await fixture.guess("ada", from: "203.0.113.1")
        await #expect(throws: throttled(1)) {
            try await fixture.logIn("ada", from: "203.0.113.1")
        }
    }

    @Test("after 30 days an address is not known any more")
    func forgottenBlocks() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        _ = try await fixture.logIn("ada", from: owner)
        fixture.clock.advance(days: 30)
        try await storm(fixture, at: "ada")
        await #expect(throws: throttled(1)) { try await fixture.logIn("ada", from: owner) }
        fixture.clock.advance(milliseconds: 1)
        #expect(try await fixture.directory.keepHouse().forgottenBlocks == 1)
    }

    @Test("a login writes its address at most once a day, and fifty are kept")
    func blocksAreBounded() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        func rows() async throws -> [String] {
            try await DirectoryDump.of(fixture.engine).tables["known_block"] ?? []
        }
        _ = try await fixture.logIn("ada", from: owner)
        let first = try await rows()
        fixture.clock.advance(seconds: 86_399)
        _ = try await fixture.authenticate("ada", from: owner)
        #expect(try await rows() == first)
        fixture.clock.advance(seconds: 1)
        _ = try await fixture.logIn("ada", from: owner)
        #expect(try await rows() != first)
        #expect(try await rows().count == 1)
        for number in 0..<60 {
            fixture.clock.advance(seconds: 1)
            _ = try await fixture.authenticate("ada", from: "192.0.2.\(number)")
        }
        #expect(try await rows().count == Limits.knownBlocksPerAccountMax)
        // Neither addresses nor who has two accounts can be read there.
        let dump = try await DirectoryDump.of(fixture.engine).tables["known_block"] ?? []
        #expect(!dump.joined().contains("192.0.2."))
    }

    @Test("of 200 guesses at once from as many addresses at most a hundred are compared")
    func parallelBlocks() async throws {
        try await DirectoryFixture.onDisk { fixture in
            try await fixture.create("ada")
            let outcomes = await atOnce(200) { number throws(DirectoryError) in
                _ = try await fixture.logIn(
                    "ada", password: "wrong", from: "203.0.113.\(number)")
            }
            #expect(fixture.passwords.comparisons == 100)
            #expect(outcomes.failures.count { $0 == .wrongCredentials } == 100)
            let restarted = try await fixture.restarted()
            await #expect(throws: throttled(1)) { try await restarted.logIn("ada") }
        }
    }

    @Test("known and unknown login ids are answered alike, write by write")
    func alike() async throws {
        var stories: [[String]] = []
        for login in ["ada", "off", "bare", "nobody"] {
            let fixture = try await DirectoryFixture.inMemory()
            try await fixture.create("ada")
            try await fixture.create("off") { $0.status = .disabled }
            try await fixture.create("bare", password: nil)
            var story: [String] = []
            for number in 0..<160 {
                let before = fixture.passwords.comparisons
                let written = try await DirectoryDump.of(fixture.engine)
                do throws(DirectoryError) {
                    _ = try await fixture.logIn(
                        login, password: "wrong", from: "203.0.113.\(number % 21)")
                } catch {
                    let after = try await DirectoryDump.of(fixture.engine)
                    let rows = after.tables["failure_counter"]?.count ?? 0
                    let others = after.without("failure_counter")
                    let isElsewhere = others != written.without("failure_counter")
                    story.append(
                        "\(error), compared \(fixture.passwords.comparisons - before), "
                            + "\(rows) rows, elsewhere \(isElsewhere)")
                }
                fixture.clock.advance(milliseconds: number % 10 == 0 ? 900 : 10)
            }
            stories.append(story)
        }
        #expect(stories[0].count == 160)
        #expect(Set(stories).count == 1)
    }

    @Test("an unlock forgets the failures from everywhere")
    func unlock() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        for _ in 0..<5 { try await fixture.guess("ada", from: "203.0.113.1") }
        for number in 0..<95 { try await fixture.guess("ada", from: "other \(number)") }
        await #expect(throws: throttled(1)) { try await fixture.logIn("ada") }
        try await fixture.directory.unlock(ada.target, by: .system)
        _ = try await fixture.logIn("ada")
        try await fixture.guess("ada", from: "203.0.113.1")
    }

    @Test("a new password forgets failures from everywhere, and the addresses of the old one")
    func newPassword() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        for address in [owner, "192.0.2.200"] { _ = try await fixture.logIn("ada", from: address) }
        try await storm(fixture, at: "ada")
        let actor = Actor(
            principal: Principal(account: ada, credential: .password), origin: .from(owner))
        try await fixture.directory.changePassword(
            of: ada.target, old: DirectoryFixture.password, new: "new password", by: actor)
        #expect(try await fixture.failures(of: ada) == nil)
        try await storm(fixture, at: "ada")
        await #expect(throws: throttled(1)) {
            try await fixture.logIn("ada", password: "new password", from: "192.0.2.200")
        }
        _ = try await fixture.logIn("ada", password: "new password", from: owner)
    }

    @Test("however many addresses try, the counters of one account are bounded")
    func rowsAreBounded() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        for number in 0..<260 {
            try await fixture.guess("ada", from: "block \(number)")
            // Else those of all would hold the next one.
            if number % 90 == 0 { _ = try await fixture.logIn("ada", from: owner) }
        }
        let dump = try await DirectoryDump.of(fixture.engine)
        #expect(dump.tables["failure_counter"]?.count == Limits.failureBlocksPerSubjectMax + 1)
    }
}
