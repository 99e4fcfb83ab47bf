package import RosterCore
package import RosterStorage

/// Every row of every table as text, to tell whether anything at all has changed.
package struct DirectoryDump: Equatable, Sendable, CustomStringConvertible {
    /// Rows by table, in the order of their numbers.
    package private(set) var tables: [String: [String]]

    /// Asks SQLite's catalogue, so that a table of a later migration is not forgotten.
    package static func of(_ engine: any Engine) async throws(DirectoryError) -> DirectoryDump {
        try await engine.read { connection throws(DirectoryError) in
            var tables: [String: [String]] = [:]
            let names = try connection.column(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            for name in names {
                let columns = try connection.column(
                    "SELECT name FROM pragma_table_info('\(name)')")
                let row = columns.map { "quote(\($0))" }.joined(separator: " || ', ' || ")
                tables[name] = try connection.column("SELECT \(row) FROM \(name) ORDER BY rowid")
            }
            return DirectoryDump(tables: tables)
        }
    }

    /// The dump without a table that the question is not about.
    package func without(_ table: String) -> DirectoryDump {
        var dump = self
        dump.tables[table] = nil
        return dump
    }

    /// Whether `text` stands anywhere in the database.
    package func contains(_ text: String) -> Bool {
        tables.values.contains { $0.contains { $0.contains(text) } }
    }

    package var description: String {
        tables.sorted { $0.key < $1.key }
            .map { "\($0.key):\n  " + $0.value.joined(separator: "\n  ") }
            .joined(separator: "\n")
    }
}

extension EngineConnection {
    fileprivate func column(_ sql: String) throws(DirectoryError) -> [String] {
        var texts: [String] = []
        try rows(sql, []) { row throws(DirectoryError) in texts.append(row.text(0) ?? "") }
        return texts
    }
}
