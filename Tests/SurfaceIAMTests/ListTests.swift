import RosterTestSupport
import Testing

/// `GET /v1/users`: contracts/iam.md §8 and "Decided".
@Suite("List", .serialized) struct ListTests {
    @Test("fieldSelector: name contains, everything literal") func selector() async throws {
        try await Stage.run { stage in
            for name in ["Bar", "foobar", "a%b", "a_b", "axb", "c,d", "e=f", "back\\slash"] {
                try await stage.make(name)
            }
            // Newest first.
            let all = [
                "back\\slash", "e=f", "c,d", "axb", "a_b", "a%b", "foobar", "Bar", "foo", "admin",
            ]
            let table: [(String, [String])] = [
                ("name=foo", ["foobar", "foo"]), ("name==foo", ["foobar", "foo"]),
                ("name=FOO", ["foobar", "foo"]), ("name=BAR", ["foobar", "Bar"]),
                ("name=oob", ["foobar"]), ("name=a%25b", ["a%b"]), ("name=%25", ["a%b"]),
                ("name=a_b", ["a_b"]), ("name=_", ["a_b"]), ("name=nobody", []),
                ("name!=foo", all), ("phone=181", all), ("nickname=zzz", all),
                ("phone=181,name=foo", ["foobar", "foo"]), ("name=", all), ("", all), (",", all),
                ("name=foo,", ["foobar", "foo"]), ("name=c%5C,d", ["c,d"]),
                ("name=e%5C=f", ["e=f"]), ("name=back%5C%5Cslash", ["back\\slash"]),
                ("name=foo,name=bar", ["foobar", "Bar"]), ("name=bar,name=foo", ["foobar", "Bar"]),
                ("name%3Dfoo", ["foobar", "foo"]),
            ]
            try await stage.play(
                table.map { selector, names in
                    Scenario(
                        "the selector '\(selector)'", "GET", "/v1/users?fieldSelector=\(selector)",
                        .list, isRight: { $0.names == names && $0.totalCount == names.count })
                })
            let malformed = ["foo", "name", "name=a%5Cb", "name=a%5C", "name=foo,bar"]
            try await stage.play(
                malformed.map {
                    Scenario(
                        "the malformed selector '\($0)'", "GET", "/v1/users?fieldSelector=\($0)",
                        .code(.binding))
                })
        }
    }

    @Test("offset and limit") func pages() async throws {
        try await Stage.run { stage in
            for name in ["c", "d", "e"] { try await stage.make(name) }
            let all = ["e", "d", "c", "foo", "admin"]
            let table: [(String, [String])] = [
                ("", all), ("limit=2", ["e", "d"]), ("offset=1&limit=2", ["d", "c"]),
                ("offset=4", ["admin"]), ("offset=5", []), ("offset=99999999999", []),
                ("limit=0", all), ("limit=-1", all), ("limit=", all), ("offset=-3", all),
                ("offset=", all), ("offset=2&limit=0", ["c", "foo", "admin"]),
                ("limit=1000000", all), ("limit=9223372036854775807", all),
                ("offset=9223372036854775807&limit=9223372036854775807", []),
                ("labelSelector=x&anything=y", all), ("limit=2&fieldSelector=name=o", ["foo"]),
            ]
            try await stage.play(
                table.map { query, names in
                    let total = query.contains("name=o") ? 1 : 5
                    return Scenario(
                        "the page '\(query)'", "GET", "/v1/users?\(query)", .list,
                        isRight: { $0.names == names && $0.totalCount == total })
                })
            let malformed = [
                "limit=abc", "offset=abc", "limit=1.5", "offset=1x", "limit=9223372036854775808",
                "limit=+5", "limit=%00",
            ]
            try await stage.play(
                malformed.map {
                    Scenario(
                        "'\($0)' is no number", "GET", "/v1/users?\($0)", .code(.binding))
                })
        }
    }

    @Test("a page holds at most 1000, also by default") func thousand() async throws {
        try await Stage.run { stage in
            for number in 0..<1001 { try await stage.make("u\(number)") }
            for query in ["", "?limit=1001", "?limit=0", "?limit=-5", "?limit=5000"] {
                let list = try await stage.call("GET", "/v1/users" + query)
                #expect(list.names.count == 1000 && list.names.first == "u1000", "\(query)")
                #expect(list.totalCount == 1003)
            }
        }
    }

    @Test("an empty list tells its count too") func empty() async throws {
        try await Stage.run { stage in
            let list = try await stage.call("GET", "/v1/users?fieldSelector=name=nobody")
            #expect(list.body == #"{"totalCount":0,"items":[]}"#)
        }
    }

    @Test("POST with an empty body and a list query is the list") func slip() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario("with offset", "POST", "/v1/users?offset=0", body: "", .list),
                Scenario("with limit", "POST", "/v1/users?limit=1", .list),
                Scenario(
                    "with fieldSelector", "POST", "/v1/users?fieldSelector=name=foo", body: "",
                    .list, isRight: { $0.names == ["foo"] }),
                Scenario(
                    "without a list query", "POST", "/v1/users", body: "", .code(.binding)),
                Scenario(
                    "with another query", "POST", "/v1/users?name=foo", body: "", .code(.binding)),
                Scenario(
                    "with a body it is create", "POST", "/v1/users?limit=1",
                    body: Body.user("bar"), .user),
                Scenario(
                    "by a user it is refused", "POST", "/v1/users?limit=1", by: .user, body: "",
                    .code(.permissionDenied)),
                Scenario(
                    "by nobody it is refused", "POST", "/v1/users?limit=1", by: .anonymous,
                    body: "", .code(.headerInvalid)),
            ])
        }
    }

    @Test("disabled and deleted users are not listed, nor counted") func hidden() async throws {
        try await Stage.run { stage in
            for name in ["gone", "off"] { try await stage.make(name) }
            try await stage.disable("off")
            _ = try await stage.call("DELETE", "/v1/users/gone")
            let list = try await stage.call("GET", "/v1/users")
            #expect(list.names == ["foo", "admin"] && list.totalCount == 2)
        }
    }
}
