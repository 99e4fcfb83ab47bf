package import RosterCore

/// `ledger add`
package struct LedgerAddVerb: ControlVerb {
    package static let name = "ledger.add"

    package let user: String
    package let currency: String
    package let amount: Int64
    package let note: String

    package init(user: String, currency: Currency, amount: Int64, note: String) {
        self.user = user
        self.currency = currency.rawValue
        self.amount = amount
        self.note = note
    }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> LedgerEntryView {
        let target = try await desk.target(user)
        guard let currency = Currency(rawValue: currency) else {
            throw ControlFailure(.usage, "there is no currency \(currency)")
        }
        return LedgerEntryView(
            try await desk.ask { directory throws(DirectoryError) in
                try await directory.enter(
                    amount, currency, note: note, to: target, by: ControlDesk.actor)
            })
    }
}

/// `ledger show`
package struct LedgerShowVerb: ControlVerb {
    package static let name = "ledger.show"

    package let user: String
    /// Entries of each currency, at most.
    package let limit: Int

    package init(user: String, limit: Int) {
        self.user = user
        self.limit = limit
    }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> [LedgerView] {
        let target = try await desk.target(user)
        var ledgers: [LedgerView] = []
        for currency in Currency.allCases {
            let entries = try await desk.ask { directory throws(DirectoryError) in
                try await directory.ledger(currency, of: target, limit: limit, by: .operator)
            }
            ledgers.append(LedgerView(currency, entries))
        }
        return ledgers
    }
}
