package import RosterCore

/// Brings a database to this release's schema, each step in a transaction of its own.
package enum Migrator {
    /// The number of the newest step that this release knows.
    package static var newestStep: Int64 { Migration.all.last?.number ?? 0 }

    /// The numbers of all steps that this release knows, in order.
    package static var steps: [Int64] { Migration.all.map(\.number) }

    /// Whether every step was applied. Asked of a database, of which there may be nothing yet, without
    /// changing it.
    package static func isUpToDate(_ engine: any Engine) async throws(DirectoryError) -> Bool {
        do throws(DirectoryError) {
            return try await engine.read { connection throws(DirectoryError) in
                try connection.first("SELECT MAX(number) FROM schema_migration", []) {
                    row throws(DirectoryError) in row.integer(0) ?? 0
                } ?? 0 >= newestStep
            }
        } catch .storage(.failed) {
            // There is no such table.
            return false
        } catch {
            throw error
        }
    }

    /// Applies what is missing.
    /// - Parameters:
    ///   - region: Where stored phones without a country's code are read; nil to leave their keys as
    ///     they are.
    ///   - last: Where to stop, for tests of the steps after it.
    /// - Throws: ``DirectoryError/storage(_:)`` with ``StorageFault/newerSchema`` for a database of
    ///   a newer release, which this one must not touch.
    package static func migrate(
        _ engine: any Engine, now: Timestamp, phonesIn region: PhoneRegion? = .china,
        upTo last: Int64 = .max
    ) async throws(DirectoryError) -> MigrationReport {
        let dialect = engine.dialect
        let newest = newestStep
        let current = try await engine.write { connection throws(DirectoryError) in
            try connection.execute(
                """
                CREATE TABLE IF NOT EXISTS schema_migration (
                    number BIGINT NOT NULL PRIMARY KEY,
                    name TEXT NOT NULL,
                    applied_at BIGINT NOT NULL
                )
                """, [])
            return try connection.first("SELECT MAX(number) FROM schema_migration", []) {
                row throws(DirectoryError) in row.integer(0) ?? 0
            } ?? 0
        }
        guard current <= newest else { throw .storage(.newerSchema) }
        var report = MigrationReport()
        for step in Migration.all where step.number > current && step.number <= last {
            let clashes = try await engine.write {
                connection throws(DirectoryError) -> [LoginIDClash]? in
                // First the row: of two nodes that start at once, one gets it and makes the step.
                let claimed = try connection.execute(
                    """
                    INSERT INTO schema_migration (number, name, applied_at) VALUES ($1, $2, $3)
                    ON CONFLICT (number) DO NOTHING
                    """, [.integer(step.number), .text(step.name), SQLValue(now)])
                guard claimed == 1 else { return nil }
                for statement in step.statements(dialect) {
                    try connection.execute(statement, [])
                }
                return try step.transformation?(connection, now) ?? []
            }
            if let clashes {
                report.applied.append(step.name)
                report.clashes += clashes
            }
        }
        if let region, last >= Migration.phones.number {
            report.clashes += try await PhoneRespelling.run(engine, region: region, now: now)
        }
        return report
    }
}
