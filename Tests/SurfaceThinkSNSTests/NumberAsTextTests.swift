import RosterCore
import RosterTestSupport
import Testing

/// A JSON number where a text is expected counts as its decimal spelling.
@Suite("Numbers as texts", .serialized) struct NumberAsTextTests {
    @Test("login, password, codes and phones may be numbers") func credentials() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock, people: []) { sns in
            check(
                try await sns.call(
                    "POST", "/verifycodes/register", by: .anonymous, body: #"{"phone":13800138000}"#
                ),
                is: .sent)
            let claim = try await sns.outbox.waitForCode(to: "13800138000")
            let made = try await sns.call(
                "POST", "/users", by: .anonymous,
                body: """
                    {"name":"carl","phone":13800138000,"verifiable_type":"sms",\
                    "verifiable_code":\(claim),"password":12345678}
                    """)
            check(made, is: .registered)
            let id = try await sns.id(of: "carl")
            for (login, password) in [
                ("\(id)", "12345678"), ("\"\(id)\"", #""12345678""#), ("13800138000", "12345678"),
            ] {
                let answer = try await sns.call(
                    "POST", "/auth/login", by: .anonymous,
                    body: #"{"login":\#(login),"password":\#(password)}"#)
                check(answer, is: .login, login)
            }
            let carl = Caller.bearer(try await sns.logIn("carl", "12345678"))
            // As sent: no rounding, nothing cut.
            let numbers = ["12345678901234567890123", "1.50000", "-12345.0", "123e2"]
            var old = "12345678"
            for number in numbers {
                let answer = try await sns.call(
                    "PUT", "/user/password", by: carl,
                    body: """
                        {"old_password":\(old),"password":\(number),"password_confirmation":\(number)}
                        """)
                #expect(
                    [204, 422].contains(answer.status), "\(number): \(answer)")
                check(answer, is: number == "123e2" ? .invalid(["password"]) : .done, number)
                if answer.status == 204 {
                    _ = try await sns.logIn("carl", number)
                    old = number
                }
            }
            clock.advance(seconds: 61)
            let proof = try await sns.code(.prove, to: "13800138000")
            let unbound = try await sns.call(
                "DELETE", "/user/phone", by: carl,
                body: #"{"password":\#(old),"verifiable_code":\#(proof)}"#)
            check(unbound, is: .done)
        }
    }

    @Test("texts of a profile may be numbers, and what is neither is refused") func profile()
        async throws
    {
        try await SNS.run { sns in
            for (sent, kept) in [
                ("7", "7"), ("0.10", "0.10"), ("-3", "-3"), ("1e3", "1000"),
                ("99999999999999999999", "99999999999999999999"),
            ] {
                check(
                    try await sns.call("PATCH", "/user", body: #"{"bio":\#(sent)}"#), is: .done,
                    sent)
                #expect(try await sns.own().text("bio") == kept)
            }
            for sent in ["true", "[]", "{}", "[1]"] {
                check(
                    try await sns.call("PATCH", "/user", body: #"{"bio":\#(sent)}"#),
                    is: .invalid(["bio"]), sent)
            }
            // A text now, but none that a name may be.
            let named = try await sns.call("PATCH", "/user", body: #"{"name":1234}"#)
            check(named, is: .invalid(["name"]))
            #expect(named.errors["name"]?.count == 1, "\(named)")
        }
    }

    @Test("lists take numbers for texts as well") func lists() async throws {
        try await SNS.run { sns in
            try await sns.directory.make("user77")
            let found = try await sns.call(
                "GET", "/user/search", by: .anonymous, body: #"{"keyword":77,"limit":5}"#)
            check(found, is: .searched)
            #expect(found.names == ["user77"])
            let one = try await sns.call(
                "GET", "/users", by: .anonymous,
                body: #"{"limit":1,"since":\#(try sns.id("anna")),"order":"asc"}"#)
            #expect(one.names == ["user77"], "\(one)")
        }
    }
}
