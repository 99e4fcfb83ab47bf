import RosterTestSupport
import Testing

/// Form bodies beside JSON, and what happens to texts before they are looked at:
/// contracts/thinksns.md §1.
@Suite("Bodies as forms", .serialized) struct FormBodyTests {
    private static let form = [("Content-Type", "application/x-www-form-urlencoded")]

    @Test("a whole life in forms") func life() async throws {
        try await SNS.run(people: []) { sns in
            func post(
                _ method: String, _ target: String, _ body: String, by caller: Caller = .anonymous
            ) async throws -> WireResponse {
                try await sns.call(method, target, by: caller, headers: Self.form, body: body)
            }
            let asked = try await post("POST", "/verifycodes/register", "email=carl%40example.com")
            check(asked, is: .sent)
            let code = try await sns.outbox.waitForCode(to: "carl@example.com")
            let made = try await post(
                "POST", "/users",
                "name=%E5%BC%A0%E4%B8%89&email=carl%40example.com&verifiable_type=mail"
                    + "&verifiable_code=\(code)&password=a+b%2Bc%26d")
            check(made, is: .registered)
            let login = try await post(
                "POST", "/auth/login", "login=carl%40example.com&password=a+b%2Bc%26d")
            check(login, is: .login)
            _ = try await sns.logIn("carl@example.com", "a b+c&d")
            let caller = Caller.bearer(login.text("access_token") ?? "")
            let patched = try await post(
                "PATCH", "/user", "bio=+hello+world+&sex=2&location=", by: caller)
            check(patched, is: .done)
            let own = try await sns.own(caller)
            #expect(own.text("name") == "张三" && own.text("bio") == "hello world", "\(own)")
            #expect(own.number("sex") == 2 && own.isNull("location"), "\(own)")
            let proof = try await sns.code(.prove, to: "carl@example.com")
            let unbound = try await post(
                "DELETE", "/user/email", "password=a+b%2Bc%26d&verifiable_code=\(proof)", by: caller
            )
            check(unbound, is: .done)
        }
    }

    @Test("storage is a part of the form too") func nested() async throws {
        try await SNS.run { sns in
            let bytes = Picture.png.bytes
            let answer = try await sns.call(
                "POST", "/storage", headers: Self.form,
                body: "filename=a.png&hash=\(md5(bytes))&size=\(bytes.count)"
                    + "&mime_type=image%2Fpng&storage%5Bchannel%5D=public")
            check(answer, is: .announced)
        }
    }

    @Test("empty texts are null, and edges are cut, but not of passwords") func trimming()
        async throws
    {
        try await SNS.run(people: []) { sns in
            let code = try await sns.code(.claim, to: "carl@example.com")
            let body = """
                {"name":"  carl ","email":" carl@example.com ","phone":"","verifiable_type":"mail",\
                "verifiable_code":" \(code) ","password":"  secret  "}
                """
            let made = try await sns.call("POST", "/users", by: .anonymous, body: body)
            check(made, is: .registered)
            _ = try await sns.logIn(" carl ", "  secret  ")
            let cut = try await sns.call(
                "POST", "/auth/login", by: .anonymous, body: Body.login("carl", "secret"))
            check(cut, is: .refused(422, .a))
        }
    }

    @Test("forms that are none break nothing") func malformed() async throws {
        try await SNS.run { sns in
            for body in ["%", "%zz=%E4", "=&=&", "name", "name=%00", "a[=b", "sex[]=1", "\u{0}"] {
                let answer = try await sns.call(
                    "PATCH", "/user", headers: Self.form, body: body)
                #expect([204, 400, 422].contains(answer.status), "\(body): \(answer)")
            }
            #expect(try await sns.own().text("name") == "anna")
        }
    }
}
