package import RosterCore

/// The directory's memory in SQL, on any engine.
package struct SQLDirectoryStore: DirectoryStore {
    private let engine: any Engine

    package init(engine: any Engine) { self.engine = engine }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any DirectoryReading) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        let dialect = engine.dialect
        return try await engine.read { connection throws(DirectoryError) in
            try body(SQLTransaction(connection: connection, dialect: dialect))
        }
    }

    package func scan<Value: Sendable>(
        _ body: @escaping @Sendable (any DirectoryReading) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        let dialect = engine.dialect
        return try await engine.scan { connection throws(DirectoryError) in
            try body(SQLTransaction(connection: connection, dialect: dialect))
        }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any DirectoryWriting) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        let dialect = engine.dialect
        return try await engine.write { connection throws(DirectoryError) in
            try body(SQLTransaction(connection: connection, dialect: dialect))
        }
    }
}

/// The core's storage verbs over one connection; its extensions hold them by area.
struct SQLTransaction: DirectoryWriting {
    let connection: any EngineConnection
    let dialect: Dialect
}
