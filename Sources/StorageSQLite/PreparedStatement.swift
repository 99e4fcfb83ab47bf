import GRDBSQLite
import RosterStorage

/// A failure as SQLite reports it: an extended result code.
struct SQLiteFailure: Error {
    let code: Int32
    /// The errno of the last call of the system that failed on the connection; 0 for none.
    var systemError: Int32 = 0

    /// The last failure of a connection.
    /// - Parameter code: Where the connection knows of none.
    init(of connection: OpaquePointer?, orElse code: Int32) {
        let extended = unsafe sqlite3_extended_errcode(connection)
        self.code = extended == SQLITE_OK ? code : extended
        systemError = unsafe sqlite3_system_errno(connection)
    }

    init(code: Int32) { self.code = code }
}

/// One statement, prepared on one connection and used inside that connection's queue only. Finalised
/// with its owner, which must go before the connection does.
///
/// Steps through SQLite's own interface: GRDB's rows and arguments cost more than the look-up
/// by key that they serve (docs/decisions/0012-statements-through-the-c-interface.md).
@safe final class PreparedStatement {
    private let handle: OpaquePointer

    /// - Parameter sql: One statement with numbered parameters, `?1` and so on.
    init(_ sql: String, on connection: OpaquePointer) throws(SQLiteFailure) {
        var handle: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(
            connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle = unsafe handle else {
            throw unsafe SQLiteFailure(of: connection, orElse: code)
        }
        unsafe self.handle = unsafe handle
    }

    deinit { unsafe sqlite3_finalize(handle) }

    /// Binds `arguments`, hands each row to `each`, and is ready to run again afterwards, whether
    /// it failed or not.
    func run<Failure: Error>(
        _ arguments: [SQLValue], _ each: (SQLiteRow) throws(Failure) -> Void
    ) throws(SQLiteFailure) -> Result<Void, Failure> {
        defer { unsafe sqlite3_reset(handle) }
        for (index, argument) in arguments.enumerated() {
            let code = bind(argument, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw SQLiteFailure(code: code) }
        }
        while true {
            switch unsafe sqlite3_step(handle) {
            case SQLITE_ROW:
                do throws(Failure) {
                    try each(unsafe SQLiteRow(handle: handle))
                } catch {
                    return .failure(error)
                }
            case SQLITE_DONE: return .success(())
            case let code:
                throw unsafe SQLiteFailure(of: sqlite3_db_handle(handle), orElse: code)
            }
        }
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return unsafe sqlite3_bind_null(handle, index)
        case .integer(let number): return unsafe sqlite3_bind_int64(handle, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                    // SQLite copies the text: it may be read again after this call returns.
                    let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
                    // A text of no bytes has no address, which SQLite would take for NULL.
                    guard let first = characters.baseAddress, !characters.isEmpty else {
                        return unsafe sqlite3_bind_text(handle, index, "", 0, copies)
                    }
                    return unsafe sqlite3_bind_text(
                        handle, index, first, Int32(characters.count), copies)
                }
            }
        }
    }
}

/// The row that a statement stands at; valid until its next step.
@safe struct SQLiteRow: SQLRow {
    private let handle: OpaquePointer

    init(handle: OpaquePointer) { unsafe self.handle = unsafe handle }

    func integer(_ column: Int) -> Int64? {
        guard unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_INTEGER else {
            return nil
        }
        return unsafe sqlite3_column_int64(handle, Int32(column))
    }

    func text(_ column: Int) -> String? {
        guard unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_TEXT,
            let bytes = unsafe sqlite3_column_text(handle, Int32(column))
        else { return nil }
        let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
        return unsafe String(
            decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
}
