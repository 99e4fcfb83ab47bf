import RosterCore
import RosterStorage
import Testing

/// Answers kept for repeated requests: as they were given, for their time, one for each key.
extension StorageContract {
    static let keptAnswers: [StorageClause] = [
        .init("a kept answer comes back as it was given", answersComeBack),
        .init("a kept answer is there for what asks after its time, and no later", answersHaveTime),
        .init("a later answer of a key takes the place of the first", answersAreReplaced),
        .init("answers are kept apart by the exact id of their key", answersAreKeptApart),
        .init("old answers go by age in batches, the oldest first", answersGoByAge),
    ]

    private struct Kept: Sendable, Equatable {
        let content: String
        let answer: KeptAnswer
    }

    private static func answer(
        _ body: String, status: Int = 200, headers: [KeptAnswer.Header] = []
    ) -> KeptAnswer {
        KeptAnswer(status: status, headers: headers, body: body)
    }

    private static func keep(
        _ answer: KeptAnswer, id: String, content: String = "content",
        at time: Timestamp = Sample.start, in store: SQLDirectoryStore
    ) async throws {
        try await store.write { storage throws(DirectoryError) in
            try storage.keep(answer, under: IdempotencyKey(id: id, content: content), at: time)
        }
    }

    private static func kept(
        _ id: String, after time: Timestamp = Sample.start.adding(seconds: -1),
        in store: SQLDirectoryStore
    ) async throws -> Kept? {
        try await store.read { storage throws(DirectoryError) -> Kept? in
            guard let kept = try storage.keptAnswer(id, keptAfter: time) else { return nil }
            return Kept(content: kept.content, answer: kept.answer)
        }
    }

    private static func answersComeBack(_ store: SQLDirectoryStore) async throws {
        let headers: [[KeptAnswer.Header]] = [
            [],
            [.init(name: "Location", value: "http://127.0.0.1:3000/users/1?a=b:c")],
            [
                .init(name: "ETag", value: #""1""#), .init(name: "Link", value: "first, second"),
                .init(name: "Link", value: "third"), .init(name: "Allow", value: ""),
                .init(name: "X-Odd", value: ": two  spaces ;=\t%_\\'$1"),
            ],
        ]
        let bodies = ["", #"{"a":"\u0000","b":1.0}"#, "line\r\nline\n\n狐🦊 e\u{301} '\"%_\\ $1 ?1"]
        for (number, (headers, body)) in zip(headers, bodies).enumerated() {
            let given = answer(body, status: 200 + number, headers: headers)
            try await keep(given, id: "id \(number)", content: "content \(number)", in: store)
            let found = try #require(try await kept("id \(number)", in: store))
            #expect(found == Kept(content: "content \(number)", answer: given))
            #expect(found.answer.body.utf8.elementsEqual(body.utf8))
        }
    }

    private static func answersHaveTime(_ store: SQLDirectoryStore) async throws {
        let given = answer("body")
        try await keep(given, id: "id", in: store)
        let before = Timestamp(milliseconds: Sample.start.milliseconds - 1)
        let after = Timestamp(milliseconds: Sample.start.milliseconds + 1)
        #expect(try await kept("id", after: before, in: store)?.answer == given)
        #expect(try await kept("id", after: Sample.start, in: store) == nil)
        #expect(try await kept("id", after: after, in: store) == nil)
    }

    private static func answersAreReplaced(_ store: SQLDirectoryStore) async throws {
        let first = answer("first", headers: [.init(name: "ETag", value: "1")])
        let second = answer("second", status: 404)
        try await keep(first, id: "id", content: "one", in: store)
        let later = Sample.start.adding(days: 1)
        try await keep(second, id: "id", content: "two", at: later, in: store)
        let found = try await kept("id", after: Sample.start, in: store)
        #expect(found == Kept(content: "two", answer: second))
        let removed = try await store.write { storage throws(DirectoryError) in
            try storage.removeAnswers(keptBefore: later, limit: 10)
        }
        #expect(removed == 0)
    }

    private static func answersAreKeptApart(_ store: SQLDirectoryStore) async throws {
        let ids = ["id", "ID", "id ", "i", "íd", "i\u{301}d", ""]
        for id in ids { try await keep(answer("of \(id)"), id: id, in: store) }
        for id in ids {
            let found = try await kept(id, in: store)
            let body = try #require(found).answer.body
            #expect(body.utf8.elementsEqual("of \(id)".utf8))
        }
        #expect(try await kept("Id", in: store) == nil)
        #expect(try await kept("%", in: store) == nil)
    }

    private static func answersGoByAge(_ store: SQLDirectoryStore) async throws {
        for seconds in [3, 1, 2, 5, 4] as [Int64] {
            try await keep(
                answer("\(seconds)"), id: "\(seconds)", at: Sample.start.adding(seconds: seconds),
                in: store)
        }
        let end = Sample.start.adding(seconds: 5)
        var counts: [Int] = []
        var left: [[String]] = []
        for time in [end, end, end, end.adding(seconds: 1)] {
            counts.append(
                try await store.write { storage throws(DirectoryError) in
                    try storage.removeAnswers(keptBefore: time, limit: 3)
                })
            var ids: [String] = []
            for seconds in 1...5 {
                if try await kept("\(seconds)", in: store) != nil { ids.append("\(seconds)") }
            }
            left.append(ids)
        }
        #expect(counts == [3, 1, 0, 1])
        #expect(left == [["4", "5"], ["5"], ["5"], []])
    }
}
