import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 14: bcrypt cuts at 72 bytes, and nobody is to find out by it.
@Suite("Bytes of passwords", .serialized) struct PasswordBytesTests {
    /// 72 bytes, 73, 72 in 24 characters, 75 in 25.
    private static let fits = String(repeating: "x", count: 72)
    private static let long = String(repeating: "x", count: 73)
    private static let wide = String(repeating: "中", count: 24)
    private static let wideLong = String(repeating: "中", count: 25)

    @Test("bcrypt: beyond 72 bytes is refused at every door, up to there whole")
    func bcrypt() async throws {
        try await SNS.run({ $0.passwordAlgorithm = .bcrypt }) { sns in
            let claim = try await sns.code(.claim, to: "carl@example.com")
            let proof = try await sns.code(.prove, to: "anna@example.com")
            for password in [Self.long, Self.wideLong] {
                try await sns.play([
                    Scenario(
                        "registration", "POST", "/users", by: .anonymous,
                        body: Body.registration(
                            "carl", at: "carl@example.com", code: claim, password: password),
                        .invalid(["password"])),
                    Scenario(
                        "change", "PUT", "/user/password", body: Body.password(password),
                        .invalid(["password"])),
                    Scenario(
                        "recovery", "PUT", "/user/retrieve-password", by: .anonymous,
                        body: Body.recovery("anna@example.com", code: proof, password: password),
                        .invalid(["password"])),
                ])
            }
            let carl = Body.registration(
                "carl", at: "carl@example.com", code: claim, password: Self.wide)
            check(try await sns.call("POST", "/users", by: .anonymous, body: carl), is: .registered)
            let anna = Body.password(Self.fits)
            check(try await sns.call("PUT", "/user/password", body: anna), is: .done)
            for (name, right, wrong) in [
                ("carl", Self.wide, Self.wide + "x"), ("anna", Self.fits, Self.long),
            ] {
                _ = try await sns.logIn(name, right)
                let answer = try await sns.call(
                    "POST", "/auth/login", by: .anonymous, body: Body.login(name, wrong))
                check(answer, is: .refused(422, .a))
            }
        }
    }

    @Test("argon2id: 128 wide characters count to the last byte") func argon2() async throws {
        let whole = String(repeating: "中", count: 128)
        let cut = String(repeating: "中", count: 127) + "丮"
        try await SNS.run { sns in
            check(
                try await sns.call("PUT", "/user/password", body: Body.password(whole)), is: .done)
            let answer = try await sns.call(
                "POST", "/auth/login", by: .anonymous, body: Body.login("anna", cut))
            check(answer, is: .refused(422, .a))
            _ = try await sns.logIn("anna", whole)
        }
    }

    @Test("NUL is refused, and does not cut a password short") func null() async throws {
        try await SNS.run(people: []) { sns in
            let code = try await sns.code(.claim, to: "carl@example.com")
            let body = Body.registration(
                "carl", at: "carl@example.com", code: code, password: "Foo@2020\\u0000tail")
            check(
                try await sns.call("POST", "/users", by: .anonymous, body: body),
                is: .invalid(["password"]))
            _ = try await sns.directory.make("anna", password: SNS.password)
            let login = try await sns.call(
                "POST", "/auth/login", by: .anonymous,
                body: Body.login("anna", SNS.password + "\\u0000"))
            check(login, is: .refused(422, .a))
        }
    }
}
