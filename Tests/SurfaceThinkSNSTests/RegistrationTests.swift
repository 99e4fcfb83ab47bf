import RosterSettings
import RosterTestSupport
import Testing

/// `POST /users`: contracts/thinksns.md §0, §3, §6 and §9.
@Suite("Registration", .serialized) struct RegistrationTests {
    private static func post(_ name: String, _ body: String, _ answer: Answer) -> Scenario {
        Scenario(name, "POST", "/users", by: .anonymous, body: body, answer)
    }

    @Test(
        "a code to an address makes an account of it",
        arguments: [
            "carl@example.com", "13800138000",
        ])
    func registration(_ address: String) async throws {
        try await SNS.run(people: []) { sns in
            let code = try await sns.code(.claim, to: address)
            let answer = try await sns.call(
                "POST", "/users", by: .anonymous,
                body: Body.registration("张三", at: address, code: code))
            check(answer, is: .registered)
            #expect(answer.number("ttl") == 60 && answer.number("refresh_ttl") == 20160)
            let caller = Caller.bearer(answer.text("token") ?? "")
            let own = try await sns.own(caller)
            let field = address.contains("@") ? "email" : "phone"
            #expect(own.text("name") == "张三" && own.text(field) == address, "\(own)")
            #expect(own.flag("initial_password") == true, "\(own)")
            // It is proven: it logs in.
            for login in ["张三", address] { _ = try await sns.logIn(login) }
            check(try await sns.call("POST", "/auth/refresh", by: caller), is: .login)
        }
    }

    @Test("a password may come later") func passwordless() async throws {
        try await SNS.run(people: []) { sns in
            let code = try await sns.code(.claim, to: "carl@example.com")
            let body = """
                {"name":"carl","email":"carl@example.com","verifiable_type":"mail",\
                "verifiable_code":"\(code)"}
                """
            let answer = try await sns.call("POST", "/users", by: .anonymous, body: body)
            check(answer, is: .registered)
            let own = try await sns.own(.bearer(answer.text("token") ?? ""))
            #expect(own.flag("initial_password") == false, "\(own)")
        }
    }

    @Test("closed, it is refused, whatever is sent") func closed() async throws {
        try await SNS.run({ $0.registration = .closed }, people: []) { sns in
            // A stranger's code does not go out; nobody could use it.
            check(try await sns.ask(.claim, "carl@example.com"), is: .sent)
            try await sns.play([
                Self.post(
                    "a whole one",
                    Body.registration("carl", at: "carl@example.com", code: "123456"),
                    .refused(403, .a)),
                Self.post("nothing", "{}", .refused(403, .a)),
            ])
        }
    }

    @Test("names that are taken or kept back are field errors") func names() async throws {
        try await SNS.run { sns in
            let code = try await sns.code(.claim, to: "carl@example.com")
            try await sns.play(
                ["anna", "ANNA", "root", "admin", "Root", "abc", "1abc", "a b c d", ""].map {
                    Self.post(
                        "the name '\($0)'",
                        Body.registration($0, at: "carl@example.com", code: code),
                        .invalid(["name"]))
                } + [
                    // None of them cost the code.
                    Self.post(
                        "a good one",
                        Body.registration("carl", at: "carl@example.com", code: code), .registered)
                ])
        }
    }

    @Test("every field is looked at") func fields() async throws {
        try await SNS.run { sns in
            let anything = #""verifiable_type":"mail","verifiable_code":"900000""#
            try await sns.play([
                Self.post(
                    "everything",
                    #"{"name":"1a","email":"x","password":"12345",\#(anything)}"#,
                    .invalid(["name", "email", "password"])),
                Self.post(
                    "somebody's mail, of which nobody learns without a code",
                    Body.registration("carl", at: "anna@example.com", code: "900000"),
                    .refused(422, .b)),
                Self.post(
                    "no mail", #"{"name":"carl","password":"Foo@2020",\#(anything)}"#,
                    .invalid(["email"])),
                Self.post(
                    "another type",
                    """
                    {"name":"carl","email":"carl@example.com","verifiable_type":"fax",\
                    "verifiable_code":"900000"}
                    """, .invalid(["verifiable_type"])),
                Self.post(
                    "a short password",
                    Body.registration(
                        "carl", at: "carl@example.com", code: "900000", password: "12345"),
                    .invalid(["password"])),
                Self.post(
                    "129 characters",
                    Body.registration(
                        "carl", at: "carl@example.com", code: "900000",
                        password: String(repeating: "x", count: 129)), .invalid(["password"])),
            ])
        }
    }

    @Test("a wrong code makes nobody") func wrongCode() async throws {
        try await SNS.run(people: []) { sns in
            let code = try await sns.code(.claim, to: "carl@example.com")
            let wrong = SNS.wrongCode(not: code)
            try await sns.play([
                Self.post(
                    "wrong", Body.registration("carl", at: "carl@example.com", code: wrong),
                    .refused(422, .b)),
                Self.post(
                    "of another address",
                    Body.registration("carl", at: "dora@example.com", code: code),
                    .refused(422, .b)),
                Scenario("nobody", "GET", "/users/carl", by: .anonymous, .missing),
                Self.post(
                    "right", Body.registration("carl", at: "carl@example.com", code: code),
                    .registered),
                Self.post(
                    "used", Body.registration("dora", at: "carl@example.com", code: code),
                    .refusedSomehow(422)),
            ])
        }
    }
}
