import RosterTestSupport
import Testing

/// `DELETE /users`: contracts/bitanswer.md §0, §6.
@Suite("Batch delete", .serialized) struct BatchDeleteTests {
    @Test("those that are there are deleted and answered, in the order asked for") func known()
        async throws
    {
        try await Stage.run { stage in
            for name in ["foo", "bar", "李四", "left"] { try await stage.make(name) }
            try await stage.play([
                Scenario(
                    "some known", "DELETE", "/users",
                    body: Body.names(["李四", "nobody", "foo", "no one"]),
                    .echo([#"{"name":"李四"}"#, #"{"name":"foo"}"#])),
                Scenario("what is left", "GET", "/users", .records(["admin", "bar", "left"])),
                Scenario(
                    "none known", "DELETE", "/users", body: Body.names(["foo", "nobody"]),
                    .echo([])),
                Scenario(
                    "in other capitals", "DELETE", "/users", body: Body.names(["BAR"]), .ok,
                    isRight: { $0.total == 1 }),
                Scenario("what is left then", "GET", "/users", .records(["admin", "left"])),
            ])
        }
    }

    @Test("one wrong element, and nobody is deleted") func refused() async throws {
        let elements: [(String, [String])] = [
            ("{}", ["name"]), (#"{"name":""}"#, ["name"]), (#"{"name":7}"#, ["name"]),
            (#"{"name":null}"#, ["name"]), (#"{"guid":"foo"}"#, ["name"]), (#""bar""#, ["name"]),
            ("7", ["name"]), (#"{"name":"foo"}"#, ["foo", "name"]),
            (#"{"name":"FOO"}"#, ["FOO", "foo", "name"]),
        ]
        try await Stage.run { stage in
            for name in ["foo", "bar"] { try await stage.make(name) }
            for (element, words) in elements {
                try await stage.play([
                    Scenario(
                        "with \(element)", "DELETE", "/users",
                        body: Body.array([#"{"name":"foo"}"#, element]),
                        .refused(.invalid, naming: words + ["1", "2"])),
                    Scenario(
                        "after \(element)", "GET", "/users", .records(["admin", "foo", "bar"])),
                ])
            }
        }
    }
}
