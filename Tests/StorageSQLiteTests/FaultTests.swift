import Foundation
import RosterCore
import RosterStorage
import StorageSQLite
import Testing

@Suite("What SQLite reports, in the words of the domain")
struct FaultTests {
    @Test("a file that is not a database is corrupt")
    func foreignFileIsCorrupt() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/roster.sqlite"
            let text = String(repeating: "This is a diary, not a database. ", count: 300)
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: DirectoryError.storage(.corrupt)) { try SQLiteEngine.open(path: path) }
            // What was there is left for its owner.
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        }
    }

    @Test("a damaged page is corrupt")
    func damagedPageIsCorrupt() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/roster.sqlite"
            let engine = try SQLiteEngine.open(path: path)
            _ = try await Migrator.migrate(engine, now: Timestamp(milliseconds: 1))
            await engine.close()
            let url = URL(fileURLWithPath: path)
            var bytes = try Data(contentsOf: url)
            for index in 4096..<bytes.count { bytes[index] = 0xA5 }
            try bytes.write(to: url)
            await #expect(throws: DirectoryError.storage(.corrupt)) {
                let damaged = try SQLiteEngine.open(path: path)
                let store = SQLDirectoryStore(engine: damaged)
                _ = try await store.read { storage throws(DirectoryError) in
                    try storage.account(AccountID(1))
                }
            }
        }
    }

    @Test("a path that leads nowhere is unavailable", arguments: ["/missing/roster.sqlite", ""])
    func missingFolderIsUnavailable(_ suffix: String) async throws {
        try await withTemporaryFolder { folder in
            #expect(throws: DirectoryError.storage(.unavailable)) {
                try SQLiteEngine.open(path: folder + suffix)
            }
        }
    }

    @Test("a full disk refuses the change, keeps what was there and serves on")
    func fullDiskIsFull() async throws {
        try await withEngineOnDisk { engine, _ in
            let fill = "INSERT INTO freed_name (name_key, closed_until) VALUES ($1, 1)"
            try await engine.write { connection throws(DirectoryError) in
                _ = try connection.execute(fill, [.text("before")])
            }
            let pages = try #require(Int(try await engine.texts("PRAGMA page_count")[0]))
            _ = try await engine.texts("PRAGMA max_page_count = \(pages + 2)")
            for _ in 0..<2 {
                await #expect(throws: DirectoryError.storage(.full)) {
                    try await engine.write { connection throws(DirectoryError) in
                        for number in 0..<100 {
                            let text = "\(number)" + String(repeating: "x", count: 2000)
                            _ = try connection.execute(fill, [.text(text)])
                        }
                    }
                }
                let rows = try await engine.read { connection throws(DirectoryError) in
                    try connection.texts("SELECT name_key FROM freed_name")
                }
                #expect(rows == ["before"])
            }
            _ = try await engine.texts("PRAGMA max_page_count = \(pages + 1000)")
            try await engine.write { connection throws(DirectoryError) in
                _ = try connection.execute(fill, [.text("zafter")])
            }
            #expect(
                try await engine.texts("SELECT name_key FROM freed_name") == ["before", "zafter"])
        }
    }

    @Test("a broken constraint is one, a wrong statement carries its number")
    func otherFaultsKeepTheirKind() async throws {
        try await withEngineOnDisk { engine, _ in
            await #expect(throws: DirectoryError.storage(.constraint)) {
                try await engine.texts(
                    "INSERT INTO freed_name (name_key, closed_until) VALUES (NULL, 1)")
            }
            await #expect(throws: DirectoryError.storage(.failed(code: 1))) {
                try await engine.texts("SELECT nonsense FROM nowhere")
            }
        }
    }

    @Test("a lock that somebody else holds is busy, not lost")
    func foreignLockIsBusy() async throws {
        try await withEngineOnDisk { engine, path in
            let other = try SQLiteEngine.open(path: path)
            let outcome = try await other.write { connection throws(DirectoryError) in
                // The engine waits some seconds for a lock; the other holds it longer than that.
                let waited = Waited()
                Task.detached {
                    do throws(DirectoryError) {
                        _ = try await engine.texts("SELECT 1")
                        waited.finish(with: nil)
                    } catch {
                        waited.finish(with: error)
                    }
                }
                return waited.value()
            }
            #expect(outcome == .busy(retryAfterSeconds: 1))
            #expect(try await engine.texts("SELECT 1") == ["1"])
            await other.close()
        }
    }
}
