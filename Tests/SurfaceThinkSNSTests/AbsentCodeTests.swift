import RosterTestSupport
import Testing

/// A code that is not there is a field that is missing - 422 in shape D - at every door that spends
/// codes, before anything is asked of the directory.
@Suite("Absent codes", .serialized) struct AbsentCodeTests {
    /// Door, what is sent beside the code, who sends it.
    private static let doors: [(String, String, String, Caller)] = [
        ("PUT", "/user", #""email":"new@example.com""#, .anna),
        ("DELETE", "/user/email", #""password":"Foo@2020""#, .anna),
        (
            "PUT", "/user/retrieve-password",
            #""verifiable_type":"mail","email":"anna@example.com","password":"New@2021""#,
            .anonymous
        ),
        (
            "POST", "/users",
            #""name":"carl","email":"carl@example.com","verifiable_type":"mail""#, .anonymous
        ),
    ]

    @Test("no code, null and an empty text are a missing field", arguments: 0..<doors.count)
    func absent(_ number: Int) async throws {
        let (method, target, rest, caller) = Self.doors[number]
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            for code in ["", #","verifiable_code":null"#, #","verifiable_code":"""#] {
                // So that none is throttled.
                clock.advance(seconds: 30)
                let answer = try await sns.call(
                    method, target, by: caller, body: "{\(rest)\(code)}")
                check(answer, is: .refused(422, .d), "\(method) \(target) \(code)")
            }
        }
    }

    @Test("what is missing is told before whose the address is") func order() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let answer = try await sns.call("PUT", "/user", body: #"{"email":"bert@example.com"}"#)
            check(answer, is: .refused(422, .d))
        }
    }
}
