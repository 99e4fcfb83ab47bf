import RosterCore
import RosterTestSupport
import Testing

/// `GET /users/:user`: which field a value names is told by its looks alone, contracts/thinksns.md
/// §0 and §4.
@Suite("Looking a user up", .serialized) struct LookupTests {
    @Test("name, e-mail, phone and number all name one person") func looks() async throws {
        try await SNS.run { sns in
            try await sns.directory.make("张三")
            try await sns.bind("13800138000")
            let id = try sns.id("anna")
            let isAnna: @Sendable (WireResponse) -> Bool = { $0.text("name") == "anna" }
            func found(_ value: String) -> Scenario {
                Scenario(
                    "by \(value)", "GET", "/users/\(SNS.escaped(value))", by: .anonymous, .user,
                    isRight: isAnna)
            }
            try await sns.play(
                ["anna", "ANNA", "anna@example.com", "Anna@Example.com", "13800138000", "\(id)"]
                    .map(found)
                    + [
                        Scenario(
                            "by a Chinese name", "GET", "/users/\(SNS.escaped("张三"))",
                            by: .anonymous, .user, isRight: { $0.text("name") == "张三" })
                    ])
        }
    }

    @Test("there is no fallback to another field") func noFallback() async throws {
        try await SNS.run { sns in
            let id = try sns.id("anna")
            // A name that no rule of this surface lets through: found by its number alone.
            try await sns.directory.make("a-b.c")
            let values = [
                "\(id)abc", "0\(id)", "+\(id)", "-\(id)", "\(id).0", " \(id)", "0", "999999",
                "9223372036854775808", "nobody", "nobody@example.com", "13800138001", "a-b.c",
                "%", "_", "''", "a b",
            ]
            try await sns.play(
                values.map {
                    Scenario("'\($0)'", "GET", "/users/\(SNS.escaped($0))", .missing)
                })
        }
    }

    @Test("eleven digits that look like a phone are never a number") func phoneLooks() async throws
    {
        try await SNS.run { sns in
            _ = try await sns.directory.make("free") {
                $0.phone = try PhoneNumber(parsing: "13800138000")
            }
            try await sns.play([
                Scenario("a phone not proven", "GET", "/users/13800138000", .missing)
            ])
        }
    }

    @Test("whoever looks, phone and e-mail stay hidden") func hidden() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            try await sns.bind("13800138000")
            let id = try sns.id("anna")
            for value in ["anna@example.com", "13800138000", "anna", "\(id)"] {
                for caller in [Caller.anonymous, .bert, .admin, .anna] {
                    let answer = try await sns.call("GET", "/users/\(value)", by: caller)
                    check(answer, is: .user, value)
                    let isHidden =
                        !answer.body.contains("13800138000") && !answer.body.contains("@")
                    #expect(isHidden, "\(answer)")
                }
            }
        }
    }

    @Test("a bad token makes nobody of the caller, and refuses nothing") func badToken()
        async throws
    {
        try await SNS.run { sns in
            try await sns.play([
                Scenario("one user", "GET", "/users/anna", by: .bearer("x"), .user),
                Scenario("the list", "GET", "/users", by: .bearer("x"), .users),
                Scenario(
                    "followers", "GET", "/users/\(try sns.id("anna"))/followers", by: .bearer("x"),
                    .users),
            ])
        }
    }

    @Test("a disabled user is read with deleted_at, a deleted one is not") func disabled()
        async throws
    {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            try await sns.directory.set(.disabled, of: "anna")
            let removed = try await sns.callIAM("DELETE", "/v1/users/bert", by: .admin)
            #expect(removed.status == 200, "\(removed)")
            let disabled = try await sns.call("GET", "/users/anna", by: .anonymous)
            check(disabled, is: .user)
            let time = /[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}/
            #expect(disabled.text("deleted_at")?.wholeMatch(of: time) != nil, "\(disabled)")
            check(try await sns.call("GET", "/users/bert", by: .anonymous), is: .missing)
            let gone = try await sns.call("GET", "/users/\(try sns.id("bert"))", by: .anonymous)
            check(gone, is: .missing)
        }
    }

    @Test("single users carry the additions of a single user") func additions() async throws {
        try await SNS.run { sns in
            let answer = try await sns.call("GET", "/users/anna", by: .anonymous)
            check(answer, is: .user)
            #expect(answer.isNull("verified") && answer.isNull("deleted_at"), "\(answer)")
            #expect(answer.flag("blacked") == false, "\(answer)")
        }
    }
}
