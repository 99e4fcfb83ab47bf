import RosterSettings
import RosterTestSupport
import Testing

/// Paths, methods and bounds, all in this surface's shape: contracts/bitanswer.md §0, DESIGN §1.
@Suite("Routing and bounds", .serialized) struct RoutingTests {
    @Test("an unknown path is 404 with 1009") func unknown() async throws {
        let paths = [
            "", "/", "/nothing", "/user", "/users/nothing", "/users/user", "/users/user/",
            "/users/user/a/b", "/users/data/x", "/users/status/x", "/users/end/x",
            "/users/user/a/status",
        ]
        try await Stage.run { stage in
            for method in ["GET", "POST", "DELETE"] {
                try await stage.play(
                    paths.map {
                        Scenario("\(method) '\($0)'", method, $0, .refused(.unknownRoute))
                    })
            }
            let strange = try await stage.call("GET", "/nothing", key: nil)
            let isShaped =
                Answer.refused(.unknownRoute).problem(with: strange) == nil
                || Answer.refused(.badKey).problem(with: strange) == nil
            #expect(isShaped, "\(strange)")
        }
    }

    @Test("another method is 405 with 1009 and Allow") func methods() async throws {
        let table: [(String, Set<String>, [String])] = [
            ("/users", ["GET", "POST", "PATCH", "DELETE"], ["PUT"]),
            ("/users/data", ["POST"], ["GET", "PATCH", "DELETE", "PUT"]),
            ("/users/user/foo", ["GET", "POST", "PATCH", "DELETE"], ["PUT"]),
            ("/users/status", ["GET"], ["POST", "PATCH", "DELETE", "PUT"]),
            ("/users/end", ["POST"], ["GET", "PATCH", "DELETE", "PUT"]),
        ]
        try await Stage.run { stage in
            for (path, allowed, refused) in table {
                try await stage.play(
                    refused.map { method in
                        Scenario(
                            "\(method) \(path)", method, path, body: "{}",
                            .refused(.unknownRoute, http: 405),
                            isRight: { response in
                                let words = (response.header("Allow") ?? "")
                                    .split { $0 == "," || $0 == " " }.map(String.init)
                                // HEAD goes where GET goes, named or not.
                                return Set(words).subtracting(["HEAD"]) == allowed
                            })
                    })
            }
        }
    }

    @Test("empty segments are nothing") func segments() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario("at the end", "GET", "/users/", .records(["admin"])),
                Scenario("within", "GET", "//users//user//admin", .records(["admin"])),
                Scenario(
                    "of the search", "POST", "/users/data/", body: "{}", .records(["admin"])),
            ])
        }
    }

    @Test("what cannot be decoded is refused in shape, not guessed") func badTargets()
        async throws
    {
        try await Stage.run { stage in
            for path in ["/users?limit=%zz", "/users/user/%", "/users/user/%ff%fe"] {
                let answer = try await stage.call("GET", path)
                #expect((200..<500).contains(answer.status), "\(answer)")
                let isShaped =
                    [Outcome.invalid, .notFound, .unknownRoute].contains {
                        answer.isRefusal($0)
                    }
                #expect(isShaped, "\(path): \(answer)")
            }
        }
    }

    @Test("header fields beyond 32 KiB are 431 with 1001") func headers() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "33 KiB", "GET", "/users",
                    headers: [("X-Long", String(repeating: "x", count: 33 * 1024))],
                    .refused(.invalid, http: 431)),
                Scenario(
                    "31 KiB", "GET", "/users",
                    headers: [("X-Long", String(repeating: "x", count: 31 * 1024))],
                    .records(["admin"])),
            ])
        }
    }

    @Test("deep, packed and cut bodies are refused in shape") func bodies() async throws {
        let deep = String(repeating: "[", count: 100_000)
        let nested =
            #"[{"name":"foo","x":"# + String(repeating: "[", count: 80)
            + String(repeating: "]", count: 80) + "}]"
        try await Stage.run { stage in
            try await stage.play([
                Scenario("brackets without end", "POST", "/users", body: deep, .refused(.invalid)),
                Scenario("a value too deep", "POST", "/users", body: nested, .refused(.invalid)),
                Scenario(
                    "a search too deep", "POST", "/users/data", body: #"{"querys":"# + deep,
                    .refused(.invalid)),
            ])
            let packed = try await stage.call(
                "POST", "/users", headers: [("Content-Encoding", "gzip")], body: "\u{1F}x")
            #expect(packed.isRefusal(.invalid) && packed.status < 500, "\(packed)")
            let list = try await stage.call("GET", "/users")
            #expect(list.names == ["admin"], "\(list)")
        }
    }

    /// THREATS 20.
    @Test("switched off, none of its paths is anybody's") func switchedOff() async throws {
        try await Stage.run({ $0.surfaces = .only([.iam]) }) { stage in
            for path in ["/users", "/users/data", "/users/user/admin", "/users/end", "/nothing"] {
                for method in ["GET", "POST", "PATCH", "DELETE"] {
                    let answer = try await stage.call(method, path, body: "{}")
                    #expect(answer.status == 404, "\(answer)")
                    #expect(answer.body == #"{"error":"not found"}"#, "\(answer)")
                }
            }
        }
    }
}
