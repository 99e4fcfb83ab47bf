import GRDB

/// The statements prepared on one connection, by their portable text. Used inside the
/// connection's queue only.
final class StatementCache {
    private var statements: [String: Statement] = [:]
    /// The portable SQL has fewer; lists with many shapes of filter must not grow it for ever.
    private static let statementsMax = 200

    func statement(_ sql: String, in database: Database) throws -> Statement {
        if let known = statements[sql] { return known }
        if statements.count >= Self.statementsMax { statements.removeAll() }
        let statement = try database.makeStatement(sql: Self.numbered(sql))
        statements[sql] = statement
        return statement
    }

    /// Forgets a statement that failed: SQLite repeats the failure when it is reset.
    func remove(_ sql: String) { statements[sql] = nil }

    func removeAll() { statements.removeAll() }

    /// In SQLite `$1` is a *name*, numbered by its first appearance; `?1` is the first parameter
    /// wherever it stands. Our SQL holds no dollar sign but in parameters.
    private static func numbered(_ sql: String) -> String {
        sql.replacing("$", with: "?")
    }
}
