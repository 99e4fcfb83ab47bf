import RosterTestSupport
import Testing

/// POST and PATCH of `/users` that succeed: contracts/bitanswer.md §0, §6.
@Suite("Batch writes", .serialized) struct BatchWriteTests {
    @Test("POST creates and updates in one go and echoes what it was sent, in order")
    func upsert() async throws {
        try await Stage.run { stage in
            try await stage.make("foo", nickname: "Foo")
            let elements = [
                #"{"name":"zoe","status":"1"}"#, #"{"nickName":"New","name":"foo"}"#,
                #"{"status":1,"nickName":"Bar","name":"bar"}"#, #"{"name":"李四"}"#,
            ]
            try await stage.play([
                Scenario(
                    "the batch", "POST", "/users", body: Body.array(elements), .echo(elements)),
                Scenario(
                    "what came of it", "GET", "/users",
                    .records(["admin", "foo", "zoe", "bar", "李四"])),
                Scenario(
                    "one that was there", "GET", Path.user("foo"), .records(["foo"]),
                    isRight: { $0.field("nickName") == "New" && $0.field("status") == "0" }),
                Scenario(
                    "one of its account alone", "GET", Path.user("zoe"), .records(["zoe"]),
                    isRight: { $0.field("nickName") == "zoe" && $0.field("status") == "1" }),
                Scenario(
                    "one of all fields", "GET", Path.user("bar"), .records(["bar"]),
                    isRight: { $0.field("nickName") == "Bar" && $0.field("status") == "1" }),
            ])
        }
    }

    /// DESIGN §3: keys in input order, numbers as spelt.
    @Test("the echo is the input as it was spelt, but for the password") func echo() async throws {
        try await Stage.run { stage in
            let body = """
                [ {"weight": 1.50, "name": "foo", "deep": {"b": [1e2], "a": true}},
                  {"password": "long and secret", "name": "bar", "status": 0} ]
                """
            let echo = [
                #"{"weight":1.50,"name":"foo","deep":{"b":[1e2],"a":true}}"#,
                #"{"password":"xxxxxx","name":"bar","status":0}"#,
            ]
            try await stage.play([
                Scenario("POST", "POST", "/users", body: body, .echo(echo)),
                Scenario("PATCH", "PATCH", "/users", body: body, .echo(echo)),
                Scenario(
                    "a short one has the same mask", "PATCH", "/users",
                    body: #"[{"name":"bar","password":"pw"}]"#,
                    .echo([#"{"name":"bar","password":"xxxxxx"}"#])),
            ])
        }
    }

    @Test("POST and PATCH change what is sent and nothing else") func merge() async throws {
        for method in ["POST", "PATCH"] {
            try await Stage.run { stage in
                for name in ["foo", "bar"] { try await stage.make(name, nickname: "Nick") }
                func read(_ name: String, nickName: String, status: String) -> Scenario {
                    Scenario(
                        "\(method): \(name)", "GET", Path.user(name), .records([name]),
                        isRight: {
                            $0.field("nickName") == nickName && $0.field("status") == status
                        })
                }
                let first = [#"{"name":"foo","status":1}"#, #"{"name":"bar","nickName":"B"}"#]
                let second = [#"{"name":"bar","status":1}"#, #"{"name":"foo","nickName":""}"#]
                try await stage.play([
                    Scenario(method, method, "/users", body: Body.array(first), .echo(first)),
                    read("foo", nickName: "Nick", status: "1"),
                    read("bar", nickName: "B", status: "0"),
                    Scenario(method, method, "/users", body: Body.array(second), .ok),
                    read("foo", nickName: "foo", status: "1"),
                    read("bar", nickName: "B", status: "1"),
                    Scenario("no others", "GET", "/users", .records(["admin", "foo", "bar"])),
                ])
            }
        }
    }

    @Test("a name in other capitals is the same account, whose spelling stays") func folding()
        async throws
    {
        try await Stage.run { stage in
            try await stage.make("Foo", nickname: "Nick")
            for (method, name) in [("POST", "FOO"), ("PATCH", "foo"), ("POST", "ｆｏｏ")] {
                let element = #"{"name":"\#(name)","nickName":"by \#(name)"}"#
                try await stage.play([
                    Scenario(
                        "\(method) of \(name)", method, "/users", body: Body.array([element]),
                        .echo([element])),
                    Scenario(
                        "after \(name)", "GET", "/users", .records(["admin", "Foo"]),
                        isRight: { $0.items.last?["nickName"] as? String == "by \(name)" }),
                ])
            }
        }
    }

    @Test("of 16 upserts of one new name at once all succeed and one account is made")
    func concurrency() async throws {
        try await Stage.run { stage in
            let answers = try await WireClient.atOnce(16) { number in
                let name = number % 2 == 0 ? "foo" : "FOO"
                return try await stage.call(
                    "POST", "/users", body: #"[{"name":"\#(name)","nickName":"n\#(number)"}]"#)
            }
            let failed = answers.filter { !$0.isSuccess }
            #expect(failed.isEmpty, "\(failed)")
            let list = try await stage.call("GET", "/users")
            #expect(list.total == 2, "\(list)")
        }
    }
}
