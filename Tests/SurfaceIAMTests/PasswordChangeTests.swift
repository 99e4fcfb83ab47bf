import RosterTestSupport
import Testing

/// `change_password`: contracts/iam.md §7 and "Decided".
@Suite("Change password", .serialized) struct PasswordChangeTests {
    @Test("both spellings and both methods change it") func aliases() async throws {
        let aliases = [
            ("PUT", "change_password"), ("POST", "change_password"), ("PUT", "change-password"),
            ("POST", "change-password"),
        ]
        try await Stage.run { stage in
            var password = Stage.password
            for (number, (method, name)) in aliases.enumerated() {
                let next = "Foo@203\(number)"
                try await stage.play([
                    Scenario(
                        "\(method) \(name)", method, "/v1/users/foo/\(name)",
                        by: .basic("foo", password), body: Body.passwords(old: password, new: next),
                        .null),
                    Scenario(
                        "the new password logs in", "POST", "/login", by: .anonymous,
                        body: Body.login("foo", next), .token),
                ])
                password = next
            }
        }
    }

    @Test("what is refused") func refusals() async throws {
        let path = "/v1/users/foo/change_password"
        let table: [(String, String, Answer)] = [
            (
                "a wrong old password", Body.passwords(old: "wrong", new: "Foo@2021"),
                .code(.passwordIncorrect)
            ),
            ("no old password", #"{"newPassword":"Foo@2021"}"#, .code(.passwordIncorrect)),
            ("no new password", #"{"oldPassword":"Foo@2020"}"#, .code(.binding)),
            ("a short one", Body.passwords(old: Stage.password, new: "Foo@202"), .code(.binding)),
            (
                "a long one", Body.passwords(old: Stage.password, new: "Foo@2020202020202"),
                .code(.binding)
            ),
            ("no capital", Body.passwords(old: Stage.password, new: "foo@2020"), .code(.binding)),
            ("no sign", Body.passwords(old: Stage.password, new: "Foo12020"), .code(.binding)),
            ("weak and wrong", Body.passwords(old: "wrong", new: "weak"), .code(.binding)),
            ("NUL", Body.passwords(old: Stage.password, new: "Foo@2020\\u0000"), .code(.binding)),
            ("no body", "", .code(.binding)), ("half a body", "{", .code(.binding)),
            ("a number", #"{"oldPassword":"Foo@2020","newPassword":1}"#, .code(.binding)),
        ]
        try await Stage.run { stage in
            try await stage.play(
                table.map { name, body, answer in
                    Scenario(name, "PUT", path, by: .user, body: body, answer)
                } + [
                    Scenario(
                        "an administrator needs the old password too", "PUT", path,
                        body: Body.passwords(old: "wrong", new: "Foo@2021"),
                        .code(.passwordIncorrect)),
                    Scenario(
                        "another's password", "PUT", "/v1/users/admin/change_password",
                        by: .user,
                        body: Body.passwords(old: ServerFixture.adminPassword, new: "Foo@2021"),
                        .code(.permissionDenied)),
                    Scenario(
                        "nothing has changed", "GET", "/v1/users/foo",
                        by: .basic("foo", Stage.password), .user),
                ])
        }
    }

    @Test("a change ends every session, and the old password with it") func endsSessions()
        async throws
    {
        try await Stage.run { stage in
            let path = "/v1/users/foo/change_password"
            try await stage.play([
                Scenario(
                    "an administrator with the old password", "PUT", path,
                    body: Body.passwords(old: Stage.password, new: "Foo@2021"), .null),
                Scenario("the old token", "GET", "/v1/users/foo", by: .user, .unauthorized()),
                Scenario(
                    "refresh of the old token", "POST", "/refresh", by: .user,
                    .unauthorized()),
                Scenario(
                    "the old password by Basic", "GET", "/v1/users/foo",
                    by: .basic("foo", Stage.password), .code(.signatureInvalid)),
                Scenario(
                    "the old password at login", "POST", "/login", by: .anonymous,
                    body: Body.login("foo", Stage.password),
                    .unauthorized("incorrect Username or Password")),
                Scenario(
                    "the same password once more", "PUT", path,
                    body: Body.passwords(old: "Foo@2021", new: "Foo@2021"), .null),
                Scenario("the administrator's session lives on", "GET", "/v1/users", .list),
            ])
        }
    }
}
