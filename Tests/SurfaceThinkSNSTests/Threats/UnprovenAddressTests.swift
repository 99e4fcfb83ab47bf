import RosterCore
import RosterTestSupport
import Testing

/// THREATS 5: an address that nobody has proven gives nothing to whoever wrote it down.
@Suite("Unproven addresses", .serialized) struct UnprovenAddressTests {
    /// `eve` registers over IAM with somebody else's e-mail, which stays unproven.
    private static func eve(_ sns: SNS, email: String) async throws {
        let body = """
            {"metadata":{"name":"evelyn"},"nickname":"evelyn","password":"Foo@2020",\
            "email":"\(email)"}
            """
        let answer = try await sns.callIAM("POST", "/v1/users", by: .anonymous, body: body)
        guard answer.status == 200 else { throw FixtureFailure(text: "no evelyn: \(answer)") }
        let account = try await sns.directory.named("evelyn")
        #expect(!account.emailIsProven && account.email != nil)
    }

    @Test("it neither logs in, nor is found, nor gets codes") func nothing() async throws {
        try await SNS.run { sns in
            try await Self.eve(sns, email: "victim@example.com")
            try await sns.play([
                Scenario(
                    "login", "POST", "/auth/login", by: .anonymous,
                    body: Body.login("victim@example.com", "Foo@2020"), .refused(422, .a)),
                Scenario("lookup", "GET", "/users/victim@example.com", .missing),
                Scenario(
                    "a code", "POST", "/verifycodes", by: .anonymous,
                    body: Body.destination("victim@example.com"), .sent),
            ])
            _ = try await sns.code(.prove, to: "anna@example.com")
            #expect(try sns.outbox.messages(to: "victim@example.com").isEmpty)
        }
    }

    @Test("whoever proves it takes it away, by registration or by a change")
    func displaced() async throws {
        try await SNS.run { sns in
            try await Self.eve(sns, email: "victim@example.com")
            let token = try await sns.register("victor", at: "victim@example.com")
            #expect(try await sns.own(.bearer(token)).text("email") == "victim@example.com")
            #expect(try await sns.directory.named("evelyn").email == nil)
        }
        try await SNS.run { sns in
            try await Self.eve(sns, email: "victim@example.com")
            let code = try await sns.code(.claim, to: "victim@example.com", by: .anna)
            let body = Body.binding("victim@example.com", code: code)
            check(try await sns.call("PUT", "/user", body: body), is: .done)
            #expect(try await sns.directory.named("evelyn").email == nil)
            _ = try await sns.logIn("victim@example.com")
        }
    }

    @Test("whoever wrote it down may prove it later") func proven() async throws {
        try await SNS.run { sns in
            try await Self.eve(sns, email: "mine@example.com")
            let token = try await sns.logIn("evelyn")
            let code = try await sns.code(.claim, to: "mine@example.com", by: .bearer(token))
            let body = Body.binding("mine@example.com", code: code)
            check(try await sns.call("PUT", "/user", by: .bearer(token), body: body), is: .done)
            _ = try await sns.logIn("mine@example.com")
        }
    }

    @Test("a phone that another surface wrote is free text") func phone() async throws {
        try await SNS.run { sns in
            _ = try await sns.directory.make("evelyn", password: SNS.password) {
                $0.phone = try PhoneNumber(parsing: "13800138000")
            }
            check(try await sns.ask(.prove, "13800138000"), is: .sent)
            let login = try await sns.call(
                "POST", "/auth/login", by: .anonymous,
                body: Body.login("13800138000", SNS.password))
            check(login, is: .refused(422, .a))
            #expect(try sns.outbox.messages(to: "13800138000").isEmpty)
            try await sns.bind("13800138000")
            #expect(try await sns.own().text("phone") == "13800138000")
        }
    }
}
