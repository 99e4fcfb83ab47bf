import Glibc
import GRDBSQLite
package import RosterCore
package import RosterStorage
import Synchronization

/// A database file looked at without changing it: one read-only connection of its own, which
/// neither migrates nor checkpoints. It may look beside a running server, whose log may not be
/// reset while a look lasts.
///
/// No file is made or written, with one exception: a log without its index (`-wal` without `-shm`,
/// as a copy of the files may have it) cannot be read before SQLite has made the index.
@safe package final class SQLiteInspection: Engine {
    package let dialect = Dialect.sqlite

    /// Nil once it is closed.
    private let connection: Mutex<Connection?>

    /// - Throws: ``DirectoryError/storage(_:)`` for what is no database or cannot be read. SQLite
    ///   looks into the file when it is first asked something, so other calls throw it, too.
    package init(path: String) throws(DirectoryError) {
        connection = Mutex(try Connection(uri: Self.uri(of: path)))
    }

    /// Whether the database at `path` has a log, as one has that is open or was not closed. One that had
    /// none when it was opened here, and has one now, may have been read while it changed.
    package static func hasLog(at path: String) -> Bool {
        unsafe access(path + "-wal", F_OK) == 0
    }

    /// The names of all tables.
    package func tables() throws(DirectoryError) -> Set<String> {
        Set(try texts("SELECT name FROM sqlite_master WHERE type = 'table'"))
    }

    /// What SQLite finds wrong with the file, at most ten lines; empty when it is sound. Reads all of
    /// it.
    package func damage() throws(DirectoryError) -> [String] {
        try texts("PRAGMA quick_check(10)").filter { $0 != "ok" }
    }

    /// The tables with rows that refer to rows which are not there, once for each such row, at most
    /// a hundred.
    package func orphans() throws(DirectoryError) -> [String] {
        try texts("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 100")
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        try run(body)
    }

    package func scan<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        try run(body)
    }

    /// - Throws: always: an inspection changes nothing.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        throw .storage(.unavailable)
    }

    package func close() async { connection.withLock { $0 = nil } }

    private func texts(_ sql: String) throws(DirectoryError) -> [String] {
        try run { connection throws(DirectoryError) in
            var found: [String] = []
            try connection.rows(sql, []) { row in found.append(row.text(0) ?? "") }
            return found
        }
    }

    private func run<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) throws(DirectoryError) -> Value {
        let result: Result<Value, DirectoryError> = connection.withLock { connection in
            connection?.transaction.run(beginning: "BEGIN", body)
                ?? .failure(.storage(.unavailable))
        }
        return try result.get()
    }

    /// Without a log, nobody has the database open, and SQLite is told that the file stands still
    /// (`immutable`): then it makes no log of its own. With one, the log's index is not written.
    private static func uri(of path: String) -> String {
        let hasIndex = unsafe access(path + "-shm", F_OK) == 0
        let choice = hasLog(at: path) ? (hasIndex ? "&readonly_shm=1" : "") : "&immutable=1"
        let absolute = path.starts(withText: "/") ? path : "./" + path
        return "file:\(escaped(absolute))?mode=ro\(choice)"
    }

    /// Percent-encoded, all but what a path of SQLite's URIs may hold as it is.
    private static func escaped(_ path: String) -> String {
        path.utf8.map { byte in
            switch UInt8(byte) {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F:
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }.joined()
    }
}

/// The connection and the statements on it; closed when it goes.
@safe private final class Connection {
    let transaction: SQLiteTransaction
    private let handle: OpaquePointer

    init(uri: String) throws(DirectoryError) {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
        let code = unsafe sqlite3_open_v2(uri, &handle, flags, nil)
        guard code == SQLITE_OK, let handle = unsafe handle else {
            unsafe sqlite3_close_v2(handle)
            throw DirectoryError(sqliteCode: code)
        }
        // A running server holds no lock for long.
        unsafe sqlite3_busy_timeout(handle, 2000)
        unsafe self.handle = unsafe handle
        transaction = unsafe SQLiteTransaction(connection: handle)
    }

    deinit {
        transaction.removeStatements()
        unsafe sqlite3_close_v2(handle)
    }
}
