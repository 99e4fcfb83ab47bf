import RosterCore
import RosterTestSupport
import Testing

/// THREATS 36: no credential is changed in silence.
@Suite("Notices of changes")
struct NoticeTests {
    private func staged(
        policy: DirectoryPolicy = DirectoryPolicy(isRegistrationOpen: true)
    ) async throws -> (DirectoryFixture, Account) {
        let fixture = try await DirectoryFixture.inMemory(policy: policy)
        let ada = try await fixture.createProven(
            "ada", email: "ada@example.com", phone: "13800138000")
        #expect(try await fixture.arrivals() == [], "the first creation is told to nobody")
        return (fixture, ada)
    }

    @Test("another e-mail is told to all that was proven, and to the new one where it is proven")
    func emails() async throws {
        let (fixture, ada) = try await staged()
        let new = try EmailAddress(parsing: "Neu@Example.org")
        try await fixture.edit(ada, by: .system) { $0.email = .set(new) }
        let notices = try await fixture.notices()
        #expect(
            notices.map(\.recipient) == ["13800138000", "Neu@Example.org", "ada@example.com"])
        #expect(Set(notices.map(\.notice.change)) == [.emailChanged])
        #expect(Set(notices.map(\.notice.newAddress)) == ["n***@example.org"])
        #expect(Set(notices.map(\.notice.surface)) == ["system"])
        // One that a user sets for itself is nobody's until it is proven.
        fixture.clock.advance(seconds: 60)
        let now = try #require(try await fixture.account(ada.id))
        try await fixture.claim("mine@example.net", by: now)
        let own = try await fixture.notices()
        #expect(own.map(\.recipient) == ["13800138000", "Neu@Example.org"])
        #expect(own.first?.notice.surface == "IAM" && own.first?.notice.address == "192.0.2.1")
        fixture.clock.advance(seconds: 60)
        let unproven = try #require(try await fixture.account(ada.id))
        try await fixture.edit(unproven, by: .account(unproven)) { $0.email = .set(nil) }
        let last = try await fixture.notices()
        #expect(last.map(\.recipient) == ["13800138000"])
        #expect(last.first?.notice.change == .emailRemoved)
    }

    @Test("passwords, recoveries, phones, bindings, unbindings and keys are told by their kind")
    func kinds() async throws {
        let (fixture, ada) = try await staged()
        let both = ["13800138000", "ada@example.com"]
        func expect(
            _ change: AccountNotice.Change, _ recipients: [String], _ newAddress: String? = nil
        ) async throws {
            let notices = try await fixture.notices()
            #expect(notices.map(\.recipient) == recipients, "\(change)")
            #expect(Set(notices.map(\.notice.change)) == [change])
            #expect(Set(notices.map(\.notice.newAddress)) == [newAddress])
            fixture.clock.advance(seconds: 60)
        }
        try await fixture.directory.changePassword(
            of: ada.target, old: DirectoryFixture.password, new: "new password 1",
            by: .account(ada))
        try await expect(.passwordChanged, both)
        try await fixture.directory.setPassword(of: ada.target, to: "another one", by: .system)
        try await expect(.passwordChanged, both)
        let code = try await fixture.code(.prove, to: "ada@example.com")
        try await fixture.recover("ada@example.com", code: code)
        try await expect(.passwordRecovered, both)
        _ = try await fixture.directory.createKey(
            name: "k", owner: ada.target, role: nil, scopes: nil,
            by: Actor(principal: .operator, origin: .test))
        try await expect(.keyCreated, both)
        var now = try #require(try await fixture.account(ada.id))
        let claim = try await fixture.code(.claim, to: "13700137000", by: .account(now))
        try await fixture.bind("13700137000", code: claim, by: now)
        try await expect(
            .phoneChanged, ["13700137000", "13800138000", "ada@example.com"], "***7000")
        let proof = try await fixture.code(.prove, to: "13700137000")
        now = try #require(try await fixture.account(ada.id))
        try await fixture.directory.unbind(
            .phone, password: "new", code: proof, by: .account(now))
        try await expect(.phoneRemoved, ["13700137000", "ada@example.com"])
    }

    @Test("the first password is told as such, a batch's passwords too")
    func passwords() async throws {
        let fixture = try await DirectoryFixture.open()
        let ada = try await fixture.create("ada", password: nil) {
            $0.email = try EmailAddress(parsing: "ada@example.com")
        }
        try await fixture.directory.setFirstPassword("first password", by: .account(ada))
        #expect(try await fixture.notices().map(\.notice.change) == [.passwordSet])
        fixture.clock.advance(seconds: 60)
        var upsert = AccountUpsert(name: ada.name)
        upsert.password = "of the licence server"
        _ = try await fixture.directory.commit(
            try await fixture.directory.preparedUpserts([upsert], makingMissing: true, by: .system))
        #expect(try await fixture.notices().map(\.notice.change) == [.passwordChanged])
    }

    @Test("nothing is told where nothing was proven, nothing changed, or somebody logged in")
    func silence() async throws {
        let fixture = try await DirectoryFixture.open()
        let ben = try await fixture.create("ben")
        try await fixture.claim("ben@example.com", by: ben)
        let now = try #require(try await fixture.account(ben.id))
        try await fixture.claim("other@example.com", by: now)
        try await fixture.directory.setPassword(of: ben.target, to: "another one", by: .system)
        let ada = try await fixture.createProven(
            "ada", email: "ada@example.com", phone: "13800138000")
        _ = try await fixture.logIn("ada")
        let again = try EmailAddress(parsing: "ADA@example.com")
        let phone = try PhoneNumber(parsing: "+86 138 0013 8000")
        try await fixture.edit(ada) {
            $0.bio = .set("new")
            $0.email = .set(again)
            $0.phone = .set(phone)
        }
        try await fixture.delete(ada)
        _ = try await fixture.directory.restore(ada.target, by: .system)
        #expect(try await fixture.notices().map(\.recipient) == [])
        #expect(try await fixture.notices().isEmpty)
    }

    @Test("an import tells nobody")
    func imports() async throws {
        let fixture = try await DirectoryFixture.open()
        _ = try await fixture.create("ann", password: nil) {
            $0.email = try EmailAddress(parsing: "ann@example.com")
        }
        let row = ImportRow.of("ann", id: 70) {
            $0.phone = "13800138000"
            $0.passwordHash = "fake$1$1$x"
        }
        let report = try await fixture.importing(row, .byName)
        #expect(report.outcome == .linked)
        #expect(try await fixture.notices().isEmpty)
    }

    @Test("repeats within a minute are told once, and thirty a day to one address")
    func repeats() async throws {
        let (fixture, ada) = try await staged()
        for _ in 0..<3 {
            try await fixture.directory.setPassword(of: ada.target, to: "another", by: .system)
        }
        _ = try await fixture.directory.createKey(
            name: "k", owner: ada.target, role: nil, scopes: nil,
            by: Actor(principal: .operator, origin: .test))
        #expect(try await fixture.notices().count == 4, "another kind does not wait")
        for _ in 0..<35 {
            fixture.clock.advance(seconds: 60)
            try await fixture.directory.setPassword(of: ada.target, to: "another", by: .system)
        }
        #expect(try await fixture.notices().count == 2 * 28)
        fixture.clock.advance(days: 1)
        #expect(try await fixture.directory.keepHouse().forgottenCodes == 0)
        try await fixture.directory.setPassword(of: ada.target, to: "another", by: .system)
        #expect(try await fixture.notices().count == 2)
    }

    @Test("a refused change tells nobody, and a notice is a row of its change")
    func transactions() async throws {
        let (fixture, ada) = try await staged()
        try await fixture.create("taken@example.org")
        let taken = try EmailAddress(parsing: "taken@example.org")
        let before = try await DirectoryDump.of(fixture.engine)
        await #expect(throws: DirectoryError.conflict(.email)) {
            try await fixture.edit(ada) { $0.email = .set(taken) }
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        for step in 1...50 {
            let engine = FaultyEngine(fixture.engine, failingAt: step)
            let faulty = fixture.over(engine)
            do {
                try await faulty.directory.setPassword(of: ada.target, to: "new", by: .system)
                break
            } catch {
                #expect(error == FaultyEngine.error)
            }
            #expect(try await DirectoryDump.of(fixture.engine) == before, "step \(step)")
        }
        #expect(try await fixture.notices().count == 2)
    }

    @Test("codes take no room from notices; notices beyond an hour's budget wait for the next")
    func budget() async throws {
        let (fixture, ada) = try await staged(
            policy: DirectoryPolicy(isRegistrationOpen: true, mailsPerHour: 1))
        try await fixture.send(.claim, to: "new@example.com")
        let other = Actor(
            principal: .anonymous,
            origin: RequestOrigin(
                surface: .test, requestID: "r", address: "198.51.100.1",
                addressBlock: "198.51.100.1"))
        await #expect(throws: DirectoryError.busy(retryAfterSeconds: 3600)) {
            try await fixture.send(.claim, to: "other@example.com", by: other)
        }
        _ = try await fixture.arrivals()
        try await fixture.directory.setPassword(of: ada.target, to: "another", by: .system)
        #expect(try await fixture.notices(.mail).count == 1)
        fixture.clock.advance(seconds: 60)
        for hour in 1...2 {
            try await fixture.directory.setPassword(of: ada.target, to: "another", by: .system)
            fixture.clock.advance(seconds: 60)
            #expect(try await fixture.notices(.mail).isEmpty, "\(hour)")
        }
        fixture.clock.advance(seconds: 3600 - 3 * 60 - 1)
        #expect(try await fixture.notices(.mail).isEmpty)
        fixture.clock.advance(seconds: 1)
        #expect(try await fixture.notices(.mail).count == 1)
        fixture.clock.advance(seconds: 3600)
        #expect(try await fixture.notices(.mail).count == 1)
    }

    @Test(
        "a new address is masked, and what its owner chose makes neither words nor codes",
        arguments: [
            ("a@example.com", "a***@example.com"),
            ("Zoe+tag@BÜCHER.example", "z***@xn--bcher-kva.example"),
            ("ü@example.com", "***@example.com"), ("a@123456.com", "a***@***"),
            ("a@your-code-is-5.example.com-secure-login.example", "a***@***"),
            ("13800138000", "***8000"),
        ])
    func masks(_ typed: String, _ expected: String) async throws {
        let fixture = try await DirectoryFixture.open()
        let ada = try await fixture.createProven("ada", email: "ada@example.net")
        if typed.contains("@") {
            let email = try EmailAddress(parsing: typed)
            try await fixture.edit(ada) { $0.email = .set(email) }
        } else {
            try await fixture.claim(phone: typed, by: ada)
        }
        #expect(try await fixture.notices().first?.notice.newAddress == expected)
    }
}

extension DirectoryFixture {
    /// Delivers what waits; the notices that arrived, by recipient.
    func notices(
        _ channel: OutgoingMessage.Channel? = nil
    ) async throws(DirectoryError) -> [(recipient: String, notice: AccountNotice)] {
        var notices: [(recipient: String, notice: AccountNotice)] = []
        for message in try await arrivals() {
            guard case .changed(let notice) = message.content,
                channel == nil || message.channel == channel
            else { continue }
            notices.append((message.recipient, notice))
        }
        return notices.sorted { $0.recipient < $1.recipient }
    }
}
