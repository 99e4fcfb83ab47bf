import RosterTestSupport
import Testing

/// POST, PATCH and DELETE of `/users/user/{name}`: contracts/bitanswer.md §0, §6.
@Suite("Writes of one user", .serialized) struct SingleWriteTests {
    @Test("POST creates what is not there, with the account for a nick name") func create()
        async throws
    {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "nothing but the path", "POST", Path.user("bare"), body: "{}",
                    .records(["bare"]),
                    isRight: { $0.field("nickName") == "bare" && $0.field("status") == "0" }),
                Scenario(
                    "everything", "POST", Path.user("张三@x"),
                    body: #"{"name":"张三@x","nickName":"三","status":1}"#, .records(["张三@x"]),
                    isRight: { $0.field("nickName") == "三" && $0.field("status") == "1" }),
                Scenario(
                    "an empty nick name", "POST", Path.user("empty"), body: #"{"nickName":""}"#,
                    .records(["empty"]), isRight: { $0.field("nickName") == "empty" }),
                Scenario(
                    "all are there", "GET", "/users",
                    .records(["admin", "bare", "张三@x", "empty"])),
            ])
        }
    }

    @Test("POST and PATCH change what is sent and nothing else") func merge() async throws {
        for method in ["POST", "PATCH"] {
            try await Stage.run { stage in
                try await stage.make("foo", nickname: "Nick")
                let guid = try await stage.guid(of: "foo")
                func write(
                    _ name: String, path: String = "foo", _ body: String, nickName: String,
                    status: String
                ) -> Scenario {
                    Scenario(
                        "\(method): \(name)", method, Path.user(path), body: body,
                        .records(["foo"]),
                        isRight: {
                            $0.field("nickName") == nickName && $0.field("status") == status
                                && $0.field("guid") == guid
                        })
                }
                try await stage.play([
                    write("status", #"{"status":1}"#, nickName: "Nick", status: "1"),
                    write("nick name", #"{"nickName":"New"}"#, nickName: "New", status: "1"),
                    write("nothing", "{}", nickName: "New", status: "1"),
                    write("the name", #"{"name":"foo"}"#, nickName: "New", status: "1"),
                    write("status as text", #"{"status":"0"}"#, nickName: "New", status: "0"),
                    write(
                        "another letter case in the path", path: "FOO", #"{"nickName":"Newer"}"#,
                        nickName: "Newer", status: "0"),
                    write("an empty nick name", #"{"nickName":""}"#, nickName: "foo", status: "0"),
                    Scenario(
                        "\(method): what is read after", "GET", Path.user("foo"),
                        .records(["foo"]),
                        isRight: {
                            $0.field("nickName") == "foo" && $0.field("status") == "0"
                                && $0.field("guid") == guid
                        }),
                    Scenario("no other account", "GET", "/users", .records(["admin", "foo"])),
                ])
            }
        }
    }

    @Test("PATCH and DELETE of what is not there are 1004 and make nothing") func unknown()
        async throws
    {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "PATCH", "PATCH", Path.user("nobody"), body: #"{"nickName":"n"}"#,
                    .refused(.notFound, naming: ["nobody"])),
                Scenario(
                    "DELETE", "DELETE", Path.user("nobody"),
                    .refused(.notFound, naming: ["nobody"])),
                Scenario("nothing made", "GET", "/users", .records(["admin"])),
            ])
        }
    }

    @Test("a name that is not the path's is refused, and neither is written") func mismatch()
        async throws
    {
        try await Stage.run { stage in
            for name in ["foo", "bar"] { try await stage.make(name) }
            let before = try await stage.call("GET", "/users").body
            for method in ["POST", "PATCH"] {
                for name in [#""bar""#, #""new""#, "\"\"", "7", #"["foo"]"#] {
                    try await stage.play([
                        Scenario(
                            "\(method) with the name \(name)", method, Path.user("foo"),
                            body: #"{"name":\#(name),"nickName":"n"}"#,
                            .refused(.invalid, naming: ["name", "foo"]))
                    ])
                }
            }
            try await stage.play([
                Scenario(
                    "POST of a new one", "POST", Path.user("new"), body: #"{"name":"other"}"#,
                    .refused(.invalid, naming: ["name", "new", "other"])),
                Scenario(
                    "nothing changed", "GET", "/users", .ok, isRight: { $0.body == before }),
            ])
        }
    }

    @Test("a body that is no object is refused") func bodies() async throws {
        try await Stage.run { stage in
            try await stage.make("foo")
            let before = try await stage.call("GET", "/users").body
            for method in ["POST", "PATCH"] {
                try await stage.play(
                    ["[]", #"[{"nickName":"n"}]"#, "7", #""foo""#, "{", "{}}", "nickName=n"].map {
                        (body: String) in
                        Scenario(
                            "\(method) \(body)", method, Path.user("foo"), body: body,
                            .refused(.invalid))
                    })
            }
            let after = try await stage.call("GET", "/users")
            #expect(after.body == before, "\(after)")
        }
    }

    @Test("DELETE answers the name, hides the account, and frees the name") func delete()
        async throws
    {
        try await Stage.run { stage in
            try await stage.make("foo", nickname: "Old")
            let guid = try await stage.guid(of: "foo")
            try await stage.play([
                Scenario("delete", "DELETE", Path.user("foo"), .echo([#"{"name":"foo"}"#])),
                Scenario("get", "GET", Path.user("foo"), .refused(.notFound, naming: ["foo"])),
                Scenario("again", "DELETE", Path.user("foo"), .refused(.notFound)),
                Scenario("list", "GET", "/users", .records(["admin"])),
                Scenario(
                    "a new one of that name", "POST", Path.user("FOO"), body: "{}",
                    .records(["FOO"]),
                    isRight: { $0.field("guid") != guid && $0.field("nickName") == "FOO" }),
            ])
        }
    }
}
