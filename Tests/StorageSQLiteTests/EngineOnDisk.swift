import Foundation
import RosterCore
import RosterStorage
import StorageSQLite

/// Runs `body` with a migrated engine over a file in a folder of its own, which is removed after.
func withEngineOnDisk(
    _ body: (_ engine: SQLiteEngine, _ path: String) async throws -> Void
) async throws {
    try await withTemporaryFolder { folder in
        let path = folder + "/roster.sqlite"
        let engine = try SQLiteEngine.open(path: path)
        do {
            _ = try await Migrator.migrate(engine, now: Timestamp(milliseconds: 1))
            try await body(engine, path)
        } catch {
            await engine.close()
            throw error
        }
        await engine.close()
    }
}

/// Runs `body` with the path of a fresh folder, which is removed after.
func withTemporaryFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("roster-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder.path)
}

extension Engine {
    /// The first column of a write connection's answer, as text.
    func texts(_ sql: String) async throws(DirectoryError) -> [String] {
        try await write { connection throws(DirectoryError) in try connection.texts(sql) }
    }
}

extension EngineConnection {
    /// The first column of every row, numbers as text.
    func texts(
        _ sql: String, _ arguments: [SQLValue] = []
    ) throws(DirectoryError) -> [String] {
        var texts: [String] = []
        try rows(sql, arguments) { row throws(DirectoryError) in
            texts.append(row.text(0) ?? row.integer(0).map(String.init) ?? "NULL")
        }
        return texts
    }
}
