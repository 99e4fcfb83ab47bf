import RosterTestSupport
import Testing

/// `PUT /user/retrieve-password`: contracts/thinksns.md §0 and §9.
@Suite("Recovery of a password", .serialized) struct RecoveryTests {
    private static let path = "/user/retrieve-password"

    private static func put(_ name: String, _ body: String, _ answer: Answer) -> Scenario {
        Scenario(name, "PUT", path, by: .anonymous, body: body, answer)
    }

    @Test(
        "a code to a proven address sets a new password and ends every session",
        arguments: [
            "anna@example.com", "13800138000",
        ])
    func recovery(_ address: String) async throws {
        try await SNS.run { sns in
            if !address.contains("@") { try await sns.bind(address) }
            let other = try await sns.logIn("anna")
            let code = try await sns.code(.prove, to: address)
            try await sns.play([
                Self.put("with the code", Body.recovery(address, code: code), .done),
                Self.put(
                    "with the code again", Body.recovery(address, code: code),
                    .refused(422, .b)),
                Scenario("a session", "GET", "/user", .unauthenticated),
                Scenario("another", "GET", "/user", by: .bearer(other), .unauthenticated),
            ])
            _ = try await sns.logIn("anna", "New@2021")
        }
    }

    @Test("fields that are missing or wrong are named") func fields() async throws {
        try await SNS.run { sns in
            let rest = #""verifiable_code":"900000","password":"New@2021""#
            let mail = #""verifiable_type":"mail""#
            let sms = #""verifiable_type":"sms""#
            let email = #""email":"anna@example.com""#
            try await sns.play([
                Self.put("no type", "{\(email),\(rest)}", .invalid(["verifiable_type"])),
                Self.put(
                    "another type", #"{"verifiable_type":"fax",\#(email),\#(rest)}"#,
                    .invalid(["verifiable_type"])),
                Self.put("mail without mail", "{\(mail),\(rest)}", .invalid(["email"])),
                Self.put(
                    "mail with a phone", #"{\#(mail),"phone":"13800138000",\#(rest)}"#,
                    .invalid(["email"])),
                Self.put("sms with mail", "{\(sms),\(email),\(rest)}", .invalid(["phone"])),
                Self.put(
                    "mail that is none", #"{\#(mail),"email":"x",\#(rest)}"#,
                    .invalid(["email"])),
                Self.put(
                    "a phone that is none", #"{\#(sms),"phone":"12",\#(rest)}"#,
                    .invalid(["phone"])),
                Self.put(
                    "both", #"{\#(mail),\#(email),"phone":"13800138000",\#(rest)}"#,
                    .refused(400, .b)),
                Self.put(
                    "a short password",
                    Body.recovery("anna@example.com", code: "900000", password: "12345"),
                    .invalid(["password"])),
                Self.put(
                    "no password", #"{\#(mail),\#(email),"verifiable_code":"900000"}"#,
                    .invalid(["password"])),
            ])
            check(try await sns.call("GET", "/user"), is: .own)
        }
    }

    @Test("a password that is refused costs no code") func kept() async throws {
        try await SNS.run { sns in
            let code = try await sns.code(.prove, to: "anna@example.com")
            try await sns.play([
                Self.put(
                    "a short one",
                    Body.recovery("anna@example.com", code: code, password: "12345"),
                    .invalid(["password"])),
                Self.put("a long enough one", Body.recovery("anna@example.com", code: code), .done),
            ])
        }
    }

    @Test("recovery lets in whom guesses had locked out, once the delay is over") func unlocks()
        async throws
    {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            for number in 0..<5 {
                let answer = try await sns.call(
                    "POST", "/auth/login", by: .anonymous, body: Body.login("anna", "no\(number)"))
                check(answer, is: .refused(422, .a))
            }
            let code = try await sns.code(.prove, to: "anna@example.com")
            let body = Body.recovery("anna@example.com", code: code)
            try await sns.play([Self.put("at once", body, .throttled)])
            clock.advance(seconds: 2)
            try await sns.play([Self.put("later", body, .done)])
            _ = try await sns.logIn("anna", "New@2021")
        }
    }
}
