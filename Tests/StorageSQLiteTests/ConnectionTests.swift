import Foundation
import RosterCore
import RosterStorage
import StorageSQLite
import Testing

@Suite("Connections to SQLite")
struct ConnectionTests {
    @Test(
        "the writer logs ahead, syncs every commit and keeps foreign keys",
        arguments: [
            ("PRAGMA journal_mode", "wal"), ("PRAGMA synchronous", "2"),
            ("PRAGMA foreign_keys", "1"), ("PRAGMA recursive_triggers", "0"),
        ])
    func writerIsDurable(_ pragma: String, _ expected: String) async throws {
        try await withEngineOnDisk { engine, _ in
            let answer = try await engine.texts(pragma)
            #expect(answer == [expected])
        }
    }

    @Test("a read connection cannot write")
    func readersCannotWrite() async throws {
        try await withEngineOnDisk { engine, _ in
            let sql = "INSERT INTO freed_name (name_key, closed_until) VALUES ('a', 1)"
            await #expect(throws: DirectoryError.storage(.unavailable)) {
                try await engine.read { connection throws(DirectoryError) in
                    _ = try connection.execute(sql, [])
                }
            }
            await #expect(throws: DirectoryError.storage(.unavailable)) {
                try await engine.scan { connection throws(DirectoryError) in
                    _ = try connection.execute(sql, [])
                }
            }
            let count = try await engine.texts("SELECT COUNT(*) FROM freed_name")
            #expect(count == ["0"])
        }
    }

    @Test("no read connection checkpoints, so that one connection alone does")
    func readersDoNotCheckpoint() async throws {
        try await withEngineOnDisk { engine, _ in
            for _ in 0..<20 {
                let read = try await engine.read { connection throws(DirectoryError) in
                    try connection.texts("PRAGMA wal_autocheckpoint")
                }
                let scanned = try await engine.scan { connection throws(DirectoryError) in
                    try connection.texts("PRAGMA wal_autocheckpoint")
                }
                #expect(read == ["0"] && scanned == ["0"])
            }
        }
    }

    @Test("the database and its logs are readable by their owner alone")
    func filesArePrivate() async throws {
        try await withEngineOnDisk { engine, path in
            _ = try await engine.texts("SELECT 1")
            for suffix in ["", "-wal", "-shm"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
                let mode = attributes[.posixPermissions] as? NSNumber
                #expect(mode?.intValue == 0o600, "\(suffix)")
            }
        }
    }

    @Test("closing folds the log into the file, and the data is there at the next start")
    func closingKeepsAll() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/roster.sqlite"
            let first = try SQLiteEngine.open(path: path)
            let applied = try await Migrator.migrate(first, now: Timestamp(milliseconds: 1))
            #expect(applied.applied.count == Migrator.steps.count)
            try await first.write { connection throws(DirectoryError) in
                _ = try connection.execute(
                    "INSERT INTO freed_name (name_key, closed_until) VALUES ('kept', 1)", [])
            }
            await first.close()
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder) == ["roster.sqlite"])
            let second = try SQLiteEngine.open(path: path)
            #expect(
                try await Migrator.migrate(second, now: Timestamp(milliseconds: 2)).applied.isEmpty)
            #expect(try await second.texts("SELECT name_key FROM freed_name") == ["kept"])
            await second.close()
        }
    }
}
