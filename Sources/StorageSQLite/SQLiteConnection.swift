import GRDB
import RosterCore
import RosterStorage

/// One SQLite connection with the queue that serialises its use, and the statements prepared on it.
///
/// `@unchecked Sendable`: `statements` is touched only inside the queue of `queue`.
final class SQLiteConnection: @unchecked Sendable {
    private let queue: DatabaseQueue
    private let statements = StatementCache()

    private init(queue: DatabaseQueue) { self.queue = queue }

    static func open(
        path: String, configuration: Configuration
    ) throws(DirectoryError) -> SQLiteConnection {
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            // FULL: a commit returns when the log is synced, so that what was answered with
            // success survives a power cut (DESIGN §8). GRDB sets NORMAL when it turns the log
            // on, after the configuration has prepared the connection; hence here.
            try queue.inDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return SQLiteConnection(queue: queue)
        } catch {
            throw DirectoryError(sqlite: error)
        }
    }

    /// Runs `body` over one snapshot, on the calling thread.
    func read<Value>(
        _ body: (any EngineConnection) throws(DirectoryError) -> Value
    ) throws(DirectoryError) -> Value {
        do {
            return try queue.inDatabase { database in
                var result: Result<Value, DirectoryError>?
                try database.inTransaction(.deferred) {
                    result = self.run(body, in: database)
                    return .commit
                }
                guard let result else { throw DirectoryError.storage(.unavailable) }
                return try result.get()
            }
        } catch {
            throw DirectoryError(sqlite: error)
        }
    }

    /// Runs `body` in a transaction, on the connection's queue.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        let result: Result<Value, DirectoryError> = await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { database in
                continuation.resume(returning: self.transaction(body, in: database))
            }
        }
        return try result.get()
    }

    /// Folds the write-ahead log into the file and closes. For the writer, after the readers.
    func checkpointAndClose() {
        // A failure here loses nothing: the log is read at the next start.
        queue.inDatabase { _ = try? $0.checkpoint(.truncate) }
        close()
    }

    func close() {
        queue.inDatabase { _ in statements.removeAll() }
        // Fails only while statements are in use, and then the process's end closes it.
        try? queue.close()
    }

    private func transaction<Value>(
        _ body: (any EngineConnection) throws(DirectoryError) -> Value, in database: Database
    ) -> Result<Value, DirectoryError> {
        var result: Result<Value, DirectoryError> = .failure(.storage(.unavailable))
        do {
            try database.inTransaction(.immediate) {
                result = self.run(body, in: database)
                if case .failure = result { return .rollback }
                return .commit
            }
            return result
        } catch {
            // The body may have succeeded and the commit failed: then nothing happened.
            return .failure(DirectoryError(sqlite: error))
        }
    }

    private func run<Value>(
        _ body: (any EngineConnection) throws(DirectoryError) -> Value, in database: Database
    ) -> Result<Value, DirectoryError> {
        do throws(DirectoryError) {
            return .success(
                try body(SQLiteTransaction(database: database, statements: statements)))
        } catch {
            return .failure(error)
        }
    }
}
