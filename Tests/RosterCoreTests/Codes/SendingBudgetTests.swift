import RosterCore
import RosterTestSupport
import Testing

/// THREATS 37, 38: who asks for codes neither keeps others from theirs nor runs up a bill.
@Suite("Budgets of messages")
struct SendingBudgetTests {
    private func stranger(_ number: Int) -> Actor {
        Actor(
            principal: .anonymous,
            origin: RequestOrigin(
                surface: .test, requestID: "r", address: "198.51.100.\(number)",
                addressBlock: "198.51.100.\(number)"))
    }

    private func staged(
        mailsPerHour: Int = 3600, textsPerHour: Int = 600
    ) async throws -> DirectoryFixture {
        let fixture = try await DirectoryFixture.inMemory(
            policy: DirectoryPolicy(
                isRegistrationOpen: true, mailsPerHour: mailsPerHour, textsPerHour: textsPerHour))
        _ = try await fixture.createProven("ada", email: "ada@example.com", phone: "13800138000")
        return fixture
    }

    @Test("who asks every minute keeps nobody from asking, and voids no code of theirs")
    func minutes() async throws {
        let fixture = try await staged()
        let owner = try await fixture.code(.prove, to: "ada@example.com", by: stranger(1))
        try await fixture.send(.prove, to: "ada@example.com", by: stranger(2))
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 60)) {
            try await fixture.send(.prove, to: "ada@example.com", by: stranger(2))
        }
        let newest = try await fixture.arrivals().compactMap { message -> String? in
            if case .code(let digits, _) = message.content { return digits }
            return nil
        }
        #expect(newest.count == 1)
        try await fixture.logIn("ada@example.com", code: owner)
        // Once one was used, the others are worth nothing.
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.logIn("ada@example.com", code: newest[0])
        }
    }

    @Test("both codes that are open can be typed, and five wrong tries end both")
    func tries() async throws {
        let fixture = try await staged()
        let first = try await fixture.code(.claim, to: "new@example.com", by: stranger(1))
        let second = try await fixture.code(.claim, to: "new@example.com", by: stranger(2))
        #expect(first != second)
        let miss = ["100000", "100001", "100002"].first { $0 != first && $0 != second } ?? ""
        for _ in 0..<5 {
            await #expect(throws: DirectoryError.wrongCode) {
                try await fixture.register("ben", proving: "new@example.com", code: miss)
            }
        }
        fixture.clock.advance(seconds: 300)
        for code in [first, second] {
            await #expect(throws: DirectoryError.wrongCode) {
                try await fixture.register("ben", proving: "new@example.com", code: code)
            }
            fixture.clock.advance(seconds: 100)
        }
    }

    @Test(
        "ten a day for each who asks, thirty in all, known or not",
        arguments: ["ada@example.com", "nobody@example.com", "13800138000", "13700137000"])
    func days(_ typed: String) async throws {
        let fixture = try await staged()
        for number in 1...3 {
            for _ in 0..<10 {
                try await fixture.send(.prove, to: typed, by: stranger(number))
                fixture.clock.advance(seconds: 60)
            }
            let wait = 86_400 - 600
            await #expect(throws: DirectoryError.throttled(retryAfterSeconds: wait)) {
                try await fixture.send(.claim, to: typed, by: stranger(number))
            }
        }
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 86_400 - 1800)) {
            try await fixture.send(.prove, to: typed, by: stranger(4))
        }
        fixture.clock.advance(seconds: 86_400 - 1800)
        try await fixture.send(.prove, to: typed, by: stranger(4))
    }

    @Test(
        "spellings of one mailbox or phone share a budget",
        arguments: [
            ["a+1@example.com", "a+2@example.com", "A@EXAMPLE.com"],
            ["a.b@gmail.com", "ab+x@googlemail.com", "a.b.@gmail.com".replacing(".@", with: "@")],
            ["13900139000", "+86 139-0013-9000", "0139 0013 9000"],
        ])
    func mailboxes(_ spellings: [String]) async throws {
        let fixture = try await staged()
        try await fixture.send(.claim, to: spellings[0])
        for other in spellings.dropFirst() {
            await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 60), "\(other)") {
                try await fixture.send(.claim, to: other)
            }
        }
    }

    @Test("mailboxes with a tag are login ids of their own")
    func tags() async throws {
        let fixture = try await staged()
        for (name, address) in [("one", "a@example.com"), ("two", "a+x@example.com")] {
            let code = try await fixture.code(.claim, to: address)
            try await fixture.register(name, proving: address, code: code)
            fixture.clock.advance(seconds: 60)
        }
        #expect(try await fixture.authenticate("a+x@example.com").account?.name.rawValue == "two")
        #expect(try await fixture.authenticate("a@example.com").account?.name.rawValue == "one")
    }

    @Test("the codes of an hour are bounded for each channel, alike for known and unknown")
    func hours() async throws {
        let fixture = try await staged(mailsPerHour: 4)
        for number in 1...4 {
            try await fixture.send(.prove, to: "x\(number)@example.com", by: stranger(number))
            fixture.clock.advance(seconds: 1)
        }
        let next = try await fixture.restarted()
        for (number, typed) in ["ada@example.com", "nobody@example.com"].enumerated() {
            await #expect(throws: DirectoryError.busy(retryAfterSeconds: 3596)) {
                try await next.send(.prove, to: typed, by: stranger(9 + number))
            }
        }
        #expect(fixture.directory.messageTally.take()[.mail]?.sent == 4)
        let refused = next.directory.messageTally.take()[.mail]
        #expect(refused?.refused == 2 && refused?.wasReached == true)
        await #expect(throws: DirectoryError.busy(retryAfterSeconds: 3596)) {
            try await next.send(.prove, to: "ada@example.com", by: stranger(9))
        }
        #expect(next.directory.messageTally.take()[.mail]?.wasReached == false, "it was told")
        try await next.send(.prove, to: "13800138000", by: stranger(9))
        fixture.clock.advance(seconds: 3596)
        try await next.send(.prove, to: "ada@example.com", by: stranger(9))
    }

    @Test("one block of addresses may ask for a quarter of an hour's messages, loopback for all")
    func shares() async throws {
        let fixture = try await staged(textsPerHour: 8)
        for number in 0..<2 {
            try await fixture.send(.prove, to: "1370013700\(number)", by: stranger(1))
        }
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 3600)) {
            try await fixture.send(.prove, to: "13700137009", by: stranger(1))
        }
        let local = Actor(
            principal: .anonymous,
            origin: RequestOrigin(
                surface: .test, requestID: "r", address: "127.0.0.1",
                addressBlock: "127.0.0.1"))
        for number in 0..<6 {
            try await fixture.send(.prove, to: "1370013701\(number)", by: local)
        }
        await #expect(throws: DirectoryError.busy(retryAfterSeconds: 3600)) {
            try await fixture.send(.prove, to: "13700137009", by: stranger(2))
        }
    }

    @Test("while registration is closed, no stranger makes a claim code or a notice of one go out")
    func closed() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.createProven("ada", email: "ada@example.com")
        for typed in ["new@example.com", "ada@example.com", "13700137000"] {
            try await fixture.send(.claim, to: typed)
            #expect(try await fixture.arrivals() == [], "\(typed)")
            await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 60)) {
                try await fixture.send(.claim, to: typed)
            }
        }
        let code = try await fixture.code(.claim, to: "13900139000", by: .account(ada))
        try await fixture.bind("13900139000", code: code, by: ada)
    }

    @Test(
        "a phone that is no number is claimed by nobody", arguments: ["110", "☎ 5", "+13800138000"])
    func texts(_ typed: String) async throws {
        let fixture = try await staged()
        await #expect(throws: DirectoryError.invalid([InvalidField(.phone, .malformed)])) {
            try await fixture.send(.claim, to: typed)
        }
    }
}
