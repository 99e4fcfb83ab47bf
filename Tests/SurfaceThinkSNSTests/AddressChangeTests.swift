import RosterTestSupport
import Testing

/// `PUT /user`: contracts/thinksns.md §0 and §9.
@Suite("Changes of address", .serialized) struct AddressChangeTests {
    @Test("a code to the new address binds it, once") func binding() async throws {
        try await SNS.run { sns in
            for address in ["new@example.com", "13800138000"] {
                let field = address.contains("@") ? "email" : "phone"
                let code = try await sns.code(.claim, to: address, by: .anna)
                try await sns.play([
                    Scenario(
                        "with the code", "PUT", "/user", body: Body.binding(address, code: code),
                        .done),
                    Scenario(
                        "with the code again", "PUT", "/user",
                        body: Body.binding(address, code: code), .refused(422, .b)),
                ])
                #expect(try await sns.own().text(field) == address)
                check(try await sns.call("GET", "/users/\(address)"), is: .user, address)
                _ = try await sns.logIn(address)
            }
            // The old address is nobody's now.
            check(try await sns.call("GET", "/users/anna@example.com"), is: .missing)
        }
    }

    @Test("the order of checks is the page's") func order() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            try await sns.bind("13800138000", by: .bert)
            func put(_ body: String, _ answer: Answer) -> Scenario {
                Scenario("PUT \(body)", "PUT", "/user", body: body, answer)
            }
            let wrong = #""verifiable_code":"900000""#
            try await sns.play([
                put("{\(wrong)}", .refused(422, .b)),
                put(#"{"email":"","phone":null,\#(wrong)}"#, .refused(422, .b)),
                put(
                    #"{"email":"x@example.com","phone":"13800138001",\#(wrong)}"#, .refused(422, .b)
                ),
                put(#"{"email":"x",\#(wrong)}"#, .invalid(["email"])),
                put(#"{"email":"x@example.com,y@example.com",\#(wrong)}"#, .invalid(["email"])),
                put(#"{"phone":"12345",\#(wrong)}"#, .invalid(["phone"])),
                put(#"{"phone":"2380013800",\#(wrong)}"#, .invalid(["phone"])),
                // Somebody else's, before the code is looked at.
                put(#"{"email":"bert@example.com",\#(wrong)}"#, .taken("email")),
                put(#"{"email":"BERT@Example.com",\#(wrong)}"#, .taken("email")),
                put(#"{"phone":"13800138000",\#(wrong)}"#, .taken("phone")),
                put(#"{"email":"x@example.com",\#(wrong)}"#, .refused(422, .b)),
            ])
            #expect(try await sns.own().text("email") == "anna@example.com")
        }
    }

    @Test("a code may be a number") func number() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            var code = try await sns.code(.claim, to: "new@example.com", by: .anna)
            // Six digits with a zero in front are no number.
            while code.hasPrefix("0") {
                clock.advance(seconds: 61)
                code = try await sns.code(.claim, to: "new@example.com", by: .anna)
            }
            let body = #"{"email":"new@example.com","verifiable_code":\#(code)}"#
            check(try await sns.call("PUT", "/user", body: body), is: .done)
        }
    }

    @Test("a code asked for with a token is that account's alone") func bound() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let code = try await sns.code(.claim, to: "new@example.com", by: .anna)
            let body = Body.binding("new@example.com", code: code)
            try await sns.play([
                Scenario("somebody else", "PUT", "/user", by: .bert, body: body, .refused(422, .b)),
                Scenario(
                    "somebody new", "POST", "/users", by: .anonymous,
                    body: Body.registration("carl", at: "new@example.com", code: code),
                    .refused(422, .b)),
                Scenario("who asked", "PUT", "/user", body: body, .done),
            ])
        }
    }

    @Test("a code asked for without a token is for whoever has it") func unbound() async throws {
        try await SNS.run { sns in
            let code = try await sns.code(.claim, to: "new@example.com")
            let body = Body.binding("new@example.com", code: code)
            check(try await sns.call("PUT", "/user", body: body), is: .done)
        }
    }

    @Test("nobody without a token changes anything") func anonymous() async throws {
        try await SNS.run { sns in
            let code = try await sns.code(.claim, to: "new@example.com")
            let body = Body.binding("new@example.com", code: code)
            let answer = try await sns.call("PUT", "/user", by: .anonymous, body: body)
            check(answer, is: .unauthenticated)
        }
    }
}
