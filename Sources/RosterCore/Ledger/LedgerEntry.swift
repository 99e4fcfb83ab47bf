/// What a ledger counts.
package enum Currency: String, Sendable, CaseIterable {
    /// Money, in hundredths (分).
    case cents
    case points
}

/// The sums of a ledger: what its entries come to.
package struct Balance: Sendable, Equatable {
    package var sum: Int64 = 0
    /// Of the positive entries.
    package var income: Int64 = 0
    /// Of the negative entries, as a positive number.
    package var expenses: Int64 = 0
    /// When the last entry was made; nil without any.
    package var updatedAt: Timestamp?

    package init() {}

    /// The sums with one more entry; nil when they pass what can be counted or fall below zero.
    func adding(_ amount: Int64, at time: Timestamp) -> Balance? {
        var new = self
        let (sum, isBeyond) = sum.addingReportingOverflow(amount)
        let side = amount > 0 ? income : expenses
        let (total, isTotalBeyond) = side.addingReportingOverflow(abs(amount))
        guard !isBeyond, !isTotalBeyond, sum >= 0 else { return nil }
        new.sum = sum
        if amount > 0 { new.income = total } else { new.expenses = total }
        new.updatedAt = time
        return new
    }
}

/// One movement of an account's ledger. Entries are appended and never changed; each carries the
/// sums up to itself, so that a balance is read from one row and yet is what the entries come to.
package struct LedgerEntry: Sendable, Equatable {
    package let accountID: AccountID
    package let currency: Currency
    /// Counts from 1 for each account and currency, without a gap.
    package let number: Int64
    /// Never 0; an expense is negative.
    package let amount: Int64
    package let note: String
    package let at: Timestamp
    /// The sums with this entry.
    package let balance: Balance

    package init(
        accountID: AccountID, currency: Currency, number: Int64, amount: Int64, note: String,
        at: Timestamp, balance: Balance
    ) {
        self.accountID = accountID
        self.currency = currency
        self.number = number
        self.amount = amount
        self.note = note
        self.at = at
        self.balance = balance
    }
}
