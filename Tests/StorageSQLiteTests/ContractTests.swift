import RosterCore
import RosterStorage
import StorageContract
import StorageSQLite
import Testing

@Suite("SQLite keeps the storage contract")
struct ContractTests {
    @Test("on disk", arguments: StorageContract.clauses)
    func onDisk(_ clause: StorageClause) async throws {
        try await withEngineOnDisk { engine, _ in try await clause.run(engine) }
    }

    @Test("in memory", arguments: StorageContract.clauses)
    func inMemory(_ clause: StorageClause) async throws {
        let engine = try SQLiteEngine.inMemory()
        _ = try await Migrator.migrate(engine, now: Timestamp(milliseconds: 1))
        try await clause.run(engine)
        await engine.close()
    }
}
