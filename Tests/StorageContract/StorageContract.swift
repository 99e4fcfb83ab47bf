package import RosterStorage

/// What every engine under the directory must do, as clauses that know nothing of the engine.
/// Its test target runs all of them, each on a fresh database that ``Migrator`` has migrated.
package enum StorageContract {
    package static let clauses: [StorageClause] =
        accounts + loginIDs + transactions + concurrency + lists + nameSearch + recycleBin + purge
        + sessions + sessionUse + keys + counters + records + keptAnswers + surfaceKeys + cards
        + cardLists + codes + messages + follows + socialCounters + ledger + media + people
        + findPeople + imports + migrations + domains + phones + quotas
}

/// One promise and how to see that it is kept. Failures are recorded in the running test.
package struct StorageClause: Sendable, CustomStringConvertible {
    /// The promise as a sentence.
    package let name: String
    /// Checks it on a fresh, migrated engine.
    package let run: @Sendable (any Engine) async throws -> Void

    package init(name: String, run: @escaping @Sendable (any Engine) async throws -> Void) {
        self.name = name
        self.run = run
    }

    /// A clause about the storage verbs, which does not look at the engine below them.
    init(_ name: String, _ run: @escaping @Sendable (SQLDirectoryStore) async throws -> Void) {
        self.init(name: name) { engine in try await run(SQLDirectoryStore(engine: engine)) }
    }

    package var description: String { name }
}
