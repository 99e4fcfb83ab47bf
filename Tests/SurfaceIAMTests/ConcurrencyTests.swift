import Foundation
import RosterTestSupport
import Testing

/// Many callers at once: uniqueness and compare-and-set of DESIGN §2.
@Suite("Concurrency", .serialized) struct ConcurrencyTests {
    @Test("of 32 creates of one name exactly one succeeds") func creates() async throws {
        try await Stage.run { stage in
            let answers = try await WireClient.atOnce(32) { number in
                try await stage.call(
                    "POST", "/v1/users",
                    body: Body.user(number % 2 == 0 ? "bar" : "BAR", email: "\"b\(number)@x.yz\""))
            }
            let refused = answers.filter { $0.status != 200 }
            #expect(refused.count == 31)
            #expect(
                refused.allSatisfy { Answer.code(.userExists).problem(with: $0) == nil },
                "\(refused.first { $0.status != 400 }?.description ?? "")")
            let list = try await stage.call("GET", "/v1/users?fieldSelector=name=bar")
            #expect(list.totalCount == 1)
        }
    }

    @Test("of 32 updates with one If-Match exactly one succeeds") func updates() async throws {
        try await Stage.run { stage in
            let tag = try await stage.call("GET", "/v1/users/foo").header("ETag") ?? ""
            let answers = try await WireClient.atOnce(32) { number in
                try await stage.call(
                    "PUT", "/v1/users/foo", headers: [("If-Match", tag)],
                    body: #"{"nickname":"n\#(number)","email":"foo@example.com"}"#)
            }
            let won = answers.filter { $0.status == 200 }
            let refused = answers.filter { $0.status != 200 }
            #expect(won.count == 1)
            #expect(refused.allSatisfy { Answer.code(.modified).problem(with: $0) == nil })
            let read = try await stage.call("GET", "/v1/users/foo")
            #expect(
                read.object["nickname"] as? String == won.first?.object["nickname"] as? String)
        }
    }

    @Test("of two administrators deleting each other one stays") func deletes() async throws {
        for _ in 0..<3 {
            try await Stage.run { stage in
                try await stage.server.createUser("boss", isAdmin: true, token: stage.admin)
                let boss = try await stage.server.token(of: "boss", password: Stage.password)
                let answers = try await WireClient.atOnce(2) { number in
                    try await stage.call(
                        "DELETE", number == 0 ? "/v1/users/boss" : "/v1/users/admin",
                        by: number == 0 ? .admin : .header("Bearer \(boss)"))
                }
                #expect(answers.contains { $0.status == 200 })
                let lists = [
                    try await stage.call("GET", "/v1/users"),
                    try await stage.call("GET", "/v1/users", by: .header("Bearer \(boss)")),
                ]
                // Exactly one is left, and its token works.
                #expect(lists.map(\.status).sorted() == [200, 401])
                #expect(lists.contains { $0.names.count == 2 && $0.names.contains("foo") })
            }
        }
    }

    @Test("32 right passwords at once are all let in") func rightPasswords() async throws {
        try await Stage.run { stage in
            let answers = try await WireClient.atOnce(32) { _ in
                try await stage.call("GET", "/v1/users/foo", by: .basic("foo", Stage.password))
            }
            #expect(answers.allSatisfy { $0.status == 200 })
        }
    }

    @Test("more logins than can wait get 503 in shape, and tokens are served meanwhile")
    func overload() async throws {
        let count = 320 + 40 * ProcessInfo.processInfo.activeProcessorCount
        try await Stage.run { stage in
            async let logins = WireClient.atOnce(count) { number in
                try await stage.call(
                    "POST", "/login", by: .anonymous, body: Body.login("nobody\(number)", "x"))
            }
            for _ in 0..<10 {
                let read = try await stage.call("GET", "/v1/users/foo", by: .user)
                #expect(read.status == 200)
            }
            let answers = try await logins
            let busy = answers.filter { $0.status != 401 }
            #expect(!busy.isEmpty)
            #expect(
                busy.allSatisfy {
                    Answer.code(.database, status: 503).problem(with: $0) == nil
                        && $0.header("Retry-After") != nil
                }, "\(busy.first?.description ?? "")")
        }
    }

    private static func atOnce(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> WireResponse
    ) async throws -> [WireResponse] {
        try await withThrowingTaskGroup(of: WireResponse.self) { group in
            for number in 0..<count { group.addTask { try await body(number) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
