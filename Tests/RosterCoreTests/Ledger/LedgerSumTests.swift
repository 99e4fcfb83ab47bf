import RosterCore
import RosterTestSupport
import Testing

@Suite("A ledger's balance")
struct LedgerSumTests {
    @Test("is the sum of its entries, also of those that were made at once")
    func concurrentEntries() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let accounts = [try await fixture.create("ada"), try await fixture.create("ben")]
        let directory = fixture.directory
        let outcomes = await atOnce(200) { number throws(DirectoryError) in
            // Gifts first and takings after, of two people and two currencies.
            let amount: Int64 = number.isMultiple(of: 3) ? -7 : 10
            return try await directory.enter(
                amount, number.isMultiple(of: 2) ? .cents : .points, note: "\(number)",
                to: accounts[number / 2 % 2].target, by: .system)
        }
        #expect(outcomes.values.count + outcomes.failures.count == 200)
        // Only what would have fallen below zero was refused.
        #expect(outcomes.failures.allSatisfy { $0 == .balanceOutOfRange })
        for account in accounts {
            for currency in Currency.allCases {
                let entries = try await directory.ledger(
                    currency, of: account.target, limit: 1000, by: .operator)
                let made = outcomes.values.filter {
                    $0.accountID == account.id && $0.currency == currency
                }
                #expect(entries.count == made.count)
                #expect(entries.map(\.number) == (1...Int64(entries.count)).reversed())
                let newest = try #require(entries.first)
                #expect(newest.balance.sum == made.reduce(0) { $0 + $1.amount })
                #expect(newest.balance.sum == newest.balance.income - newest.balance.expenses)
                var sum: Int64 = 0
                for entry in entries.reversed() {
                    sum += entry.amount
                    #expect(entry.balance.sum == sum && sum >= 0)
                }
            }
        }
    }

    @Test("neither falls below zero nor grows beyond counting, and takes no amount of nothing")
    func bounds() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        for amount in [0, Limits.ledgerAmountMax + 1, -Limits.ledgerAmountMax - 1, .min, .max] {
            await #expect(throws: DirectoryError.invalid([InvalidField(.amount, .malformed)])) {
                _ = try await fixture.directory.enter(
                    amount, .cents, note: "", to: ada.target, by: .system)
            }
        }
        await #expect(throws: DirectoryError.balanceOutOfRange) {
            _ = try await fixture.directory.enter(
                -1, .cents, note: "", to: ada.target, by: .system)
        }
        await #expect(throws: DirectoryError.forbidden(.notAdministrator)) {
            _ = try await fixture.directory.enter(
                1, .cents, note: "", to: ada.target, by: .account(ada))
        }
    }

    @Test("stays in the recycle bin and goes with the purge")
    func recycleBin() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        _ = try await fixture.directory.enter(
            5, .points, note: "", to: ada.target, by: .system)
        try await fixture.delete(ada)
        await #expect(throws: DirectoryError.notFound) {
            _ = try await fixture.directory.ledger(
                .points, of: ada.target, limit: 1, by: .operator)
        }
        _ = try await fixture.directory.restore(ada.target, by: .system)
        let back = try await fixture.directory.ledger(
            .points, of: ada.target, limit: 1, by: .operator)
        #expect(back.first?.balance.sum == 5)
    }
}
