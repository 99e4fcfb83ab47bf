import Foundation
import RosterCore
import RosterStorage
import StorageSQLite
import Testing

@Suite("An inspection of a database file")
struct InspectionTests {
    @Test("sees what is in the log alone, beside the engine that wrote it, and hinders nobody")
    func besideEngine() async throws {
        try await withEngineOnDisk { engine, path in
            let insert = "INSERT INTO freed_name (name_key, closed_until) VALUES ('a', 1)"
            _ = try await engine.texts(insert)
            #expect(SQLiteInspection.hasLog(at: path))
            let inspection = try SQLiteInspection(path: path)
            let names = try await inspection.read { connection throws(DirectoryError) in
                try connection.texts("SELECT name_key FROM freed_name")
            }
            #expect(names == ["a"])
            #expect(try inspection.damage().isEmpty && inspection.orphans().isEmpty)
            #expect(try inspection.tables().contains(DatabaseFacts.migrationsTable))
            #expect(try await DatabaseFacts(inspection).schemaStep() == Migrator.newestStep)
            await inspection.close()
            _ = try await engine.texts("DELETE FROM freed_name")
        }
    }

    @Test("writes nothing, by either door, and leaves no file beside a closed database")
    func writesNothing() async throws {
        try await withTemporaryFolder { folder in
            // A name with all that SQLite's URIs give a meaning.
            let path = folder + "/a b%20?mode=rwc#&.db"
            let engine = try SQLiteEngine.open(path: path)
            _ = try await Migrator.migrate(engine, now: Timestamp(milliseconds: 1))
            await engine.close()
            let before = try Data(contentsOf: URL(filePath: path))
            let inspection = try SQLiteInspection(path: path)
            #expect(try inspection.damage().isEmpty)
            await #expect(throws: DirectoryError.storage(.unavailable)) {
                try await inspection.texts("DELETE FROM schema_migration")
            }
            await #expect(throws: DirectoryError.storage(.unavailable)) {
                try await inspection.read { connection throws(DirectoryError) in
                    try connection.texts("DELETE FROM schema_migration")
                }
            }
            await inspection.close()
            #expect(throws: DirectoryError.storage(.unavailable)) { try inspection.tables() }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names == ["a b%20?mode=rwc#&.db"])
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
        }
    }

    @Test("says what is no database, and what is not there, and makes neither")
    func noDatabase() async throws {
        try await withTemporaryFolder { folder in
            let text = folder + "/text"
            try String(repeating: "no database\n", count: 1000)
                .write(toFile: text, atomically: true, encoding: .utf8)
            #expect(throws: DirectoryError.storage(.corrupt)) {
                try SQLiteInspection(path: text).damage()
            }
            #expect(throws: DirectoryError.storage(.unavailable)) {
                try SQLiteInspection(path: folder + "/none").damage()
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["text"])
        }
    }
}
