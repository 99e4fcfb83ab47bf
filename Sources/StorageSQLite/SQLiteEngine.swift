import GRDB
package import RosterCore
package import RosterStorage

/// SQLite behind GRDB: WAL, `synchronous=FULL`, foreign keys on.
///
/// One connection writes, on a queue of its own; it alone checkpoints, between two commits of
/// that queue, while all readers are opened read-only and never can. That is what SQLite 3.40
/// needs, whose write-ahead log may be reset wrongly when several connections write and
/// checkpoint at once (DESIGN §7). Reads by key run on the caller's thread through ``ReaderSlots``;
/// long reads have connections with queues of their own, whose snapshots end when the log grows (``WriteAheadLog``).
package final class SQLiteEngine: Engine {
    package let dialect = Dialect.sqlite

    private let writer: SQLiteConnection
    /// Nil for a database in memory, which only its one connection can see.
    private let readers: ReaderSlots?
    private let scanners: ScanLanes?
    private let log: WriteAheadLog?

    private init(
        writer: SQLiteConnection, readers: ReaderSlots?, scanners: ScanLanes?, log: WriteAheadLog?
    ) {
        self.writer = writer
        self.readers = readers
        self.scanners = scanners
        self.log = log
    }

    /// Opens the database file at `path`, made if it is missing, readable by its owner alone.
    /// - Parameters:
    ///   - scansMax: How many long reads run at a time.
    ///   - logBytesMax: The bound of the write-ahead log, from some 8 MiB: below, an ordinary
    ///     checkpoint has not come yet.
    /// - Throws: ``DirectoryError/storage(_:)``.
    package static func open(
        path: String, scansMax: Int = 2, logBytesMax: Int = 64 << 20
    ) throws(DirectoryError) -> SQLiteEngine {
        try makePrivateFile(at: path)
        let writer = try SQLiteConnection.open(path: path, configuration: .writer)
        let scanners = try ScanLanes(path: path, count: scansMax)
        return SQLiteEngine(
            writer: writer, readers: try ReaderSlots(path: path), scanners: scanners,
            log: WriteAheadLog(path: path, bytesMax: logBytesMax, lanes: scanners))
    }

    /// A database that lives as long as the engine: for tests and trials.
    package static func inMemory() throws(DirectoryError) -> SQLiteEngine {
        let writer = try SQLiteConnection.open(path: ":memory:", configuration: .memory)
        return SQLiteEngine(writer: writer, readers: nil, scanners: nil, log: nil)
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
        let value = try await writer.write(body)
        if let log { bound(log) }
        return value
    }

    private func bound(_ log: WriteAheadLog) {
        switch log.need {
        case .none: break
        case .trim: writer.trim(log, isRepeated: true)
        case .wait: writer.trim(log, isRepeated: false)
        }
    }

    /// The bytes of the write-ahead log.
    package var logBytes: Int { log?.bytes ?? 0 }

    package func close() async {
        scanners?.close()
        readers?.close()
        // With the readers gone the log can be folded into the file whole.
        writer.checkpointAndClose()
    }
}
