import RosterSettings
import RosterTestSupport
import Testing

/// `GET /users/status`: contracts/bitanswer.md §0, §7. 0 is offline, 1 disabled, 2 online.
@Suite("Online state", .serialized) struct StatusTests {
    @Test("online from login on, for presence.window after each use") func window() async throws {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            try await stage.make("foo", password: Stage.password)
            let guid = try await stage.guid(of: "foo")
            #expect(try await stage.presence(of: guid) == 0)
            let token = try await stage.logIn("foo")
            #expect(try await stage.presence(of: guid) == 2)
            clock.advance(seconds: 299)
            #expect(try await stage.presence(of: guid) == 2)
            clock.advance(seconds: 2)
            #expect(try await stage.presence(of: guid) == 0)
            #expect(try await stage.useStatus(token, of: "foo") == 200)
            #expect(try await stage.presence(of: guid) == 2)
            clock.advance(seconds: 299)
            #expect(try await stage.presence(of: guid) == 2)
            clock.advance(seconds: 2)
            #expect(try await stage.presence(of: guid) == 0)
        }
    }

    @Test("the window is a setting") func setting() async throws {
        let clock = TestClock()
        try await Stage.run({ $0.presenceWindowSeconds = 60 }, clock: clock) { stage in
            try await stage.make("foo", password: Stage.password)
            let guid = try await stage.guid(of: "foo")
            _ = try await stage.logIn("foo")
            clock.advance(seconds: 59)
            #expect(try await stage.presence(of: guid) == 2)
            clock.advance(seconds: 2)
            #expect(try await stage.presence(of: guid) == 0)
        }
    }

    @Test("a logout ends it with the last session; a password by itself begins none")
    func sessions() async throws {
        try await Stage.run { stage in
            try await stage.make("foo", password: Stage.password)
            let guid = try await stage.guid(of: "foo")
            let basic = try await stage.server.iam.send(
                "GET", "/v1/users/foo",
                headers: [("Authorization", "Basic Zm9vOkZvb0AyMDIw")])
            #expect(basic.status == 200, "\(basic)")
            #expect(try await stage.presence(of: guid) == 0)
            let tokens = [try await stage.logIn("foo"), try await stage.logIn("foo")]
            for (token, expected) in zip(tokens, [2, 0]) {
                let logout = try await stage.server.iam.send(
                    "POST", "/logout", headers: [("Authorization", "Bearer \(token)")])
                #expect(logout.status == 200, "\(logout)")
                #expect(try await stage.presence(of: guid) == expected)
            }
        }
    }

    @Test("disabled beats online, and enabled again the account is offline") func disabled()
        async throws
    {
        try await Stage.run { stage in
            try await stage.make("foo", password: Stage.password)
            let guid = try await stage.guid(of: "foo")
            _ = try await stage.logIn("foo")
            #expect(try await stage.presence(of: guid) == 2)
            _ = try await stage.call("PATCH", Path.user("foo"), body: #"{"status":1}"#)
            #expect(try await stage.presence(of: guid) == 1)
            _ = try await stage.call("PATCH", Path.user("foo"), body: #"{"status":0}"#)
            #expect(try await stage.presence(of: guid) == 0)
        }
    }

    @Test("type and guid come by query or body; everywhere else an online user shows 0")
    func requests() async throws {
        try await Stage.run { stage in
            try await stage.make("foo", password: Stage.password)
            let guid = try await stage.guid(of: "foo")
            _ = try await stage.logIn("foo")
            let online: @Sendable (WireResponse) -> Bool = { $0.field("status") == "2" }
            let plain: @Sendable (WireResponse) -> Bool = {
                $0.items.last?["status"] as? Int == 0
            }
            let path = "/users/status"
            try await stage.play([
                Scenario(
                    "a query", "GET", "\(path)?type=user&guid=\(guid)", .records(["foo"]),
                    isRight: online),
                Scenario(
                    "a query in capitals", "GET", "\(path)?guid=\(guid)&type=USER",
                    .records(["foo"]), isRight: online),
                Scenario(
                    "a body", "GET", path, body: #"{"type":"user","guid":"\#(guid)"}"#,
                    .records(["foo"]), isRight: online),
                Scenario(
                    "a body in capitals", "GET", path,
                    body: #"{"guid":"\#(guid)","type":"User"}"#, .records(["foo"]),
                    isRight: online),
                Scenario("get", "GET", Path.user("foo"), .records(["foo"]), isRight: plain),
                Scenario("list", "GET", "/users", .records(["admin", "foo"]), isRight: plain),
                Scenario(
                    "search", "POST", "/users/data", body: "{}", .records(["admin", "foo"]),
                    isRight: plain),
                Scenario(
                    "change", "PATCH", Path.user("foo"), body: #"{"nickName":"n"}"#,
                    .records(["foo"]), isRight: plain),
            ])
        }
    }

    @Test("an unknown guid is 1004, another type or a missing part 1001") func refused()
        async throws
    {
        let unknown = String(repeating: "0", count: 24)
        try await Stage.run { stage in
            try await stage.make("gone")
            let gone = try await stage.guid(of: "gone")
            try await stage.delete("gone")
            let admin = try await stage.guid(of: "admin")
            let path = "/users/status"
            let table: [(String, String?, Outcome)] = [
                ("?type=user&guid=\(unknown)", nil, .notFound),
                ("?type=user&guid=\(gone)", nil, .notFound),
                ("?type=user&guid=admin", nil, .notFound),
                ("", #"{"type":"user","guid":"\#(unknown)"}"#, .notFound),
                ("?type=device&guid=\(admin)", nil, .invalid),
                ("?type=&guid=\(admin)", nil, .invalid), ("?guid=\(admin)", nil, .invalid),
                ("?type=user", nil, .invalid), ("", nil, .invalid), ("", "{}", .invalid),
                ("", #"{"type":"users","guid":"\#(admin)"}"#, .invalid),
                ("", #"{"type":7,"guid":"\#(admin)"}"#, .invalid),
                ("", #"{"type":"user","guid":7}"#, .invalid),
                ("", #"{"type":"user"}"#, .invalid), ("", #"{"guid":"\#(admin)"}"#, .invalid),
                ("", "{", .invalid), ("", "[]", .invalid),
            ]
            try await stage.play(
                table.map { query, body, outcome in
                    Scenario(
                        "\(query) \(body ?? "")", "GET", path + query, body: body,
                        .refused(outcome))
                })
            try await stage.play([
                Scenario(
                    "an administrator may be looked at", "GET", "\(path)?type=user&guid=\(admin)",
                    .records(["admin"]))
            ])
        }
    }
}
