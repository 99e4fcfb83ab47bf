import Dispatch
import RosterCore
import RosterStorage
import StorageSQLite
import Testing

@Suite("What readers of SQLite see")
struct VisibilityTests {
    @Test("from many threads, a read sees the commit that has just returned")
    func readsFollowWrites() async throws {
        try await withEngineOnDisk { engine, _ in
            let missed = try await withThrowingTaskGroup(of: Int.self) { group in
                for lane in 0..<8 {
                    group.addTask { try await missedCommits(lane: lane, in: engine) }
                }
                return try await group.reduce(0, +)
            }
            #expect(missed == 0)
        }
    }

    private func missedCommits(lane: Int, in engine: SQLiteEngine) async throws -> Int {
        var missed = 0
        for turn in 1...50 {
            let key = SQLValue.text("lane \(lane)")
            try await engine.write { connection throws(DirectoryError) in
                _ = try connection.execute(
                    """
                    INSERT INTO freed_name (name_key, closed_until) VALUES ($1, $2)
                    ON CONFLICT (name_key) DO UPDATE SET closed_until = excluded.closed_until
                    """, [key, .integer(Int64(turn))])
            }
            await Task.yield()
            let sql = "SELECT closed_until FROM freed_name WHERE name_key = $1"
            let read = try await engine.read { connection throws(DirectoryError) in
                try connection.texts(sql, [key])
            }
            let scanned = try await engine.scan { connection throws(DirectoryError) in
                try connection.texts(sql, [key])
            }
            if read != ["\(turn)"] || scanned != ["\(turn)"] { missed += 1 }
        }
        return missed
    }

    @Test("a commit in the middle of a read changes nothing for that read, and all for the next")
    func readsKeepTheirSnapshot() async throws {
        try await withEngineOnDisk { engine, _ in
            let insert = "INSERT INTO freed_name (name_key, closed_until) VALUES ('new', 1)"
            let count = "SELECT COUNT(*) FROM freed_name"
            let (counts, failure) = try await engine.scan { connection throws(DirectoryError) in
                let before = try connection.texts(count)
                let waited = Waited()
                Task.detached {
                    do throws(DirectoryError) {
                        try await engine.write { connection throws(DirectoryError) in
                            _ = try connection.execute(insert, [])
                        }
                        waited.finish(with: nil)
                    } catch {
                        waited.finish(with: error)
                    }
                }
                // The commit is on disk before the read goes on.
                let failure = waited.value()
                return (before + (try connection.texts(count)), failure)
            }
            #expect(failure == nil)
            #expect(counts == ["0", "0"])
            let after = try await engine.scan { connection throws(DirectoryError) in
                try connection.texts(count)
            }
            #expect(after == ["1"])
        }
    }
}
