import GRDB
package import RosterCore
package import RosterStorage

/// SQLite behind GRDB: WAL, `synchronous=FULL`, foreign keys on.
///
/// One connection writes, on a queue of its own; it alone checkpoints, between two commits of
/// that queue, while all readers are opened read-only and never can. That is what SQLite 3.40
/// needs, whose write-ahead log may be reset wrongly when several connections write and
/// checkpoint at once (DESIGN §7). Reads by key run on the caller's thread through ``ReaderSlots``;
/// long reads have two connections with queues of their own.
package final class SQLiteEngine: Engine {
    package let dialect = Dialect.sqlite

    private let writer: SQLiteConnection
    /// Nil for a database in memory, which only its one connection can see.
    private let readers: ReaderSlots?
    private let scanners: ScanQueues?

    private init(writer: SQLiteConnection, readers: ReaderSlots?, scanners: ScanQueues?) {
        self.writer = writer
        self.readers = readers
        self.scanners = scanners
    }

    /// Opens the database file at `path`, made if it is missing, readable by its owner alone.
    /// - Throws: ``DirectoryError/storage(_:)``.
    package static func open(path: String) throws(DirectoryError) -> SQLiteEngine {
        try makePrivateFile(at: path)
        let writer = try SQLiteConnection.open(path: path, configuration: .writer)
        return SQLiteEngine(
            writer: writer, readers: try ReaderSlots(path: path),
            scanners: try ScanQueues(path: path))
    }

    /// A database that lives as long as the engine: for tests and trials.
    package static func inMemory() throws(DirectoryError) -> SQLiteEngine {
        let writer = try SQLiteConnection.open(path: ":memory:", configuration: .memory)
        return SQLiteEngine(writer: writer, readers: nil, scanners: nil)
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        guard let readers else { return try writer.read(body) }
        return try readers.read(body)
    }

    package func scan<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        guard let scanners else { return try writer.read(body) }
        return try await scanners.run(body)
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        try await writer.write(body)
    }

    package func close() async {
        scanners?.close()
        readers?.close()
        // With the readers gone the log can be folded into the file whole.
        writer.checkpointAndClose()
    }
}
