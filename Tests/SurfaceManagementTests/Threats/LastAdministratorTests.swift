import RosterCore
import RosterTestSupport
import Testing

/// THREATS 27: one active administrator always stays.
@Suite("The last administrator", .serialized) struct LastAdministratorTests {
    @Test("it cannot be deleted, whoever else there is") func delete() async throws {
        try await Stage.run { stage in
            let admin = try stage.path(of: "admin")
            try await stage.directory.make("off") { $0.role = .admin }
            try await stage.directory.set(.disabled, of: "off")
            let gone = try await stage.directory.make("gone") { $0.role = .admin }
            check(try await stage.call("DELETE", gone.path), is: .deleted)
            let before = try await stage.call("GET", admin)
            try await stage.play([
                Scenario("by itself", "DELETE", admin, .refused(403)),
                Scenario("by a user", "DELETE", admin, by: .user, .refused(403)),
                Scenario(
                    "any state of it", "DELETE", admin, headers: [("If-Match", "*")],
                    .refused(403)),
                Scenario("its token works", "GET", "/v1/users", .page),
            ])
            let after = try await stage.call("GET", admin)
            #expect(after.header("ETag") == before.header("ETag"), "\(after)")
        }
    }

    @Test("it cannot be demoted or disabled by an update") func update() async throws {
        try await Stage.run(people: []) { stage in
            let admin = try stage.path(of: "admin")
            try await stage.play([
                Scenario(
                    "role and status", "PUT", admin,
                    body: #"{"role":"user","status":"inactive","phone":"1"}"#, .updated),
                Scenario(
                    "it is what it was", "GET", admin, .user,
                    isRight: { $0.text("role") == "admin" && $0.text("status") == "active" }),
                Scenario("its token works", "GET", "/v1/users", .page),
            ])
        }
    }

    @Test("of two administrators deleting each other one stays") func race() async throws {
        for _ in 0..<3 {
            try await Stage.run(people: []) { stage in
                let (boss, token) = try await stage.makeAdministrator("boss")
                let admin = try stage.path(of: "admin")
                let answers = try await WireClient.atOnce(2) { number in
                    try await stage.call(
                        "DELETE", number == 0 ? boss.path : admin,
                        by: number == 0 ? .admin : .bearer(token))
                }
                let done = answers.filter { Answer.deleted.problem(with: $0) == nil }
                #expect(done.count == 1, "\(answers)")
                let lists = [
                    try await stage.call("GET", "/v1/users"),
                    try await stage.call("GET", "/v1/users", by: .bearer(token)),
                ]
                #expect(lists.map(\.status).sorted() == [200, 401], "\(lists)")
                #expect(lists.contains { $0.total == 1 }, "\(lists)")
            }
        }
    }
}
