import GRDB
import RosterCore
import RosterStorage

/// A connection within a transaction.
struct SQLiteTransaction: EngineConnection {
    let database: Database
    let statements: StatementCache

    func rows(
        _ sql: String, _ arguments: [SQLValue], _ each: (any SQLRow) throws(DirectoryError) -> Void
    ) throws(DirectoryError) {
        do {
            let statement = try prepare(sql, arguments)
            let cursor = try Row.fetchCursor(statement)
            while let row = try cursor.next() { try each(SQLiteRow(row: row)) }
        } catch {
            statements.remove(sql)
            throw DirectoryError(sqlite: error)
        }
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws(DirectoryError) -> Int {
        do {
            try prepare(sql, arguments).execute()
            return database.changesCount
        } catch {
            statements.remove(sql)
            throw DirectoryError(sqlite: error)
        }
    }

    private func prepare(_ sql: String, _ arguments: [SQLValue]) throws -> Statement {
        let statement = try statements.statement(sql, in: database)
        statement.setUncheckedArguments(StatementArguments(arguments.map(\.databaseValue)))
        return statement
    }
}

/// A row as SQLite hands it out.
struct SQLiteRow: SQLRow {
    let row: Row

    func integer(_ column: Int) -> Int64? {
        let value: DatabaseValue = row[column]
        if case .int64(let number) = value.storage { return number }
        return nil
    }

    func text(_ column: Int) -> String? {
        let value: DatabaseValue = row[column]
        if case .string(let text) = value.storage { return text }
        return nil
    }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        }
    }
}
