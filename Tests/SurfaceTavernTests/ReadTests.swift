import Foundation
import RosterTestSupport
import Testing

/// `GET /users/:id` and HEAD: contracts/tavern.md §0 ("GET of a deleted card"), §3, §7.
@Suite("Read", .serialized) struct ReadTests {
    @Test("active and disabled cards are shown, deleted and unknown ones are not") func get()
        async throws
    {
        try await Stage.run { stage in
            let id = try await stage.make("Player")
            let off = try await stage.make("Off")
            try await stage.patch(off, Body.status("disabled"))
            let gone = try await stage.make("Gone")
            try await stage.delete(gone)
            try await stage.play([
                Scenario(
                    "an active card", "GET", "/users/\(id)", .card,
                    isRight: { $0.id == id && $0.data["status"] as? String == "active" }),
                Scenario(
                    "a disabled card", "GET", "/users/\(off)", .card,
                    isRight: {
                        $0.data["status"] as? String == "disabled"
                            && $0.header("ETag") == #""1""#
                    }),
                Scenario("a deleted card", "GET", "/users/\(gone)", .noCard),
                Scenario("an unknown card", "GET", "/users/usr_000000000000000000000", .noCard),
                Scenario(
                    "an id without its first letter", "GET", "/users/\(id.dropFirst())", .noCard),
                Scenario("an id and a letter more", "GET", "/users/\(id)x", .noCard),
                Scenario("an id in other letters", "GET", "/users/\(id.uppercased())", .noCard),
                Scenario("a query is passed over", "GET", "/users/\(id)?status=deleted&x=1", .card),
            ])
        }
    }

    @Test("an id of any shape is looked up, and only a blank one is refused") func shapes()
        async throws
    {
        let long = String(repeating: "x", count: 5000)
        let ids = [
            "abc", "1", "-1", "usr_", "%E7%94%A8%E6%88%B7", "a%2Fb", "a%20b", "a+b", "batch",
            "null", "%00", "*", "%25", "_", "'", "%22", ".", "..", "%2e%2e",
        ]
        try await Stage.run { stage in
            try await stage.make("Player")
            try await stage.play(
                ids.flatMap { id in
                    [
                        Scenario("GET \(id)", "GET", "/users/\(id)", .error(.notFound)),
                        Scenario(
                            "PATCH \(id)", "PATCH", "/users/\(id)", body: Body.status("active"),
                            .error(.notFound)),
                        Scenario("DELETE \(id)", "DELETE", "/users/\(id)", .error(.notFound)),
                    ]
                } + [
                    Scenario("a long id", "GET", "/users/\(long)", .error(.notFound)),
                    Scenario("a blank id", "GET", "/users/%20", .error(.validation)),
                    Scenario(
                        "blanks of another kind", "GET", "/users/%E3%80%80", .error(.validation)),
                    Scenario(
                        "a blank id to change", "PATCH", "/users/%20%09",
                        body: Body.status("active"), .error(.validation)),
                    Scenario("a blank id to delete", "DELETE", "/users/%20", .error(.validation)),
                ])
            #expect(try await stage.all().names == ["Player"])
        }
    }

    @Test("HEAD answers as GET, without the body") func head() async throws {
        try await Stage.run { stage in
            let id = try await stage.make("Player")
            for target in ["/users/\(id)", "/users", "/users/unknown", "/users?limit=0"] {
                let get = try await stage.call("GET", target)
                let head = try await stage.head(target)
                #expect(head.status == get.status && head.body.isEmpty, "\(head)")
                #expect(Self.fields(of: head) == Self.fields(of: get), "\(head)\n\(get)")
            }
        }
    }

    /// Header fields but for those that differ from answer to answer.
    private static func fields(of response: WireResponse) -> [String] {
        let differing = ["date", "x-request-id", "connection"]
        return response.headers.filter { !differing.contains($0.name.lowercased()) }
            .map { "\($0.name.lowercased()): \($0.value)" }
    }
}
