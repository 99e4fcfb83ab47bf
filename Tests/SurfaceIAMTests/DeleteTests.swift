import RosterTestSupport
import Testing

/// Single and batch delete: contracts/iam.md §7 and "Decided".
@Suite("Delete", .serialized) struct DeleteTests {
    @Test("a deleted user is gone and its name is free") func single() async throws {
        try await Stage.run { stage in
            let before = try await stage.call("GET", "/v1/users/foo").metadata["id"] as? Int
            try await stage.play([
                Scenario("delete", "DELETE", "/v1/users/FOO", .null),
                Scenario("twice", "DELETE", "/v1/users/foo", .null),
                Scenario("nobody", "DELETE", "/v1/users/nobody", .null),
                Scenario("get", "GET", "/v1/users/foo", .code(.userNotFound)),
                Scenario("list", "GET", "/v1/users", .list, isRight: { $0.names == ["admin"] }),
                Scenario("its token", "GET", "/v1/users/foo", by: .user, .unauthorized()),
                Scenario(
                    "its password", "GET", "/v1/users/foo",
                    by: .basic("foo", Stage.password), .code(.signatureInvalid)),
                Scenario(
                    "its name and e-mail", "POST", "/v1/users",
                    body: Body.user("foo"), .user,
                    isRight: { ($0.metadata["id"] as? Int ?? 0) > before ?? 0 }),
            ])
        }
    }

    @Test("batch: repeated names, unknown ones passed over") func batch() async throws {
        try await Stage.run { stage in
            for name in ["a", "b", "c", "d,e", "张三"] { try await stage.make(name) }
            func left(_ names: String...) -> @Sendable (WireResponse) -> Bool {
                { $0.names == names }
            }
            try await stage.play([
                Scenario("no name", "DELETE", "/v1/users", .null),
                Scenario("an empty name", "DELETE", "/v1/users?name=", .null),
                Scenario("names that nobody has", "DELETE", "/v1/users?name=x&name=y", .null),
                Scenario(
                    "all are there", "GET", "/v1/users", .list,
                    isRight: left("张三", "d,e", "c", "b", "a", "foo", "admin")),
                Scenario("no comma form", "DELETE", "/v1/users?name=a,b", .null),
                Scenario("a comma is a letter of a name", "DELETE", "/v1/users?name=d,e", .null),
                Scenario("some", "DELETE", "/v1/users?name=a&name=x&name=B&name=a&other=c", .null),
                Scenario("a Chinese name", "DELETE", "/v1/users?name=%E5%BC%A0%E4%B8%89", .null),
                Scenario(
                    "what is left", "GET", "/v1/users", .list,
                    isRight: left("c", "foo", "admin")),
            ])
        }
    }

    @Test("the last administrator stays, and with it all of a batch") func lastAdministrator()
        async throws
    {
        try await Stage.run { stage in
            let names = ["admin", "foo"]
            try await stage.play([
                Scenario("alone", "DELETE", "/v1/users/admin", .code(.permissionDenied)),
                Scenario(
                    "in a batch", "DELETE", "/v1/users?name=foo&name=admin",
                    .code(.permissionDenied)),
                Scenario(
                    "first in a batch", "DELETE", "/v1/users?name=admin&name=foo",
                    .code(.permissionDenied)),
                Scenario(
                    "all are there", "GET", "/v1/users", .list,
                    isRight: { $0.names.sorted() == names }),
                Scenario(
                    "a second one", "POST", "/v1/users",
                    body: Body.user("boss", more: #""isAdmin":1"#), .user),
                Scenario(
                    "both in a batch", "DELETE", "/v1/users?name=admin&name=boss",
                    .code(.permissionDenied)),
                Scenario(
                    "both are there", "GET", "/v1/users", .list,
                    isRight: { $0.names == ["boss", "foo", "admin"] }),
                Scenario("one of two", "DELETE", "/v1/users/boss", .null),
                Scenario("the caller's token still works", "GET", "/v1/users", .list),
            ])
        }
    }

    @Test("an administrator may delete itself while another is there") func itself() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "a second one", "POST", "/v1/users",
                    body: Body.user("boss", more: #""isAdmin":1"#), .user),
                Scenario("itself", "DELETE", "/v1/users/admin", .null),
                Scenario("its token", "GET", "/v1/users", .unauthorized()),
            ])
        }
    }
}
