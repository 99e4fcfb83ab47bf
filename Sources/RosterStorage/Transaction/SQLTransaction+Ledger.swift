import RosterCore

extension SQLTransaction {
    func lastEntry(
        _ currency: Currency, of id: AccountID
    ) throws(DirectoryError) -> LedgerEntry? {
        try ledgerEntries(currency, of: id, limit: 1).first
    }

    func ledgerEntries(
        _ currency: Currency, of id: AccountID, limit: Int
    ) throws(DirectoryError) -> [LedgerEntry] {
        try connection.all(
            """
            SELECT number, amount, note, at, balance, income, expenses FROM ledger_entry
            WHERE account_id = $1 AND currency = $2 ORDER BY number DESC LIMIT $3
            """,
            [.integer(id.rawValue), .text(currency.rawValue), .integer(Int64(max(1, limit)))]
        ) { row throws(DirectoryError) in
            let at = try row.requiredTimestamp(3)
            var balance = Balance()
            balance.sum = try row.requiredInteger(4)
            balance.income = try row.requiredInteger(5)
            balance.expenses = try row.requiredInteger(6)
            balance.updatedAt = at
            return LedgerEntry(
                accountID: id, currency: currency, number: try row.requiredInteger(0),
                amount: try row.requiredInteger(1), note: try row.requiredText(2), at: at,
                balance: balance)
        }
    }

    func append(_ entry: LedgerEntry) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO ledger_entry (
                account_id, currency, number, amount, note, at, balance, income, expenses
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .integer(entry.accountID.rawValue), .text(entry.currency.rawValue),
                .integer(entry.number), .integer(entry.amount), .text(entry.note),
                SQLValue(entry.at), .integer(entry.balance.sum), .integer(entry.balance.income),
                .integer(entry.balance.expenses),
            ])
    }
}
