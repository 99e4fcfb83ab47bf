import RosterTestSupport
import Testing

/// `DELETE /user/phone` and `DELETE /user/email`: contracts/thinksns.md §9.
@Suite("Unbinding", .serialized) struct UnbindingTests {
    @Test("password and code unbind an address", arguments: ["anna@example.com", "13800138000"])
    func unbinding(_ address: String) async throws {
        let field = address.contains("@") ? "email" : "phone"
        try await SNS.run { sns in
            if field == "phone" { try await sns.bind(address) }
            let code = try await sns.code(.prove, to: address)
            let wrong = SNS.wrongCode(not: code)
            func delete(_ name: String, _ body: String, _ answer: Answer) -> Scenario {
                Scenario(name, "DELETE", "/user/\(field)", body: body, answer)
            }
            try await sns.play([
                delete("a wrong password", Body.unbinding("wrong", code: code), .refused(422, .b)),
                delete(
                    "a wrong code", Body.unbinding(SNS.password, code: wrong),
                    .refused(422, .b)),
                delete("no password", #"{"verifiable_code":"\#(code)"}"#, .refusedSomehow(422)),
                delete("both right", Body.unbinding(SNS.password, code: code), .done),
            ])
            #expect(try await sns.own().isNull(field))
            check(try await sns.call("GET", "/users/\(address)"), is: .missing)
            let login = try await sns.call(
                "POST", "/auth/login", by: .anonymous, body: Body.login(address, SNS.password))
            check(login, is: .refused(422, .a))
            let again = try await sns.call(
                "DELETE", "/user/\(field)", body: Body.unbinding(SNS.password, code: code))
            check(again, is: .refused(422, .b), "again")
        }
    }

    @Test("a code to one address does not unbind another") func other() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            try await sns.bind("13800138000")
            let mine = try await sns.code(.prove, to: "anna@example.com")
            let foreign = try await sns.code(.prove, to: "bert@example.com")
            try await sns.play([
                Scenario(
                    "the phone by a code to the mail", "DELETE", "/user/phone",
                    body: Body.unbinding(SNS.password, code: mine), .refused(422, .b)),
                Scenario(
                    "the mail by a code to somebody else", "DELETE", "/user/email",
                    body: Body.unbinding(SNS.password, code: foreign), .refused(422, .b)),
                Scenario(
                    "the mail by its own", "DELETE", "/user/email",
                    body: Body.unbinding(SNS.password, code: mine), .done),
            ])
            #expect(try await sns.own().text("phone") == "13800138000")
        }
    }

    @Test("whoever has no password cannot unbind") func passwordless() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock, people: []) { sns in
            try await sns.directory.make("bert", email: "bert@example.com")
            let login = try await sns.code(.prove, to: "bert@example.com")
            let session = try await sns.call(
                "POST", "/auth/login", by: .anonymous,
                body: Body.codeLogin("bert@example.com", login))
            let caller = Caller.bearer(try #require(session.text("access_token")))
            clock.advance(seconds: 61)
            let code = try await sns.code(.prove, to: "bert@example.com")
            for password in ["", "x"] {
                let answer = try await sns.call(
                    "DELETE", "/user/email", by: caller,
                    body: Body.unbinding(password, code: code))
                check(answer, is: .refusedSomehow(422))
            }
            #expect(try await sns.own(caller).text("email") == "bert@example.com")
        }
    }
}
