import Foundation
import RosterCore
import RosterServer
import RosterTestSupport
import Testing

/// What the header `Authorization` brings, and in which order things are refused:
/// contracts/iam.md §3, §4.
@Suite("Credentials", .serialized) struct CredentialTests {
    @Test("each kind of credential has its answer") func kinds() async throws {
        try await Stage.run { stage in
            let token = stage.user
            let basic = Caller.basicHeader("foo", Stage.password)
            let payload = String(basic.dropFirst(6))
            func get(_ name: String, _ caller: Caller, _ answer: Answer) -> Scenario {
                Scenario(name, "GET", "/v1/users/foo", by: caller, answer)
            }
            try await stage.play([
                get("no header", .anonymous, .code(.headerInvalid)),
                get("an empty header", .header(""), .code(.headerInvalid)),
                get("one word", .header("Bearer"), .code(.headerInvalid)),
                get("another word", .header("abc"), .code(.headerInvalid)),
                get("a token without scheme", .header(token), .code(.headerInvalid)),
                get("Basic alone", .header("Basic"), .code(.headerInvalid)),
                get("another scheme", .header("Digest abc"), .code(.signatureInvalid)),
                get(
                    "another scheme with a token", .header("Token \(token)"),
                    .code(.signatureInvalid)),
                get("Bearer", .header("Bearer \(token)"), .user),
                get("bearer in small letters", .header("bearer \(token)"), .user),
                get("BEARER in capitals", .header("BEARER \(token)"), .user),
                get("Basic", .header(basic), .user),
                get("basic in small letters", .header("basic \(payload)"), .user),
                get("BASIC in capitals", .header("BASIC \(payload)"), .user),
                get("Basic, wrong password", .basic("foo", "wrong"), .code(.signatureInvalid)),
                get("Basic, unknown user", .basic("nobody", "wrong"), .code(.signatureInvalid)),
                get("Basic, no colon", .header("Basic Zm9v"), .code(.signatureInvalid)),
                get("Basic, no base64", .header("Basic !!!"), .code(.signatureInvalid)),
                get("Basic, no UTF-8", .header("Basic /////w=="), .code(.signatureInvalid)),
                get("Basic, empty password", .basic("foo", ""), .code(.signatureInvalid)),
                get(
                    "Bearer, garbage", .header("Bearer x"), .unauthorized()),
                get(
                    "Bearer, last character gone", .header("Bearer \(token.dropLast(4))"),
                    .unauthorized()),
                get("Bearer with a password", .header("Bearer \(payload)"), .unauthorized()),
                get("a token in the query is none", .anonymous, .code(.headerInvalid)),
            ])
            try await stage.play([
                Scenario(
                    "a token in the query", "GET", "/v1/users/foo?token=\(token)",
                    by: .anonymous, .code(.headerInvalid)),
                Scenario(
                    "a token in a cookie", "GET", "/v1/users/foo", by: .anonymous,
                    headers: [("Cookie", "jwt=\(token)")], .code(.headerInvalid)),
            ])
        }
    }

    @Test("Basic takes a name in any case and a proven e-mail, and passwords with colons")
    func basicLogins() async throws {
        try await Stage.run { stage in
            try await stage.make("张三", password: "pass:word:密码", email: "zhang@example.com")
            func get(_ name: String, _ caller: Caller) -> Scenario {
                Scenario(name, "GET", "/v1/users/%E5%BC%A0%E4%B8%89", by: caller, .user)
            }
            try await stage.play([
                get("by name", .basic("张三", "pass:word:密码")),
                get("by e-mail", .basic("zhang@example.com", "pass:word:密码")),
                get("by e-mail in capitals", .basic("ZHANG@EXAMPLE.COM", "pass:word:密码")),
            ])
        }
    }

    @Test("Basic makes no session") func noSession() async throws {
        try await Stage.run { stage in
            for _ in 0..<3 {
                let answer = try await stage.call(
                    "GET", "/v1/users/foo", by: .basic("foo", Stage.password))
                #expect(answer.status == 200)
            }
            let sessions = try await stage.directory.store.read {
                (storage) throws(DirectoryError) in
                let foo = try storage.account(named: FoldedKey(folding: "foo"))
                return try foo.map { (foo) throws(DirectoryError) in
                    try storage.sessions(of: foo.id)
                }
            }
            // The one of the stage's own token.
            #expect(sessions?.count == 1)
        }
    }

    @Test("who is asked first, then whether it may, then what it wants, then whether it is there")
    func order() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "nobody with bad JSON", "POST", "/v1/users", by: .anonymous, body: "{",
                    .code(.headerInvalid)),
                Scenario(
                    "a user with bad JSON", "POST", "/v1/users", by: .user, body: "{",
                    .code(.permissionDenied)),
                Scenario(
                    "a user with a weak user", "POST", "/v1/users", by: .user, body: "{}",
                    .code(.permissionDenied)),
                Scenario(
                    "a user with a good user", "POST", "/v1/users", by: .user,
                    body: Body.user("bar"), .code(.permissionDenied)),
                Scenario(
                    "a user with a bad limit", "GET", "/v1/users?limit=abc", by: .user,
                    .code(.permissionDenied)),
                Scenario(
                    "an administrator with a bad limit", "GET", "/v1/users?limit=abc",
                    .code(.binding)),
                Scenario(
                    "a user asking for nobody", "GET", "/v1/users/nobody", by: .user,
                    .code(.permissionDenied)),
                Scenario(
                    "an administrator asking for nobody", "GET", "/v1/users/nobody",
                    .code(.userNotFound)),
                Scenario(
                    "a user changing nobody with bad JSON", "PUT", "/v1/users/nobody",
                    by: .user, body: "{", .code(.permissionDenied)),
                Scenario(
                    "an administrator changing nobody with bad JSON", "PUT",
                    "/v1/users/nobody", body: "{", .code(.binding)),
                Scenario(
                    "an administrator changing nobody with no e-mail", "PUT",
                    "/v1/users/nobody", body: #"{"nickname":"n"}"#, .code(.userNotFound)),
                Scenario(
                    "an administrator changing nobody", "PUT", "/v1/users/nobody",
                    body: #"{"nickname":"n","email":"n@example.com"}"#, .code(.userNotFound)),
                Scenario(
                    "a user changing nobody's weak password", "PUT",
                    "/v1/users/nobody/change_password", by: .user,
                    body: Body.passwords(old: "a", new: "b"), .code(.permissionDenied)),
                Scenario(
                    "an administrator changing nobody's password to a weak one", "PUT",
                    "/v1/users/nobody/change_password", body: Body.passwords(old: "a", new: "b"),
                    .code(.binding)),
                Scenario(
                    "an administrator changing nobody's password", "PUT",
                    "/v1/users/nobody/change_password",
                    body: Body.passwords(old: "a", new: "Foo@2021"), .code(.userNotFound)),
                Scenario(
                    "a user deleting nobody", "DELETE", "/v1/users/nobody", by: .user,
                    .code(.permissionDenied)),
                Scenario(
                    "a user deleting itself", "DELETE", "/v1/users/foo", by: .user,
                    .code(.permissionDenied)),
                Scenario(
                    "a user deleting none", "DELETE", "/v1/users", by: .user,
                    .code(.permissionDenied)),
            ])
        }
    }
}
