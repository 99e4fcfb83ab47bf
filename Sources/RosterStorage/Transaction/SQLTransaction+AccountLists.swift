import RosterCore

extension SQLTransaction {
    func accounts(_ query: AccountQuery) throws(DirectoryError) -> AccountPage {
        let filter = AccountFilter(query)
        let limit = max(1, min(query.limit, Limits.pageSizeMax))
        let count = filter.arguments.count
        let page = try connection.all(
            """
            SELECT \(AccountRow.columns) FROM account WHERE \(filter.condition)
            ORDER BY \(query.order.terms) LIMIT $\(count + 1) OFFSET $\(count + 2)
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

extension AccountQuery.Order {
    /// Names of live accounts are unique as numbers are, so that each order is total.
    fileprivate var terms: String {
        switch self {
        case .idAscending: "account.id ASC"
        case .idDescending: "account.id DESC"
        case .nameAscending: "account.name_key ASC"
        case .nameDescending: "account.name_key DESC"
        case .newestFirst: "account.created_at DESC, account.id DESC"
        }
    }
}
