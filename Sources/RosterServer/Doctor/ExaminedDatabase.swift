import RosterCore
import RosterSettings
import RosterStorage
import StorageSQLite

/// The database as far as it could be examined, for the checks that ask it something.
struct ExaminedDatabase: Sendable {
    /// Of the database itself.
    let findings: [Finding]
    /// Whether there is one.
    let isThere: Bool
    let path: String
    /// Nil when there is none, or none that may be asked.
    private let inspection: SQLiteInspection?

    /// - Parameter isFolderSound: If it is not, the data folder is not looked into.
    static func examine(
        _ settings: RosterSettings.Settings, isFolderSound: Bool
    ) async -> ExaminedDatabase {
        let path = DataFolder.databasePath(in: settings.dataFolder)
        guard case .sqlite = settings.database else {
            let key = SettingsTable.key(of: \.database)
            return none(
                path,
                [
                    .failure(
                        key, line: StartFailure.postgresMissing.description,
                        mend: "leave \(key) unset")
                ])
        }
        guard isFolderSound else { return none(path, []) }
        switch DatabaseFileCheck.look(at: path) {
        case .missing(let finding): return none(path, [finding])
        case .broken(let finding):
            return ExaminedDatabase(
                findings: [finding], isThere: true, path: path, inspection: nil)
        case .found(let findings):
            let (more, inspection) = await DatabaseContentCheck.examine(path)
            return ExaminedDatabase(
                findings: findings + more, isThere: true, path: path, inspection: inspection)
        }
    }

    /// What the database answers; nil where it cannot be asked, or is of a schema that does not know
    /// it yet.
    func ask<Value: Sendable>(
        _ question: (DatabaseFacts) async throws(DirectoryError) -> Value
    ) async -> Value? {
        guard let inspection else { return nil }
        return try? await question(DatabaseFacts(inspection))
    }

    /// As ``ask(_:)``, in the words of the core.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any DirectoryReading) throws(DirectoryError) -> Value
    ) async -> Value? {
        guard let inspection else { return nil }
        return try? await SQLDirectoryStore(engine: inspection).read(body)
    }

    func close() async { await inspection?.close() }

    private static func none(_ path: String, _ findings: [Finding]) -> ExaminedDatabase {
        ExaminedDatabase(findings: findings, isThere: false, path: path, inspection: nil)
    }
}
