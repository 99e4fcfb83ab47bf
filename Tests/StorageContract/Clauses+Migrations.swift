import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let migrations: [StorageClause] = [
        .init(name: "a second migration does nothing", run: secondMigrationDoesNothing),
        .init(name: "each step is noted with its number and time", run: stepsAreNoted),
        .init(name: "a newer schema is refused and left alone", run: newerSchemaIsRefused),
        .init(name: "a failing step leaves nothing of itself", run: failingStepLeavesNothing),
    ]

    private static func secondMigrationDoesNothing(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        let account = try await store.keep(named: "kept")
        let before = try await steps(in: engine)
        let applied = try await Migrator.migrate(engine, now: Sample.start.adding(days: 1))
        #expect(applied.isEmpty)
        #expect(try await steps(in: engine) == before)
        #expect(try await store.account(account.id) == account)
    }

    private static func stepsAreNoted(_ engine: any Engine) async throws {
        let noted = try await steps(in: engine)
        #expect(noted.map(\.number) == Array(1...Migrator.newestStep))
        #expect(noted.allSatisfy { $0.appliedAt > 0 })
    }

    private static func newerSchemaIsRefused(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        let account = try await store.keep(named: "kept")
        let newer = Migrator.newestStep + 1
        try await engine.write { connection throws(DirectoryError) in
            _ = try connection.execute(
                "INSERT INTO schema_migration (number, name, applied_at) VALUES ($1, $2, $3)",
                [.integer(newer), .text("from the future"), .integer(1)])
        }
        let before = try await steps(in: engine)
        await #expect(throws: DirectoryError.storage(.newerSchema)) {
            try await Migrator.migrate(engine, now: Sample.start)
        }
        #expect(try await steps(in: engine) == before)
        #expect(try await store.account(account.id) == account)
    }

    /// The first step, made to run again, meets the tables of the first time.
    private static func failingStepLeavesNothing(_ engine: any Engine) async throws {
        try await engine.write { connection throws(DirectoryError) in
            try connection.execute("DELETE FROM schema_migration", [])
            // The step gets as far as its second table, which is there already.
            try connection.execute("DROP TABLE surface_key", [])
            try connection.execute("DROP TABLE session", [])
            try connection.execute("DROP TABLE api_key", [])
            try connection.execute("DROP TABLE login_id", [])
            try connection.execute("DROP TABLE account", [])
        }
        await #expect(throws: DirectoryError.self) {
            try await Migrator.migrate(engine, now: Sample.start)
        }
        #expect(try await steps(in: engine).isEmpty)
        await #expect(throws: DirectoryError.self) {
            try await SQLDirectoryStore(engine: engine).account(AccountID(1))
        }
    }

    private struct Step: Sendable, Equatable {
        let number: Int64
        let name: String
        let appliedAt: Int64
    }

    private static func steps(in engine: any Engine) async throws -> [Step] {
        try await engine.read { connection throws(DirectoryError) in
            var steps: [Step] = []
            try connection.rows(
                "SELECT number, name, applied_at FROM schema_migration ORDER BY number", []
            ) { row throws(DirectoryError) in
                steps.append(
                    Step(
                        number: row.integer(0) ?? -1, name: row.text(1) ?? "",
                        appliedAt: row.integer(2) ?? -1))
            }
            return steps
        }
    }
}
