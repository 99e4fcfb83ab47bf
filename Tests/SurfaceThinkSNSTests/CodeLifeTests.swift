import RosterTestSupport
import Testing

/// How long a code lives, and what it is good for: contracts/thinksns.md §0.
@Suite("The life of a code", .serialized) struct CodeLifeTests {
    private static func recover(_ code: String, _ name: String, _ answer: Answer) -> Scenario {
        Scenario(
            name, "PUT", "/user/retrieve-password", by: .anonymous,
            body: Body.recovery("anna@example.com", code: code), answer)
    }

    @Test("ten minutes", arguments: [(599, true), (601, false)])
    func expiry(_ seconds: Int64, _ isAlive: Bool) async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            let code = try await sns.code(.prove, to: "anna@example.com")
            clock.advance(seconds: seconds)
            try await sns.play([
                Self.recover(code, "after \(seconds) s", isAlive ? .done : .refused(422, .b))
            ])
        }
    }

    @Test("a newer one replaces it") func replaced() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            let first = try await sns.code(.prove, to: "anna@example.com")
            clock.advance(seconds: 61)
            var second = try await sns.code(.prove, to: "anna@example.com")
            while second == first {
                clock.advance(seconds: 61)
                second = try await sns.code(.prove, to: "anna@example.com")
            }
            try await sns.play([
                Self.recover(first, "the older", .refused(422, .b)),
                Self.recover(second, "the newer", .done),
            ])
        }
    }

    @Test("a request that is throttled leaves it alive") func throttled() async throws {
        try await SNS.run(clock: TestClock()) { sns in
            let code = try await sns.code(.prove, to: "anna@example.com")
            check(try await sns.ask(.prove, "anna@example.com"), is: .throttled)
            try await sns.play([Self.recover(code, "the code", .done)])
        }
    }

    @Test("five wrong tries kill it, four do not", arguments: [(4, true), (5, false)])
    func tries(_ count: Int, _ isAlive: Bool) async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            let code = try await sns.code(.prove, to: "anna@example.com")
            try await sns.play(
                SNS.wrongCodes(count, not: code).map {
                    Self.recover($0, "wrong", .refused(422, .b))
                })
            // Whatever delay the failures brought is over.
            clock.advance(seconds: 60)
            try await sns.play([
                Self.recover(code, "the right one", isAlive ? .done : .refused(422, .b))
            ])
        }
    }

    @Test("a claim proves nothing, a proof claims nothing") func purposes() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock, people: ["anna", "bert"]) { sns in
            let claim = try await sns.code(.claim, to: "new@example.com", by: .anna)
            let proof = try await sns.code(.prove, to: "anna@example.com")
            try await sns.play([
                Scenario(
                    "a proof of another address binds nothing", "PUT", "/user",
                    body: Body.binding("new@example.com", code: proof), .refused(422, .b)),
                Scenario(
                    "a claim recovers nothing", "PUT", "/user/retrieve-password", by: .anonymous,
                    body: Body.recovery("anna@example.com", code: claim), .refused(422, .b)),
                Scenario(
                    "nor does it log in", "POST", "/auth/login", by: .anonymous,
                    body: Body.codeLogin("anna@example.com", claim), .refusedSomehow(422)),
                Scenario(
                    "the claim claims", "PUT", "/user",
                    body: Body.binding("new@example.com", code: claim), .done),
            ])
        }
    }

    @Test("of many uses at once one succeeds") func atOnce() async throws {
        try await SNS.run(people: []) { sns in
            let code = try await sns.code(.claim, to: "new@example.com")
            let answers = try await WireClient.atOnce(4) { number in
                try await sns.call(
                    "POST", "/users", by: .anonymous,
                    body: Body.registration(
                        "person\(number)", at: "new@example.com", code: code))
            }
            let made = answers.filter { Answer.registered.problem(with: $0) == nil }
            #expect(made.count == 1, "\(answers)")
            #expect(answers.allSatisfy { [201, 422].contains($0.status) }, "\(answers)")
        }
    }
}
