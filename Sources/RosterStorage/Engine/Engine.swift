package import RosterCore

/// A database, as little of it as the portable SQL needs. Another engine is another target with
/// a conformance to this and to ``EngineConnection``, run through the same contract suite.
package protocol Engine: Sendable {
    /// Where the engine's SQL differs.
    var dialect: Dialect { get }

    /// Runs `body` over one snapshot. For look-ups by key: an engine in this process may run it on
    /// the calling thread, one that waits for a network may not.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value

    /// As ``read(_:)``, on a thread of the engine's own, for reads that may take long.
    func scan<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value

    /// Runs `body` in a transaction that no other write interleaves with; commits when it returns,
    /// rolls back when it throws, and returns when the commit is safe on disk. An engine that lets
    /// writes run side by side must run `body` again when they turn out not to be serialisable,
    /// and counts a unique index broken by a write that `body` could not see among these.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value

    /// Waits for running transactions and closes the connections.
    func close() async
}

/// One connection within a transaction; not to be kept beyond the body that it was handed to.
package protocol EngineConnection {
    /// Runs one statement and hands each row to `each`. Parameters are `$1`, `$2`, ... in the
    /// statement and may stand several times and in any order.
    func rows(
        _ sql: String, _ arguments: [SQLValue], _ each: (any SQLRow) throws(DirectoryError) -> Void
    ) throws(DirectoryError)

    /// Runs one statement; how many rows it changed.
    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws(DirectoryError) -> Int
}

/// What goes into a statement.
package enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)

    package init(_ value: Int64?) { self = value.map { .integer($0) } ?? .null }
    package init(_ value: String?) { self = value.map { .text($0) } ?? .null }
    package init(_ value: Bool) { self = .integer(value ? 1 : 0) }
    package init(_ value: Timestamp?) { self = SQLValue(value?.milliseconds) }
}

/// One row of a result, valid while it is handed out. Columns are counted from 0.
package protocol SQLRow {
    func integer(_ column: Int) -> Int64?
    func text(_ column: Int) -> String?
}

/// Where the engines' SQL differs; everything else is written once.
package struct Dialect: Sendable {
    /// The type and constraints of a primary key that the database numbers upwards and never
    /// gives out twice.
    package let identityColumn: String
    /// A text type that compares by code point.
    package let keyText: String
    /// Statements that let the table `account` number above `$1`, also while it is empty.
    package let raiseAccountNumbers: [String]
    /// A statement that answers the next number of the table `account`, and gives it to nobody.
    package let takeAccountNumber: String

    package init(
        identityColumn: String, keyText: String, raiseAccountNumbers: [String],
        takeAccountNumber: String
    ) {
        self.identityColumn = identityColumn
        self.keyText = keyText
        self.raiseAccountNumbers = raiseAccountNumbers
        self.takeAccountNumber = takeAccountNumber
    }
}

extension EngineConnection {
    /// The first row as `decode` reads it.
    func first<Value>(
        _ sql: String, _ arguments: [SQLValue],
        _ decode: (any SQLRow) throws(DirectoryError) -> Value
    ) throws(DirectoryError) -> Value? {
        var found: Value?
        try rows(sql, arguments) { row throws(DirectoryError) in
            if found == nil { found = try decode(row) }
        }
        return found
    }

    /// Every row as `decode` reads it.
    func all<Value>(
        _ sql: String, _ arguments: [SQLValue],
        _ decode: (any SQLRow) throws(DirectoryError) -> Value
    ) throws(DirectoryError) -> [Value] {
        var values: [Value] = []
        try rows(sql, arguments) { row throws(DirectoryError) in
            values.append(try decode(row))
        }
        return values
    }
}

extension SQLRow {
    /// A column that the schema says is never null.
    func requiredInteger(_ column: Int) throws(DirectoryError) -> Int64 {
        guard let value = integer(column) else { throw .storage(.corrupt) }
        return value
    }

    /// A column that the schema says is never null.
    func requiredText(_ column: Int) throws(DirectoryError) -> String {
        guard let value = text(column) else { throw .storage(.corrupt) }
        return value
    }

    func bool(_ column: Int) -> Bool { integer(column) == 1 }

    func timestamp(_ column: Int) -> Timestamp? {
        integer(column).map(Timestamp.init(milliseconds:))
    }

    func requiredTimestamp(_ column: Int) throws(DirectoryError) -> Timestamp {
        Timestamp(milliseconds: try requiredInteger(column))
    }
}
