import RosterCore

extension SQLTransaction {
    func accounts(_ query: AccountQuery) throws(DirectoryError) -> AccountPage {
        let filter = AccountFilter(query)
        let limit = max(1, min(query.limit, Limits.pageSizeMax))
        let count = filter.arguments.count
        let page = try connection.all(
            """
            SELECT \(AccountRow.columns) FROM account WHERE \(filter.condition)
            ORDER BY account.id \(query.order.keyword) LIMIT $\(count + 1) OFFSET $\(count + 2)
            """,
            filter.arguments + [.integer(Int64(limit)), .integer(Int64(max(0, query.offset)))]
        ) { row throws(DirectoryError) in try AccountRow.decode(row) }
        guard query.wantsTotal else { return AccountPage(accounts: page, total: nil) }
        let total = try connection.first(
            "SELECT COUNT(*) FROM account WHERE \(filter.condition)", filter.arguments
        ) { row throws(DirectoryError) in try row.requiredInteger(0) }
        return AccountPage(accounts: page, total: Int(total ?? 0))
    }
}

/// A query's WHERE clause. Column names come from closed enums and values only as parameters,
/// so that nothing a caller sends becomes SQL (THREATS 2).
private struct AccountFilter {
    var condition = "account.deleted_at IS NULL"
    var arguments: [SQLValue] = []

    init(_ query: AccountQuery) {
        if let status = query.status {
            arguments.append(.text(status.rawValue))
            condition += " AND account.status = $\(arguments.count)"
        }
        if let text = query.contains {
            let folded = FoldedKey(folding: text).rawValue
            // In no field, longer than any column, or with a character that none holds: matches
            // nothing, and no engine has to bear it (SQLite refuses patterns of 50,000 bytes and
            // cuts at NUL).
            guard !query.searched.isEmpty, folded.utf8.count <= Self.searchBytesMax,
                !folded.utf8.contains(0)
            else {
                condition += " AND 1 = 0"
                return
            }
            arguments.append(.text(Self.pattern(containing: folded)))
            let parameter = "$\(arguments.count)"
            let matches = query.searched.map(\.column).sorted()
                .map { "account.\($0) LIKE \(parameter) ESCAPE '\\'" }
            condition += " AND (\(matches.joined(separator: " OR ")))"
        }
    }

    private static let searchBytesMax = 4096

    /// A LIKE pattern in which `%`, `_` and the escape itself are literal (THREATS 3).
    private static func pattern(containing text: String) -> String {
        var pattern = "%"
        for character in text.unicodeScalars {
            if character == "%" || character == "_" || character == "\\" { pattern += "\\" }
            pattern.unicodeScalars.append(character)
        }
        return pattern + "%"
    }
}

extension AccountQuery.SearchField {
    fileprivate var column: String {
        switch self {
        case .name: "name_key"
        case .displayName: "display_name_key"
        case .email: "email_key"
        case .phone: "phone_key"
        }
    }
}

extension AccountQuery.Order {
    fileprivate var keyword: String {
        switch self {
        case .idAscending: "ASC"
        case .idDescending: "DESC"
        }
    }
}
