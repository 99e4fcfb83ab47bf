import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let ledger: [StorageClause] = [
        .init("ledger entries come back with every field, newest first", entriesComeBack),
        .init("each account and currency has a ledger of its own", ledgersAreApart),
        .init(
            "a number that is taken is refused: of 16 writers at once one gets it", numbersAreTaken),
        .init("what an entry must not be is refused", entriesAreConstrained),
        .init("ledgers go with the account", ledgersArePurged),
    ]

    private static func entriesComeBack(_ store: SQLDirectoryStore) async throws {
        let id = try await store.keep(named: "a").id
        #expect(try await store.last(.cents, of: id) == nil)
        let entries = [
            Sample.entry(1, 500, of: id, income: 500, note: "first '%_\\ 🦊"),
            Sample.entry(2, -200, of: id, income: 500, expenses: 200),
            Sample.entry(3, .max - 700, of: id, income: .max - 200, expenses: 200),
        ]
        for entry in entries {
            try await store.append(entry)
            #expect(try await store.last(.cents, of: id) == entry)
        }
        for (limit, count) in [(10, 3), (3, 3), (2, 2), (1, 1), (0, 1), (-1, 1)] {
            let found = try await store.read { storage throws(DirectoryError) in
                try storage.ledgerEntries(.cents, of: id, limit: limit)
            }
            #expect(found == Array(entries.reversed().prefix(count)), "\(limit) at most")
        }
    }

    private static func ledgersAreApart(_ store: SQLDirectoryStore) async throws {
        let ids = try await store.keep(["a", "b"]).map(\.id)
        let entries = [
            Sample.entry(1, 1, of: ids[0], income: 1),
            Sample.entry(1, 2, .points, of: ids[0], income: 2),
            Sample.entry(1, 3, of: ids[1], income: 3),
        ]
        for entry in entries { try await store.append(entry) }
        for entry in entries {
            #expect(try await store.last(entry.currency, of: entry.accountID) == entry)
        }
        #expect(try await store.last(.points, of: ids[1]) == nil)
    }

    private static func numbersAreTaken(_ store: SQLDirectoryStore) async throws {
        let id = try await store.keep(named: "a").id
        let kept = await withTaskGroup(of: DirectoryError?.self) { group in
            for amount in 1...16 as ClosedRange<Int64> {
                group.addTask {
                    do throws(DirectoryError) {
                        try await store.append(Sample.entry(1, amount, of: id, income: amount))
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(kept.count { $0 == nil } == 1)
        #expect(kept.count { $0 == .storage(.constraint) } == 15)
    }

    private static func entriesAreConstrained(_ store: SQLDirectoryStore) async throws {
        let id = try await store.keep(named: "a").id
        let bad: [(String, LedgerEntry)] = [
            ("no amount", Sample.entry(1, 0, of: id, income: 0)),
            ("number 0", Sample.entry(0, 1, of: id, income: 1)),
            ("number below 0", Sample.entry(-1, 1, of: id, income: 1)),
            ("below none", Sample.entry(1, -1, of: id, income: 0, expenses: 1)),
            ("sums that do not add up", Sample.entry(1, 1, of: id, income: 1, sum: 2)),
            ("nobody's", Sample.entry(1, 1, of: AccountID(404), income: 1)),
        ]
        for (name, entry) in bad {
            await #expect(throws: DirectoryError.storage(.constraint), "\(name)") {
                try await store.append(entry)
            }
        }
        #expect(try await store.last(.cents, of: id) == nil)
    }

    private static func ledgersArePurged(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["gone", "stays"])
        for account in accounts {
            for currency in Currency.allCases {
                try await store.append(Sample.entry(1, 1, currency, of: account.id, income: 1))
            }
        }
        try await store.purge(accounts[0])
        for currency in Currency.allCases {
            #expect(try await store.last(currency, of: accounts[0].id) == nil)
            #expect(try await store.last(currency, of: accounts[1].id) != nil)
        }
    }
}

extension Sample {
    /// An entry whose sums are as said, `sum` what they come to unless said, too.
    static func entry(
        _ number: Int64, _ amount: Int64, _ currency: Currency = .cents, of id: AccountID,
        income: Int64, expenses: Int64 = 0, sum: Int64? = nil, note: String = ""
    ) -> LedgerEntry {
        var balance = Balance()
        balance.sum = sum ?? income - expenses
        balance.income = income
        balance.expenses = expenses
        balance.updatedAt = second(number)
        return LedgerEntry(
            accountID: id, currency: currency, number: number, amount: amount, note: note,
            at: second(number), balance: balance)
    }
}

extension SQLDirectoryStore {
    fileprivate func append(_ entry: LedgerEntry) async throws(DirectoryError) {
        try await write { storage throws(DirectoryError) in try storage.append(entry) }
    }

    fileprivate func last(
        _ currency: Currency, of id: AccountID
    ) async throws(DirectoryError) -> LedgerEntry? {
        try await read { storage throws(DirectoryError) in
            try storage.lastEntry(currency, of: id)
        }
    }
}
