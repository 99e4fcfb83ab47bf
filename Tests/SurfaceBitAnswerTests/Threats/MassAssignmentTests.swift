import RosterCore
import RosterTestSupport
import Testing

/// THREATS 10: keys that the surface does not have bring about nothing, whoever sends them.
@Suite("Mass assignment", .serialized) struct MassAssignmentTests {
    private static let greedy = """
        "role":"admin","isAdmin":1,"admin":true,"id":777,"guid":"000000000000000000000000",\
        "regDate":"2001-01-01 00:00:00","createdAt":1,"email":"eve@example.com","emailIsProven":true,\
        "verified":true,"phone":"13800000000","revision":99,"deletedAt":1,"passwordHash":"$2a$10$x",\
        "displayName":"Eve","instanceID":"user-eve000"
        """

    @Test("no update takes more than its four fields") func update() async throws {
        try await Stage.run { stage in
            let before = try await stage.make("foo")
            for (method, path, body) in Self.requests("foo") {
                let answer = try await stage.call(method, path, body: body)
                let after = try await stage.account("foo")
                // The nick name says whether the rest of the body took effect.
                #expect(!answer.isSuccess || after.displayName == "Nick", "\(answer)")
                Self.expectPlain(after, as: before, answer)
                let read = try await stage.call("GET", Path.user("foo"))
                #expect(Answer.records(["foo"]).problem(with: read) == nil, "\(read)")
                #expect(!read.body.contains("2001-01-01"), "\(read)")
            }
        }
    }

    @Test("no create does either") func create() async throws {
        try await Stage.run { stage in
            for (number, (method, path, body)) in Self.requests("new").enumerated()
            where method == "POST" {
                let answer = try await stage.call(method, path, body: body)
                // It may refuse the lot, but must say so.
                if !answer.isSuccess {
                    #expect(answer.isRefusal(.invalid), "\(answer)")
                    continue
                }
                let made = try await stage.account("new")
                Self.expectPlain(made, as: nil, answer)
                #expect(!answer.body.contains(#""guid":"000"#) || path == "/users", "\(answer)")
                #expect(made.id.rawValue < 777, "request \(number): \(made)")
                try await stage.delete("new")
            }
        }
    }

    /// The same greedy element alone and in a batch, by both methods.
    private static func requests(_ name: String) -> [(String, String, String)] {
        let element = #"{"name":"\#(name)","nickName":"Nick",\#(greedy)}"#
        return ["POST", "PATCH"].flatMap { method in
            [(method, Path.user(name), element), (method, "/users", "[\(element)]")]
        }
    }

    private static func expectPlain(
        _ account: Account, as before: Account?, _ answer: WireResponse
    ) {
        #expect(account.role == .user, "\(answer)")
        #expect(account.email == nil && account.phone == nil, "\(answer)")
        #expect(account.passwordHash == nil && account.deletedAt == nil, "\(answer)")
        #expect(account.guid != "000000000000000000000000", "\(answer)")
        #expect(account.instanceID != "user-eve000", "\(answer)")
        #expect(account.revision < 90 && account.createdAt.milliseconds > 1, "\(answer)")
        guard let before else { return }
        #expect(account.id == before.id && account.guid == before.guid, "\(answer)")
        #expect(account.createdAt == before.createdAt, "\(answer)")
    }
}
