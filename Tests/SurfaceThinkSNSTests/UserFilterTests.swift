import RosterCore
import RosterTestSupport
import Testing

/// `GET /users`, filters: contracts/thinksns.md §0 and §8.
@Suite("Filters of users", .serialized) struct UserFilterTests {
    /// Names, and who of them is found; order is ascending.
    private static func expect(
        _ table: [(String, [String])], _ sns: SNS, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for (query, names) in table {
            let answer = try await sns.call("GET", "/users?order=asc&" + query, by: .anonymous)
            check(answer, is: .users, query, sourceLocation: sourceLocation)
            #expect(
                answer.names == names, "\(query): \(answer.names)", sourceLocation: sourceLocation)
        }
    }

    @Test("a name is a part, in any case, and % and _ are themselves") func parts() async throws {
        try await SNS.run(people: []) { sns in
            for name in ["Annabel", "hanna", "bert", "a%b", "a_b", "axb", "张三丰", "a\\b"] {
                try await sns.directory.make(name)
            }
            try await Self.expect(
                [
                    ("name=anna", ["Annabel", "hanna"]), ("name=ANNA", ["Annabel", "hanna"]),
                    ("name=%E4%B8%89", ["张三丰"]), ("name=%25", ["a%b"]), ("name=_", ["a_b"]),
                    ("name=a%25b", ["a%b"]), ("name=a_b", ["a_b"]), ("name=%5C", ["a\\b"]),
                    ("name=nobody", []), ("name='%20OR%201=1", []),
                    ("name=ann&fetch_by=id", ["Annabel", "hanna"]),
                    ("name=ann&fetch_by=whatever", ["Annabel", "hanna"]),
                ], sns)
        }
    }

    @Test("fetch_by=username takes whole names, commas between them") func wholeNames()
        async throws
    {
        try await SNS.run(people: []) { sns in
            for name in ["anna", "annabel", "bert"] { try await sns.directory.make(name) }
            let bert = try await sns.id(of: "bert")
            try await Self.expect(
                [
                    ("fetch_by=username&name=anna", ["anna"]),
                    ("fetch_by=username&name=anna,bert", ["anna", "bert"]),
                    ("fetch_by=username&name=bert,nobody,,anna", ["anna", "bert"]),
                    ("fetch_by=username&name=ann", []), ("fetch_by=username&name=%25", []),
                    // The numbers are not looked at.
                    ("fetch_by=username&name=anna&id=\(bert)", ["anna"]),
                ], sns)
        }
    }

    @Test("id takes numbers, commas between them, and is and-ed with the rest") func numbers()
        async throws
    {
        try await SNS.run(people: []) { sns in
            for name in ["anna", "hanna", "bert"] { try await sns.directory.make(name) }
            let anna = try await sns.id(of: "anna")
            let hanna = try await sns.id(of: "hanna")
            let bert = try await sns.id(of: "bert")
            try await Self.expect(
                [
                    ("id=\(anna)", ["anna"]), ("id=\(bert),\(anna)", ["anna", "bert"]),
                    ("id=,0,\(bert),", ["bert"]), ("id=\(anna),999999", ["anna"]),
                    ("id=999999", []), ("fetch_by=id&id=\(anna),\(bert)", ["anna", "bert"]),
                    ("id=\(anna),\(bert)&name=ann", ["anna"]),
                    ("id=\(anna),\(hanna),\(bert)&limit=2", ["anna", "hanna"]),
                    ("id=\(anna),\(hanna),\(bert)&since=\(anna)", ["hanna", "bert"]),
                    // Any other way to fetch knows names alone.
                    ("fetch_by=whatever&id=\(anna)&name=bert", ["bert"]),
                ], sns)
        }
    }

    @Test("a disabled user is listed when fetched by number, and not else") func disabled()
        async throws
    {
        try await SNS.run(people: []) { sns in
            for name in ["anna", "bert"] { try await sns.directory.make(name) }
            let anna = try await sns.id(of: "anna")
            try await sns.directory.set(.disabled, of: "anna")
            try await Self.expect(
                [
                    ("", ["admin", "bert"]), ("name=anna", []),
                    ("fetch_by=username&name=anna", []), ("id=\(anna)", ["anna"]),
                ], sns)
        }
    }
}
