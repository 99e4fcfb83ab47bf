import Dispatch
import GRDB
import RosterCore
import RosterStorage

/// One SQLite connection with the queue that serialises its use. GRDB opens, configures and closes
/// it, runs its queue and checkpoints.
///
/// `@unchecked Sendable`: `transaction` is touched only inside the queue of `queue`.
final class SQLiteConnection: @unchecked Sendable {
    private let queue: DatabaseQueue
    private let transaction: SQLiteTransaction

    /// How long a connection waits for a lock of another process, a backup tool for one.
    static let busyMilliseconds: Int32 = 5000

    private init(queue: DatabaseQueue, transaction: SQLiteTransaction) {
        self.queue = queue
        self.transaction = transaction
    }

    static func open(
        path: String, configuration: Configuration
    ) throws(DirectoryError) -> SQLiteConnection {
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let transaction = try queue.inDatabase { database in
                // FULL: a commit returns when the log is synced, so that what was answered with
                // success survives a power cut (DESIGN §8). GRDB sets NORMAL when it turns the log
                // on, after the configuration has prepared the connection; hence here.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                guard let handle = unsafe database.sqliteConnection else {
                    throw DirectoryError.storage(.unavailable)
                }
                return unsafe SQLiteTransaction(connection: handle)
            }
            return SQLiteConnection(queue: queue, transaction: transaction)
        } catch {
            throw DirectoryError(sqlite: error)
        }
    }

    /// Runs `body` over one snapshot, on the calling thread.
    func read<Value>(
        _ body: (any EngineConnection) throws(DirectoryError) -> Value
    ) throws(DirectoryError) -> Value {
        try queue.inDatabase { _ in transaction.run(beginning: "BEGIN", body) }.get()
    }

    /// Runs `body` in a transaction, on the connection's queue.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        let result: Result<Value, DirectoryError> = await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { _ in
                continuation.resume(
                    returning: self.transaction.run(beginning: "BEGIN IMMEDIATE", body))
            }
        }
        return try result.get()
    }

    /// Empties the write-ahead log, behind what waits to be written, when it has passed its bound.
    /// - Parameter isRepeated: Whether it is tried again in a moment while a reader needs the log.
    func trim(_ log: WriteAheadLog, isRepeated: Bool) {
        queue.asyncWriteWithoutTransaction { database in
            guard let handle = unsafe database.sqliteConnection,
                unsafe log.trim(on: handle), isRepeated
            else { return }
            DispatchQueue.global().asyncAfter(deadline: .now() + Self.trimSeconds) { [self] in
                trim(log, isRepeated: true)
            }
        }
    }

    private static let trimSeconds = 0.05

    /// Lets the read that runs fail soon, from any thread.
    func breakOff() { transaction.breakOff() }

    /// Takes back ``breakOff()``.
    func allowReads() { transaction.allowStatements() }

    /// Folds the write-ahead log into the file and closes. For the writer, after the readers.
    func checkpointAndClose() {
        // A failure here loses nothing: the log is read at the next start.
        queue.inDatabase { _ = try? $0.checkpoint(.truncate) }
        close()
    }

    func close() {
        queue.inDatabase { _ in transaction.removeStatements() }
        // Fails only while statements are in use, and then the process's end closes it.
        try? queue.close()
    }
}
