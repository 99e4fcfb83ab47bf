import RosterTestSupport
import Testing

/// Batches that are refused change nothing at all (contracts/bitanswer.md §0).
@Suite("Refused batches", .serialized) struct BatchRefusalTests {
    private static let long = String(repeating: "n", count: 65)

    /// The third element of a batch whose others are good, and what `msg` may name besides its
    /// index.
    private static let elements: [(String, [String])] = [
        (#"{"nickName":"n"}"#, ["name"]), (#"{"name":""}"#, ["name"]),
        (#"{"name":null}"#, ["name"]), (#"{"name":7}"#, ["name"]), ("{}", ["name"]),
        (#"{"Name":"bad"}"#, ["name"]), (#"{"name":["bad"]}"#, ["name"]),
        (#"{"name":"baz","nickName":"\#(long)"}"#, ["baz", "nickName"]),
        (#"{"name":"baz","nickName":7}"#, ["baz", "nickName"]),
        (#"{"name":"baz","status":2}"#, ["baz", "status"]),
        (#"{"name":"baz","status":true}"#, ["baz", "status"]),
        (#"{"name":"baz","status":""}"#, ["baz", "status"]),
        (#"{"name":"baz","password":""}"#, ["baz", "password"]),
        (#"{"name":"baz","password":7}"#, ["baz", "password"]),
        (#"{"name":"baz","password":"a\u0000b"}"#, ["baz", "password"]),
        (#""baz""#, ["name"]), ("7", ["name"]), ("null", ["name"]), ("[]", ["name"]),
        (#"{"name":"FOO"}"#, ["FOO", "foo", "name"]), (#"{"name":"bar"}"#, ["bar", "name"]),
        (#"{"name":"ｆｏｏ","status":0}"#, ["ｆｏｏ", "foo", "name"]),
    ]

    @Test("one wrong element, and neither POST nor PATCH does anything") func oneWrong()
        async throws
    {
        try await Stage.run { stage in
            for name in ["foo", "bar", "baz"] { try await stage.make(name, nickname: "Nick") }
            let before = try await stage.call("GET", "/users").body
            for (element, words) in Self.elements {
                let good = [
                    #"{"name":"foo","nickName":"Changed","status":1}"#,
                    #"{"name":"bar","nickName":"Changed"}"#,
                ]
                for method in ["POST", "PATCH"] {
                    try await stage.play([
                        Scenario(
                            "\(method) \(element)", method, "/users",
                            body: Body.array(good + [element]),
                            .refused(.invalid, naming: words + ["2", "3"])),
                        Scenario(
                            "after \(method) \(element)", "GET", "/users", .ok,
                            isRight: { $0.body == before }),
                    ])
                }
            }
        }
    }

    /// For PATCH they are as good as unknown.
    @Test("a name that none can have makes nothing") func unfitNames() async throws {
        let names = [Self.long, " edge", "bad\\u0000", "bad\\u0007", ".", ".."]
        try await Stage.run { stage in
            for name in names {
                try await stage.play([
                    Scenario(
                        "POST of '\(name)'", "POST", "/users",
                        body: #"[{"name":"first"},{"name":"second"},{"name":"\#(name)"}]"#,
                        .refused(.invalid, naming: ["name", name, "2", "3"])),
                    Scenario("after '\(name)'", "GET", "/users", .records(["admin"])),
                ])
            }
        }
    }

    @Test("nothing is created before the wrong element either, nor after it") func noneMade()
        async throws
    {
        try await Stage.run { stage in
            for bad in [#"{"name":"bad","status":2}"#, #"{"nickName":"n"}"#, #"{"name":"NEW"}"#] {
                try await stage.play([
                    Scenario(
                        "POST with \(bad)", "POST", "/users",
                        body: Body.array([#"{"name":"new"}"#, bad, #"{"name":"newer"}"#]),
                        .refused(.invalid)),
                    Scenario("after it", "GET", "/users", .records(["admin"])),
                ])
            }
        }
    }

    @Test("PATCH with one unknown name is 1004, and the others are not changed") func unknown()
        async throws
    {
        try await Stage.run { stage in
            for name in ["foo", "bar"] { try await stage.make(name, nickname: "Nick") }
            let before = try await stage.call("GET", "/users").body
            let change = { (name: String) in #"{"name":"\#(name)","nickName":"Changed"}"# }
            for names in [["nobody", "foo", "bar"], ["foo", "bar", "nobody"], ["nobody"]] {
                try await stage.play([
                    Scenario(
                        "PATCH of \(names)", "PATCH", "/users", body: Body.array(names.map(change)),
                        .refused(.notFound, naming: ["nobody", "0", "1", "2", "3"])),
                    Scenario(
                        "after it", "GET", "/users", .ok, isRight: { $0.body == before }),
                ])
            }
        }
    }

    @Test("an empty batch, no list, or broken JSON is refused") func bodies() async throws {
        let bodies = [
            "[]", "[ ]", #"{"name":"foo"}"#, #"{"name":"foo","nickName":"n"}"#, #""foo""#, "7",
            "true", "[", #"[{"name":"foo"}"#, #"[{"name":"foo"},]"#, #"[{"name":"foo"}] x"#,
            #"[{"name":"foo","status":0,"status":1}]"#, #"[{'name':'foo'}]"#, "name=foo",
            #"[{"name":"\ud800"}]"#,
        ]
        try await Stage.run { stage in
            try await stage.make("foo", nickname: "Nick")
            let before = try await stage.call("GET", "/users").body
            for method in ["POST", "PATCH", "DELETE"] {
                try await stage.play(
                    bodies.map {
                        Scenario("\(method) \($0)", method, "/users", body: $0, .refused(.invalid))
                    })
            }
            let after = try await stage.call("GET", "/users")
            #expect(after.body == before, "\(after)")
        }
    }
}
