import RosterSettings
import RosterTestSupport
import Testing

/// Paths, methods and header fields: contracts/tavern.md §0 ("unknown route"), §7, DESIGN §1.
@Suite("Routing", .serialized) struct RoutingTests {
    @Test("paths are found as they are meant") func paths() async throws {
        try await Stage.run { stage in
            let id = try await stage.make("Player")
            let batch = Body.batch([id], status: "active")
            try await stage.play([
                Scenario(
                    "a slash at the end", "GET", "/users/", .list, isRight: { $0.ids == [id] }),
                Scenario("empty segments", "GET", "//users//", .list, isRight: { $0.ids == [id] }),
                Scenario("a slash after an id", "GET", "/users/\(id)/", .card),
                Scenario("an escaped letter", "GET", "/%75sers/\(id)", .card),
                Scenario("a batch", "PATCH", "/users/batch/status/", body: batch, .batch),
                Scenario("batch is an id too", "GET", "/users/batch", .noCard),
                Scenario(
                    "to change", "PATCH", "/users/batch", body: Body.status("active"), .noCard),
                Scenario("to delete", "DELETE", "/users/batch", .noCard),
            ])
        }
    }

    @Test("what is not there is told in the envelope") func unknown() async throws {
        let targets = [
            "/users/x/y", "/users/batch/nothing", "/users/batch/status/x", "/users/x/status",
            "/users/x/y/z", "/users/batch/Delete",
        ]
        try await Stage.run { stage in
            try await stage.play(
                targets.flatMap { target in
                    ["GET", "POST", "PATCH", "DELETE", "PUT"].map { method in
                        Scenario(
                            "\(method) \(target)", method, target, body: "{}", .error(.notFound))
                    }
                })
            // Beside the surface's own paths nothing answers in its shape.
            for target in ["/usersx", "/Users", "/user", "/v0/users"] {
                let answer = try await stage.call("GET", target)
                #expect(answer.status == 404 && answer.errorCode == nil, "\(answer)")
            }
        }
    }

    @Test("a wrong method is 405 with Allow") func methods() async throws {
        let table: [(String, String, Set<String>)] = [
            ("PUT", "/users", ["GET", "HEAD", "POST"]),
            ("PATCH", "/users", ["GET", "HEAD", "POST"]),
            ("DELETE", "/users", ["GET", "HEAD", "POST"]),
            ("OPTIONS", "/users", ["GET", "HEAD", "POST"]),
            ("POST", "/users/x", ["GET", "HEAD", "PATCH", "DELETE"]),
            ("PUT", "/users/x", ["GET", "HEAD", "PATCH", "DELETE"]),
            ("POST", "/users/batch", ["GET", "HEAD", "PATCH", "DELETE"]),
            ("GET", "/users/batch/status", ["PATCH"]),
            ("POST", "/users/batch/status", ["PATCH"]),
            ("DELETE", "/users/batch/status", ["PATCH"]),
            ("GET", "/users/batch/delete", ["POST"]),
            ("PATCH", "/users/batch/delete", ["POST"]),
            ("DELETE", "/users/batch/delete", ["POST"]),
        ]
        try await Stage.run { stage in
            try await stage.play(
                table.map { method, target, allowed in
                    Scenario(
                        "\(method) \(target)", method, target, body: "{}",
                        .error(.methodNotAllowed),
                        isRight: { response in
                            let words = (response.header("Allow") ?? "").split(separator: ",")
                            let named = Set(words.map { String($0.drop { $0 == " " }) })
                            // HEAD may be left out: it goes where GET goes.
                            return named.union(["HEAD"]) == allowed.union(["HEAD"])
                        })
                })
        }
    }

    @Test("a path or query that cannot be decoded is refused") func badTargets() async throws {
        let targets = [
            "/users/%zz", "/users/%", "/users/%2", "/users/%ff%fe", "/users?limit=%zz",
            "/users?keyword=%ff", "/users?keyword=%",
        ]
        try await Stage.run { stage in
            try await stage.play(
                targets.map { Scenario($0, "GET", $0, .refused(400...400)) })
        }
    }

    @Test("switched off, none of its paths is alive (THREATS 20)") func switchedOff() async throws {
        try await Stage.run({ $0.surfaces = .only([.iam]) }) { stage in
            for target in ["/users", "/users/x", "/users/batch/status", "/users/batch/delete"] {
                for method in ["GET", "POST", "PATCH", "DELETE"] {
                    let answer = try await stage.call(method, target, body: "{}")
                    #expect(
                        answer.status == 404 && answer.body == #"{"error":"not found"}"#,
                        "\(method) \(target): \(answer)")
                }
            }
        }
    }

    @Test("IAM's listener has no cards") func otherListener() async throws {
        try await Stage.run { stage in
            let token = try await stage.server.adminToken()
            let answer = try await stage.server.iam.send(
                "GET", "/users", headers: Caller.bearer(token).headers)
            #expect(answer.status == 404 && answer.object["data"] == nil, "\(answer)")
        }
    }
}
