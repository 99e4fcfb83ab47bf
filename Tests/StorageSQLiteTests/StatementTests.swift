import RosterCore
import RosterStorage
import StorageSQLite
import Testing

@Suite("Statements on SQLite")
struct StatementTests {
    @Test(
        "parameters bind by number, in any order and as often as they stand",
        arguments: [
            ("SELECT $2 || $1", "ba"), ("SELECT $1 || $2 || $1", "aba"),
            ("SELECT $3 || $1 || $3 || $2", "cacb"), ("SELECT $3 || $2", "cb"),
            ("SELECT $12 || $1 || $2", "zab"),
        ])
    func parametersBindByNumber(_ sql: String, _ expected: String) async throws {
        try await withEngineOnDisk { engine, _ in
            let letters = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "z"]
            let highest = sql.contains("$12") ? 12 : sql.contains("$3") ? 3 : 2
            let arguments = letters.prefix(highest).map { SQLValue.text($0) }
            let texts = try await engine.read { connection throws(DirectoryError) in
                try connection.texts(sql, arguments)
            }
            #expect(texts == [expected])
        }
    }

    @Test("values keep their type: null, the extremes of numbers, and any text")
    func valuesKeepTheirType() async throws {
        try await withEngineOnDisk { engine, _ in
            let values: [SQLValue] = [
                .null, .integer(.min), .integer(.max), .integer(0), .text(""), .text("1"),
                .text("$1 ?1 '\"\\"), .text("狐🦊"),
            ]
            for value in values {
                let found = try await engine.read { connection throws(DirectoryError) in
                    var found: [SQLValue] = []
                    try connection.rows("SELECT $1", [value]) { row throws(DirectoryError) in
                        let isNull = row.integer(0) == nil && row.text(0) == nil
                        found.append(
                            isNull
                                ? .null
                                : row.integer(0).map { .integer($0) } ?? SQLValue(row.text(0)))
                    }
                    return found
                }
                #expect(found == [value])
            }
        }
    }

    @Test("a statement that failed can be run again, in the same transaction and in the next")
    func failedStatementRunsAgain() async throws {
        try await withEngineOnDisk { engine, _ in
            let sql = "INSERT INTO freed_name (name_key, closed_until) VALUES ($1, $2)"
            for round in 0..<3 {
                let failures = try await engine.write { connection throws(DirectoryError) in
                    var failures = 0
                    for name in ["a \(round)", "a \(round)", "b \(round)"] {
                        do throws(DirectoryError) {
                            _ = try connection.execute(sql, [.text(name), .integer(1)])
                        } catch {
                            failures += 1
                        }
                    }
                    return failures
                }
                #expect(failures == 1)
            }
            #expect(try await engine.texts("SELECT COUNT(*) FROM freed_name") == ["6"])
        }
    }

    @Test("a query that fails half-way can be run again")
    func failedQueryRunsAgain() async throws {
        try await withEngineOnDisk { engine, _ in
            let sql =
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
            for _ in 0..<3 {
                await #expect(throws: DirectoryError.notFound) {
                    try await engine.read { connection throws(DirectoryError) in
                        try connection.rows(sql, []) { row throws(DirectoryError) in
                            if row.integer(0) == 3 { throw .notFound }
                        }
                    }
                }
            }
            let numbers = try await engine.read { connection throws(DirectoryError) in
                try connection.texts(sql + " LIMIT 3")
            }
            #expect(numbers == ["1", "2", "3"])
        }
    }

    @Test("more kinds of statement than are kept prepared still run")
    func manyStatementsRun() async throws {
        try await withEngineOnDisk { engine, _ in
            for number in 0..<450 {
                let text = try await engine.texts("SELECT \(number % 230)")
                #expect(text == ["\(number % 230)"])
            }
        }
    }

    @Test("the number of changed rows is that of the statement itself")
    func changedRowsAreCounted() async throws {
        try await withEngineOnDisk { engine, _ in
            let counts = try await engine.write { connection throws(DirectoryError) in
                let insert = "INSERT INTO freed_name (name_key, closed_until) VALUES ($1, 1)"
                return [
                    try connection.execute(insert, [.text("a")]),
                    try connection.execute(insert + " ON CONFLICT DO NOTHING", [.text("a")]),
                    try connection.execute(insert, [.text("b")]),
                    try connection.execute("UPDATE freed_name SET closed_until = 2", []),
                    try connection.execute("DELETE FROM freed_name WHERE name_key = 'c'", []),
                    try connection.execute("DELETE FROM freed_name", []),
                ]
            }
            #expect(counts == [1, 0, 1, 2, 0, 2])
        }
    }
}
