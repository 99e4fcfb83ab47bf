import Foundation
import RosterCore
import RosterServer
package import RosterSettings
import RosterStorage
import StorageSQLite

/// The database of an earlier release, in a data folder with its secret.
package enum OldDatabase {
    /// - Parameters:
    ///   - step: The newest step of the schema that it has.
    ///   - statements: What the release wrote.
    package static func make(
        _ settings: RosterSettings.Settings, upTo step: Int64, _ statements: [String]
    ) async throws {
        // A start makes the folder and its secret; its database makes way.
        let open = try await OpenDirectory.open(settings)
        await open.close()
        let path = DataFolder.databasePath(in: settings.dataFolder)
        try removeDatabase(at: path)
        let engine = try SQLiteEngine.open(path: path)
        _ = try await Migrator.migrate(engine, now: Timestamp(milliseconds: 1), upTo: step)
        try await engine.write { connection throws(DirectoryError) in
            for statement in statements { try connection.execute(statement, []) }
        }
        await engine.close()
    }
}

private func removeDatabase(at path: String) throws {
    for end in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + end) {
        try FileManager.default.removeItem(atPath: path + end)
    }
}
