import GRDBSQLite
import RosterCore
import RosterStorage
import Synchronization

/// A connection while a body of ``SQLiteConnection`` runs on it: its handle and the statements
/// prepared on it, by their portable text.
@safe final class SQLiteTransaction: EngineConnection {
    private let connection: OpaquePointer
    private var statements: [String: PreparedStatement] = [:]
    /// Whether the body is to end: it gets no further statement.
    private let isBrokenOff = Atomic(false)
    /// The portable SQL has fewer; lists with many shapes of filter must not grow it for ever.
    private static let statementsMax = 200
    private static let rollbacksMax = 1000

    init(connection: OpaquePointer) { unsafe self.connection = unsafe connection }

    func rows(
        _ sql: String, _ arguments: [SQLValue], _ each: (any SQLRow) throws(DirectoryError) -> Void
    ) throws(DirectoryError) {
        if isBrokenOff.load(ordering: .relaxed) {
            throw DirectoryError(sqliteCode: SQLITE_INTERRUPT)
        }
        try step(sql, arguments, each)
    }

    private func step(
        _ sql: String, _ arguments: [SQLValue] = [],
        _ each: (any SQLRow) throws(DirectoryError) -> Void = { _ in }
    ) throws(DirectoryError) {
        let result: Result<Void, DirectoryError>
        do throws(SQLiteFailure) {
            result = try statement(sql).run(arguments) { row throws(DirectoryError) in
                try each(row)
            }
        } catch {
            throw DirectoryError(sqliteCode: error.code, systemError: error.systemError)
        }
        try result.get()
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws(DirectoryError) -> Int {
        try rows(sql, arguments) { _ in }
        return Int(unsafe sqlite3_changes(connection))
    }

    /// Begins, runs `body`, and commits; rolls back when the body or the commit fails.
    func run<Value>(
        beginning begin: String, _ body: (any EngineConnection) throws(DirectoryError) -> Value
    ) -> Result<Value, DirectoryError> {
        do throws(DirectoryError) {
            try step(begin)
            let value = try body(self)
            try step("COMMIT")
            return .success(value)
        } catch {
            // SQLite has rolled back by itself after some failures, a full disk for one.
            // An interrupt may have been meant for the statement before.
            for _ in 0..<Self.rollbacksMax where unsafe sqlite3_get_autocommit(connection) == 0 {
                try? step("ROLLBACK")
            }
            return .failure(error)
        }
    }

    /// Ends the statement that runs, and refuses those to come; from any thread.
    func breakOff() {
        isBrokenOff.store(true, ordering: .relaxed)
        unsafe sqlite3_interrupt(connection)
    }

    func allowStatements() { isBrokenOff.store(false, ordering: .relaxed) }

    /// Finalises the statements, without which the connection cannot be closed.
    func removeStatements() { statements.removeAll() }

    private func statement(_ sql: String) throws(SQLiteFailure) -> PreparedStatement {
        if let known = statements[sql] { return known }
        if statements.count >= Self.statementsMax { statements.removeAll() }
        // In SQLite `$1` is a *name*, numbered by its first appearance; `?1` is the first parameter
        // wherever it stands. Our SQL holds no dollar sign but in parameters.
        let numbered = String(decoding: sql.utf8.map { $0 == 0x24 ? 0x3F : $0 }, as: UTF8.self)
        let statement = try unsafe PreparedStatement(numbered, on: connection)
        statements[sql] = statement
        return statement
    }
}
