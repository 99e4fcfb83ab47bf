import RosterCore
import RosterTestSupport
import Testing

/// THREATS 29: look-alike names, and names that somebody else had.
@Suite("Look-alike and freed names", .serialized) struct LookAlikeTests {
    @Test("no second user looks as the first") func lookAlikes() async throws {
        let names = [
            "ｊａｎｅ", "JANE", "jane\\u200B", "ja\\u00ADne", "\\u2060jane", "jane\\u200D",
            "ja\\u034Fne", "jane\\uFE0F", "\\uFEFFjane", "jan\\u2062e", "𝐣𝐚𝐧𝐞", "ⓙⓐⓝⓔ",
        ]
        try await Stage.run { stage in
            try await stage.directory.make("jane", email: "jane@example.com")
            let before = try await stage.total()
            let foo = try stage.path(of: "foo")
            for name in names {
                try await stage.play([
                    Scenario(
                        "create of \(name)", "POST", "/v1/users",
                        body: Body.user(name, email: "new@example.com"),
                        .refusedByOne(of: [400, 409])),
                    Scenario(
                        "rename to \(name)", "PUT", foo, by: .user,
                        body: #"{"username":"\#(name)"}"#, .refusedByOne(of: [400, 409])),
                ])
            }
            #expect(try await stage.total() == before)
        }
    }

    @Test("an e-mail has no twin in other letters either") func emails() async throws {
        let emails = [
            "JANE@example.com", "jane@EXAMPLE.com", "ｊａｎｅ@example.com",
            "jane@ｅｘａｍｐｌｅ.com", "ja\\u00ADne@example.com", "jane\\u200B@example.com",
        ]
        try await Stage.run(people: []) { stage in
            try await stage.directory.make("first", email: "jane@example.com")
            try await stage.play(
                emails.map {
                    Scenario(
                        "the e-mail \($0)", "POST", "/v1/users",
                        body: Body.user("second", email: $0), .refusedByOne(of: [400, 409]))
                })
        }
    }

    @Test("a freed name is closed to users for 30 days, not to administrators") func freed()
        async throws
    {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            let foo = try stage.path(of: "foo")
            let deleted = try await stage.directory.make("deleted").path
            let renamed = try await stage.directory.make("renamed").path
            func rename(_ name: String, by caller: Caller = .user, _ answer: Answer) -> Scenario {
                Scenario(
                    "foo as \(name)", "PUT", foo, by: caller,
                    body: #"{"username":"\#(name)"}"#, answer)
            }
            try await stage.play([
                Scenario("delete", "DELETE", deleted, .deleted),
                Scenario("rename", "PUT", renamed, body: #"{"username":"other"}"#, .updated),
                rename("deleted", .refusedByOne(of: [400, 409])),
                rename("Deleted", .refusedByOne(of: [400, 409])),
                rename("renamed", .refusedByOne(of: [400, 409])),
                Scenario(
                    "an administrator gives it away", "POST", "/v1/users",
                    body: Body.user("deleted"), .created),
                Scenario(
                    "an administrator renames", "PUT", renamed, body: #"{"username":"renamed"}"#,
                    .updated),
                Scenario("and back", "PUT", renamed, body: #"{"username":"other"}"#, .updated),
            ])
            clock.advance(days: 29)
            let early = Caller.bearer(try await stage.logIn("foo").access)
            try await stage.play([rename("renamed", by: early, .refusedByOne(of: [400, 409]))])
            clock.advance(days: 2)
            let late = Caller.bearer(try await stage.logIn("foo").access)
            try await stage.play([rename("renamed", by: late, .updated)])
        }
    }
}
