import RosterTestSupport
import Testing

/// How much one batch may hold: contracts/bitanswer.md §0, DESIGN §1.
@Suite("Size of batches", .serialized) struct BatchSizeTests {
    @Test("1000 elements are taken, 1001 are 1006 and change nothing") func elements() async throws
    {
        try await Stage.run { stage in
            let names = (0..<1001).map { "u\($0)" }
            let thousand = Array(names[..<1000])
            let nick = { (name: String) in #"{"name":"\#(name)","nickName":"n"}"# }
            try await stage.play([
                Scenario(
                    "POST of 1001", "POST", "/users", body: Body.names(names), .refused(.tooMany)),
                Scenario("none made", "GET", "/users", .records(["admin"])),
                Scenario(
                    "POST of 1000", "POST", "/users", body: Body.names(thousand), .ok,
                    isRight: { $0.total == 1000 && $0.names == thousand }),
                Scenario(
                    "one more", "POST", Path.user("u1000"), body: "{}", .records(["u1000"])),
                Scenario(
                    "PATCH of 1001", "PATCH", "/users", body: Body.array(names.map(nick)),
                    .refused(.tooMany)),
                Scenario(
                    "none changed", "GET", Path.user("u0"), .records(["u0"]),
                    isRight: { $0.field("nickName") == "u0" }),
                Scenario(
                    "PATCH of 1000", "PATCH", "/users", body: Body.array(thousand.map(nick)), .ok,
                    isRight: { $0.total == 1000 }),
                Scenario(
                    "the last changed", "GET", Path.user("u999"), .records(["u999"]),
                    isRight: { $0.field("nickName") == "n" }),
                Scenario(
                    "DELETE of 1001", "DELETE", "/users", body: Body.names(names),
                    .refused(.tooMany)),
                Scenario(
                    "none deleted", "GET", "/users?limit=1", .records(["admin"], total: 1002)),
                Scenario(
                    "DELETE of 1000", "DELETE", "/users", body: Body.names(thousand), .ok,
                    isRight: { $0.total == 1000 && $0.names == thousand }),
                Scenario("one left", "GET", "/users", .records(["admin", "u1000"])),
            ])
        }
    }

    @Test("1000 accounts are ended at once, 1001 are 1006") func ends() async throws {
        try await Stage.run { stage in
            let names = (0..<1000).map { "u\($0)" }
            _ = try await stage.call("POST", "/users", body: Body.names(names))
            let list = try await stage.call("GET", "/users?offset=1&limit=1000")
            let guids = list.items.compactMap { $0["guid"] as? String }
            #expect(guids.count == 1000)
            let more = guids + [String(repeating: "0", count: 24)]
            try await stage.play([
                Scenario(
                    "1001", "POST", "/users/end", body: Body.guids(more), .refused(.tooMany)),
                Scenario("1000", "POST", "/users/end", body: Body.guids(guids), .records(names)),
            ])
        }
    }

    @Test("a batch may weigh more than 1 MiB") func large() async throws {
        try await Stage.run { stage in
            let text = String(repeating: "\\ud83d\\ude00", count: 50)
            let elements = (0..<1000).map { #"{"name":"\#(text)\#($0)","nickName":"\#(text)"}"# }
            let body = Body.array(elements)
            #expect(body.utf8.count > 1024 * 1024)
            let name = String(repeating: "😀", count: 50) + "999"
            let names = (0..<1000).map { #"{"name":"\#(text)\#($0)"}"# }
            let spaces = String(repeating: " ", count: 1024 * 1024)
            try await stage.play([
                Scenario("POST", "POST", "/users", body: body, .ok, isRight: { $0.total == 1000 }),
                Scenario("the last", "GET", Path.user(name), .records([name])),
                Scenario(
                    "PATCH", "PATCH", "/users", body: body, .ok, isRight: { $0.total == 1000 }),
                Scenario(
                    "DELETE", "DELETE", "/users", body: Body.array(names) + spaces, .ok,
                    isRight: { $0.total == 1000 }),
            ])
        }
    }

    @Test("a batch beyond 4 MiB is 413, one user beyond 1 MiB too, in shape") func tooLarge()
        async throws
    {
        let mebibyte = String(repeating: " ", count: 1024 * 1024)
        let fourMebibytes = String(repeating: mebibyte, count: 4)
        try await Stage.run { stage in
            try await stage.make("foo")
            for method in ["POST", "PATCH", "DELETE"] {
                try await stage.play([
                    Scenario(
                        "\(method) of more than 4 MiB", method, "/users",
                        body: #"[{"name":"foo"}]"# + fourMebibytes, .refused(.invalid, http: 413))
                ])
            }
            for method in ["POST", "PATCH"] {
                try await stage.play([
                    Scenario(
                        "\(method) of one user, more than 1 MiB", method, Path.user("foo"),
                        body: #"{"nickName":"n"}"# + mebibyte, .refused(.invalid, http: 413))
                ])
            }
            try await stage.play([
                Scenario(
                    "foo is as it was", "GET", "/users", .records(["admin", "foo"]),
                    isRight: { $0.items.last?["nickName"] as? String == "foo" }),
                Scenario(
                    "3 MiB", "POST", "/users",
                    body: String(repeating: mebibyte, count: 3) + #"[{"name":"foo"}]"#,
                    .echo([#"{"name":"foo"}"#])),
            ])
        }
    }
}
