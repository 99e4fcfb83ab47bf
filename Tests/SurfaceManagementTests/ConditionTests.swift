import RosterCore
import RosterTestSupport
import Testing

/// `ETag` on single reads and `If-Match`: contracts/management.md "Decided" (extras), DESIGN §2.
@Suite("Conditional requests", .serialized) struct ConditionTests {
    private static let change = #"{"phone":"changed"}"#

    @Test("a change goes through with the tag of the last read alone") func update() async throws {
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            let first = try await Self.tag(of: foo, stage)
            func put(_ name: String, _ condition: String, _ answer: Answer) -> Scenario {
                Scenario(
                    name, "PUT", foo, headers: [("If-Match", condition)], body: Self.change, answer)
            }
            try await stage.play([
                put("garbage", "garbage", .refused(412)),
                put("a tag never given out", "\"never\"", .refused(412)),
                put("a weak tag of another state", "W/\"never\"", .refused(412)),
            ])
            let untouched = try await stage.call("GET", foo)
            #expect(untouched.header("ETag") == first, "\(untouched)")
            #expect(untouched.isNull("phone"), "\(untouched)")
            try await stage.play([
                put("the right one", first, .updated), put("the same again", first, .refused(412)),
                put("any", "*", .updated),
            ])
            let second = try await Self.tag(of: foo, stage)
            #expect(second != first)
            try await stage.play([
                put("one of several", "\"never\", \(second)", .updated),
                Scenario("none", "PUT", foo, body: Self.change, .updated),
                Scenario(
                    "by the user itself, stale", "PUT", foo, by: .user,
                    headers: [("If-Match", first)], body: Self.change, .refused(412)),
            ])
        }
    }

    @Test("a stale tag deletes nobody") func delete() async throws {
        try await Stage.run(people: []) { stage in
            let john = try await stage.directory.make("john").path
            let tag = try await Self.tag(of: john, stage)
            check(try await stage.call("PUT", john, body: Self.change), is: .updated)
            try await stage.play([
                Scenario(
                    "stale", "DELETE", john, headers: [("If-Match", tag)], .refused(412)),
                Scenario("still there", "GET", john, .user),
                Scenario(
                    "fresh", "DELETE", john,
                    headers: [("If-Match", try await Self.tag(of: john, stage))], .deleted),
            ])
        }
    }

    @Test("a change made over IAM makes the tag stale") func elsewhere() async throws {
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            let tag = try await Self.tag(of: foo, stage)
            let changed = try await stage.callIAM(
                "PUT", "/v1/users/foo", by: .admin,
                body: #"{"nickname":"n","email":"foo@example.com"}"#)
            #expect(changed.status == 200, "\(changed)")
            try await stage.play([
                Scenario(
                    "stale", "PUT", foo, headers: [("If-Match", tag)], body: Self.change,
                    .refused(412))
            ])
        }
    }

    @Test("of many changes with one tag exactly one succeeds") func atOnce() async throws {
        try await Stage.run(people: []) { stage in
            let john = try await stage.directory.make("john").path
            let tag = try await Self.tag(of: john, stage)
            let answers = try await WireClient.atOnce(16) { number in
                try await stage.call(
                    "PUT", john, headers: [("If-Match", tag)], body: #"{"phone":"\#(number)"}"#)
            }
            let won = answers.filter { Answer.updated.problem(with: $0) == nil }
            let refused = answers.filter { Answer.refused(412).problem(with: $0) == nil }
            #expect(won.count == 1 && refused.count == 15, "\(answers)")
            let read = try await stage.call("GET", john)
            #expect(read.text("phone") == won.first?.text("phone"), "\(read)")
        }
    }

    /// The entity tag of a read: strong, as compare-and-set needs it.
    private static func tag(of path: String, _ stage: Stage) async throws -> String {
        let read = try await stage.call("GET", path)
        let tag = read.header("ETag") ?? ""
        #expect(tag.wholeMatch(of: /"[!#-~]+"/) != nil, "\(read)")
        return tag
    }
}
