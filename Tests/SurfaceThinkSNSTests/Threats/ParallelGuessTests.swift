import RosterTestSupport
import Testing

/// THREATS 8: one counter for all doors, counted before the compare.
@Suite("Guesses at once", .serialized) struct ParallelGuessTests {
    /// Doors at which a code or a password is guessed.
    enum Door: String, CaseIterable, Sendable {
        case recovery, codeLogin, binding, unbinding, password
    }

    @Test("of 200 guesses at once at most five are compared", arguments: Door.allCases)
    func storm(_ door: Door) async throws {
        try await SNS.run(clock: TestClock()) { sns in
            let code = try await sns.code(.prove, to: "anna@example.com")
            let guesses = SNS.wrongCodes(200, not: code)
            let answers = try await WireClient.atOnce(200) { number in
                try await Self.guess(guesses[number], at: door, sns)
            }
            let compared = answers.filter { $0.status == 422 }
            let waiting = answers.filter { Answer.throttled.problem(with: $0) == nil }
            let other = answers.filter { $0.status != 422 && $0.status != 429 }
            #expect(compared.count <= 5 && compared.count + waiting.count == 200, "\(other)")
            // The right one waits too.
            check(try await Self.guess(code, at: .recovery, sns), is: .throttled)
        }
    }

    private static func guess(
        _ code: String, at door: Door, _ sns: SNS
    ) async throws -> WireResponse {
        let mail = "anna@example.com"
        switch door {
        case .recovery:
            return try await sns.call(
                "PUT", "/user/retrieve-password", by: .anonymous,
                body: Body.recovery(mail, code: code))
        case .codeLogin:
            return try await sns.call(
                "POST", "/auth/login", by: .anonymous, body: Body.codeLogin(mail, code))
        case .binding:
            return try await sns.call(
                "PUT", "/user", body: Body.binding("new@example.com", code: code))
        case .unbinding:
            return try await sns.call(
                "DELETE", "/user/email", body: Body.unbinding(SNS.password, code: code))
        case .password:
            return try await sns.call(
                "POST", "/auth/login", by: .anonymous, body: Body.login("anna", code))
        }
    }

    @Test("failures at all doors and surfaces add up") func together() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            let code = try await sns.code(.prove, to: "anna@example.com")
            let wrong = SNS.wrongCode(not: code)
            let iam = try await sns.callIAM(
                "POST", "/login", by: .anonymous, body: #"{"username":"anna","password":"no"}"#)
            #expect(iam.status == 401, "\(iam)")
            let management = try await sns.server.main.send(
                "POST", "/v1/auth/login", headers: [("Content-Type", "application/json")],
                body: #"{"username":"anna","password":"no"}"#)
            #expect(management.status == 401, "\(management)")
            for door in [Door.recovery, .codeLogin, .binding] {
                #expect(try await Self.guess(wrong, at: door, sns).status == 422, "\(door)")
            }
            for door in Door.allCases {
                check(try await Self.guess(wrong, at: door, sns), is: .throttled, "\(door)")
            }
            let locked = try await sns.callIAM(
                "POST", "/login", by: .anonymous,
                body: #"{"username":"anna","password":"Foo@2020"}"#)
            #expect(locked.status == 429, "\(locked)")
        }
    }

    @Test("a new code does not forgive the failures") func newCode() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            var code = try await sns.code(.prove, to: "anna@example.com")
            for wrong in SNS.wrongCodes(5, not: code) {
                #expect(try await Self.guess(wrong, at: .recovery, sns).status == 422)
            }
            clock.advance(seconds: 61)
            code = try await sns.code(.prove, to: "anna@example.com")
            let wrong = SNS.wrongCode(not: code)
            #expect(try await Self.guess(wrong, at: .recovery, sns).status == 422, "the sixth")
            check(try await Self.guess(code, at: .recovery, sns), is: .throttled)
        }
    }

    @Test("guesses at a registration's code are five too") func registration() async throws {
        try await SNS.run(clock: TestClock(), people: []) { sns in
            let code = try await sns.code(.claim, to: "carl@example.com")
            let guesses = SNS.wrongCodes(60, not: code)
            let answers = try await WireClient.atOnce(60) { number in
                try await sns.call(
                    "POST", "/users", by: .anonymous,
                    body: Body.registration(
                        "carl", at: "carl@example.com", code: guesses[number]))
            }
            #expect(answers.allSatisfy { [422, 429].contains($0.status) }, "\(answers)")
            let right = try await sns.call(
                "POST", "/users", by: .anonymous,
                body: Body.registration("carl", at: "carl@example.com", code: code))
            #expect([422, 429].contains(right.status), "dead after five: \(right)")
        }
    }
}
