import RosterCore
import RosterStorage
import Synchronization

/// An engine that notes the text of every statement, so that a test can look at the statements
/// that the storage verbs really send.
final class RecordingEngine: Engine {
    private let base: any Engine
    private let log = StatementLog()

    init(_ base: any Engine) { self.base = base }

    var dialect: Dialect { base.dialect }

    /// The statements since the last call.
    func takeStatements() -> [String] { log.take() }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        try await base.read { [log] connection throws(DirectoryError) in
            try body(RecordingConnection(base: connection, log: log))
        }
    }

    func scan<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        try await base.scan { [log] connection throws(DirectoryError) in
            try body(RecordingConnection(base: connection, log: log))
        }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        try await base.write { [log] connection throws(DirectoryError) in
            try body(RecordingConnection(base: connection, log: log))
        }
    }

    func close() async { await base.close() }
}

/// Guards the list alone.
private final class StatementLog: Sendable {
    private let statements = Mutex<[String]>([])

    func note(_ sql: String) { statements.withLock { $0.append(sql) } }

    func take() -> [String] {
        statements.withLock { statements in
            defer { statements = [] }
            return statements
        }
    }
}

private struct RecordingConnection: EngineConnection {
    let base: any EngineConnection
    let log: StatementLog

    func rows(
        _ sql: String, _ arguments: [SQLValue], _ each: (any SQLRow) throws(DirectoryError) -> Void
    ) throws(DirectoryError) {
        log.note(sql)
        try base.rows(sql, arguments, each)
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws(DirectoryError) -> Int {
        log.note(sql)
        return try base.execute(sql, arguments)
    }
}
