import RosterCore
import RosterTestSupport
import Testing

/// THREATS 9: no answer tells which accounts exist.
@Suite("Equal answers", .serialized) struct EqualAnswerTests {
    private static let addresses = [
        "anna@example.com", "nobody@example.com", "offline@example.com", "unproven@example.com",
    ]

    /// `anna`, a disabled account, one whose e-mail is not proven, one without a password.
    private static func people(_ sns: SNS) async throws {
        try await sns.directory.make(
            "offline", password: SNS.password, email: "offline@example.com")
        try await sns.directory.set(.disabled, of: "offline")
        let body = """
            {"metadata":{"name":"unproven"},"nickname":"unproven","password":"Foo@2020",\
            "email":"unproven@example.com"}
            """
        let answer = try await sns.callIAM("POST", "/v1/users", by: .anonymous, body: body)
        guard answer.status == 200 else { throw FixtureFailure(text: "\(answer)") }
        try await sns.directory.make("nopass", email: "nopass@example.com")
    }

    /// The whole answer without what differs from request to request.
    private static func lasting(_ answer: WireResponse) -> String {
        let head = answer.headers
            .filter { !["date", "x-request-id"].contains($0.name.lowercased()) }
            .map { "\($0.name): \($0.value)\n" }.joined()
        return "\(answer.status)\n" + head + answer.body
    }

    @Test("asking for codes", arguments: SNS.Purpose.allCases)
    func codes(_ purpose: SNS.Purpose) async throws {
        try await SNS.run(clock: TestClock()) { sns in
            try await Self.people(sns)
            // Sent, and then throttled.
            for answer in [Answer.sent, .throttled] {
                var whole: Set<String> = []
                for address in Self.addresses + ["nopass@example.com"] {
                    let got = try await sns.ask(purpose, address)
                    check(got, is: answer, address)
                    whole.insert(Self.lasting(got))
                }
                #expect(whole.count == 1, "\(whole)")
            }
        }
    }

    @Test("recovery") func recovery() async throws {
        try await SNS.run(clock: TestClock()) { sns in
            try await Self.people(sns)
            _ = try await sns.ask(.prove, "anna@example.com")
            var whole: [Set<String>] = Array(repeating: [], count: 7)
            for address in Self.addresses + ["13900139000"] {
                for number in 0..<7 {
                    let answer = try await sns.call(
                        "PUT", "/user/retrieve-password", by: .anonymous,
                        body: Body.recovery(address, code: "90000\(number)"))
                    whole[number].insert(Self.lasting(answer))
                    check(answer, is: number < 5 ? .refused(422, .b) : .throttled, address)
                }
            }
            #expect(whole.allSatisfy { $0.count == 1 }, "\(whole)")
        }
    }

    @Test("logins, by password and by code") func logins() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            try await Self.people(sns)
            for body in [
                { @Sendable in Body.login($0, "wrong") }, { @Sendable in Body.login($0, "") },
                { @Sendable in Body.codeLogin($0, "900000") },
            ] as [@Sendable (String) -> String] {
                var whole: Set<String> = []
                for login in Self.addresses + ["nopass@example.com", "anna", "offline", "999999"] {
                    // A name with a code is a login without a password.
                    clock.advance(seconds: 1000)
                    let answer = try await sns.call(
                        "POST", "/auth/login", by: .anonymous, body: body(login))
                    check(answer, is: .refusedSomehow(422), login)
                    if login.contains("@") { whole.insert(Self.lasting(answer)) }
                }
                #expect(whole.count == 1, "\(whole)")
            }
        }
    }
}
