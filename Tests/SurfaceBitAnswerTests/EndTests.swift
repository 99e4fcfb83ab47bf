import RosterTestSupport
import Testing

/// `POST /users/end`: contracts/bitanswer.md §0, §7.
@Suite("Forced logout", .serialized) struct EndTests {
    @Test("every session of those accounts is over at once, and a login begins another")
    func ends() async throws {
        try await Stage.run { stage in
            for name in ["foo", "bar"] { try await stage.make(name, password: Stage.password) }
            let first = try await stage.logIn("foo")
            let second = try await stage.logIn("foo")
            let other = try await stage.logIn("bar")
            let guid = try await stage.guid(of: "foo")
            for token in [first, second] {
                #expect(try await stage.useStatus(token, of: "foo") == 200)
            }
            try await stage.play([
                Scenario(
                    "end", "POST", "/users/end", body: Body.guids([guid]), .records(["foo"]),
                    isRight: { $0.field("status") == "0" && $0.field("guid") == guid })
            ])
            for token in [first, second] {
                #expect(try await stage.useStatus(token, of: "foo") == 401)
            }
            let refresh = try await stage.server.iam.send(
                "POST", "/refresh", headers: [("Authorization", "Bearer \(first)")])
            #expect(refresh.status == 401, "\(refresh)")
            #expect(try await stage.useStatus(other, of: "bar") == 200)
            #expect(try await stage.presence(of: guid) == 0)
            let again = try await stage.logIn("foo")
            #expect(try await stage.useStatus(again, of: "foo") == 200)
            #expect(try await stage.presence(of: guid) == 2)
        }
    }

    @Test("offline and disabled users are a success, in the order asked for") func offline()
        async throws
    {
        try await Stage.run { stage in
            for name in ["foo", "bar", "off"] { try await stage.make(name) }
            try await stage.disable("off")
            var guids: [String] = []
            for name in ["off", "foo", "bar"] { guids.append(try await stage.guid(of: name)) }
            let body =
                #"[{"type":"USER","guid":"\#(guids[0])"},{"guid":"\#(guids[1])","type":"User"},"#
                + #"{"type":"user","guid":"\#(guids[2])"}]"#
            let answer = try await stage.call("POST", "/users/end", body: body)
            let problem = Answer.records(["off", "foo", "bar"]).problem(with: answer)
            #expect(problem == nil, "\(answer)")
            #expect(answer.items.map { $0["status"] as? Int } == [1, 0, 0], "\(answer)")
        }
    }

    @Test("one wrong element, and nobody is logged out") func refused() async throws {
        let unknown = String(repeating: "0", count: 24)
        try await Stage.run { stage in
            try await stage.make("foo", password: Stage.password)
            try await stage.make("gone")
            let token = try await stage.logIn("foo")
            let guid = try await stage.guid(of: "foo")
            let gone = try await stage.guid(of: "gone")
            try await stage.delete("gone")
            let good = #"{"type":"user","guid":"\#(guid)"}"#
            let elements: [(String, Outcome, [String])] = [
                (#"{"type":"user","guid":"\#(unknown)"}"#, .notFound, [unknown, "guid"]),
                (#"{"type":"user","guid":"\#(gone)"}"#, .notFound, [gone, "guid"]),
                (good, .invalid, [guid, "guid", "foo"]),
                (#"{"type":"USER","guid":"\#(guid)"}"#, .invalid, [guid, "guid", "foo"]),
                (#"{"type":"device","guid":"\#(unknown)"}"#, .invalid, ["type"]),
                (#"{"guid":"\#(unknown)"}"#, .invalid, ["type"]),
                (#"{"type":7,"guid":"\#(unknown)"}"#, .invalid, ["type"]),
                (#"{"type":"user"}"#, .invalid, ["guid"]),
                (#"{"type":"user","guid":7}"#, .invalid, ["guid"]),
                (#""\#(unknown)""#, .invalid, ["type", "guid"]), ("7", .invalid, ["type", "guid"]),
            ]
            for (element, outcome, words) in elements {
                try await stage.play([
                    Scenario(
                        "with \(element)", "POST", "/users/end", body: Body.array([good, element]),
                        .refused(outcome, naming: words + ["1", "2"]))
                ])
            }
            for body in ["[]", good, "7", "{}", "[", #"["\#(guid)"]"#] {
                try await stage.play([
                    Scenario(
                        "the body \(body)", "POST", "/users/end", body: body,
                        .refused(.invalid))
                ])
            }
            #expect(try await stage.useStatus(token, of: "foo") == 200)
            #expect(try await stage.presence(of: guid) == 2)
        }
    }
}
