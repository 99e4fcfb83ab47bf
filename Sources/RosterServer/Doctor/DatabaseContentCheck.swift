import RosterCore
import RosterSettings
import RosterStorage
import StorageSQLite

/// The database is Roster's, of a schema that this release knows, and not damaged.
enum DatabaseContentCheck {
    private static let subject = DatabaseFileCheck.subject

    /// - Returns: with the findings the open inspection, when the database may be asked more.
    static func examine(_ path: String) async -> ([Finding], SQLiteInspection?) {
        let hadLog = SQLiteInspection.hasLog(at: path)
        let first = await examineOnce(path)
        // A server that was started or stopped meanwhile moved what was being read.
        guard hadLog != SQLiteInspection.hasLog(at: path) else { return first }
        await first.1?.close()
        return await examineOnce(path)
    }

    private static func examineOnce(_ path: String) async -> ([Finding], SQLiteInspection?) {
        let inspection: SQLiteInspection
        do throws(DirectoryError) {
            inspection = try SQLiteInspection(path: path)
        } catch {
            return ([refusal(path, error)], nil)
        }
        do throws(DirectoryError) {
            if let finding = try damage(path, inspection) {
                await inspection.close()
                return ([finding], nil)
            }
            let (finding, isReadable) = try await schema(path, inspection)
            if isReadable { return ([finding], inspection) }
            await inspection.close()
            return ([finding], nil)
        } catch {
            await inspection.close()
            return ([refusal(path, error)], nil)
        }
    }

    private static func refusal(_ path: String, _ error: DirectoryError) -> Finding {
        let mend =
            switch error {
            case .storage(.corrupt): restoring
            case .busy: "run `roster doctor` again"
            default: "let the user that runs roster read and write \(path) and its folder"
            }
        return .failure(
            subject, line: StartFailure.database(path, error).description, mend: mend)
    }

    private static let restoring =
        "stop the server, set the data folder aside, and bring back your last copy of it"

    private static func damage(
        _ path: String, _ inspection: SQLiteInspection
    ) throws(DirectoryError) -> Finding? {
        let lines = try inspection.damage()
        if let first = lines.first {
            // SQLite's lines tell pages and indexes, no content.
            let line = first.split(separator: "\n").joined(separator: " ")
            return .failure(subject, "the database \(path) is damaged: \(line)", mend: restoring)
        }
        let orphans = try inspection.orphans()
        guard let table = orphans.first else { return nil }
        return .failure(
            subject,
            "the database \(path) is damaged: rows of \(table) refer to rows that are not there",
            mend: restoring)
    }

    /// With whether its tables may be asked more.
    private static func schema(
        _ path: String, _ inspection: SQLiteInspection
    ) async throws(DirectoryError) -> (Finding, Bool) {
        let tables = try inspection.tables()
        if tables.isEmpty {
            return (.fine(subject, "the database \(path) is empty; `roster serve` fills it"), false)
        }
        guard tables.contains(DatabaseFacts.migrationsTable) else {
            let key = SettingsTable.key(of: \.dataFolder)
            return (
                .failure(
                    subject, "the database \(path) is another program's",
                    mend: "move it away, or set \(key) (\(key.flag)) to Roster's own folder"), false
            )
        }
        let step = try await DatabaseFacts(inspection).schemaStep()
        let newest = Migrator.newestStep
        if step > newest {
            let failure = StartFailure.database(path, .storage(.newerSchema))
            return (
                .failure(
                    subject, line: failure.description, mend: "use the release that wrote it"),
                false
            )
        }
        guard step == newest else {
            return (
                .warning(
                    subject,
                    "the database \(path) is of schema step \(step), this release of \(newest)",
                    mend: "make a backup, then run `roster migrate`, or `roster serve`, which "
                        + "migrates, too"), true
            )
        }
        return (.fine(subject, "the database \(path) is sound and of schema step \(step)"), true)
    }
}
