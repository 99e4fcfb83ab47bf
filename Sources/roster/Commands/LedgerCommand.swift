import ArgumentParser
import RosterCore
import RosterServer

/// `roster ledger ...`
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Enter money and points, and show what there is.",
        subcommands: [LedgerAddCommand.self, LedgerShowCommand.self])
}

/// `roster ledger add`
struct LedgerAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Append an entry to the ledger of one account.",
        discussion: "To take rather than give, write the number after an equals sign: --cents=-250")

    @Argument(help: "A name or a number.") var user: String
    @Option(help: "Money, in hundredths; not 0.") var cents: Int64?
    @Option(help: "Points; not 0.") var points: Int64?
    @Option(help: "What it is for.") var note: String = ""
    @Flag(help: "Write JSON.") var json = false

    func validate() throws {
        guard (cents == nil) != (points == nil) else {
            throw ValidationError("give either --cents or --points")
        }
    }

    func run() async throws {
        let currency = cents == nil ? Currency.points : .cents
        let entry = try await withDirectory { open in
            let target = try await open.directory.target(user).target
            return try await open.directory.enter(
                cents ?? points ?? 0, currency, note: note, to: target, by: .commandLine)
        }
        let output = LedgerEntryOutput(entry)
        if json {
            try StandardOutput.write(json: output)
        } else {
            StandardOutput.write("\(output.currency): \(output.balance)\n")
        }
    }
}

/// `roster ledger show`
struct LedgerShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the balances and newest entries of one account.")

    @Argument(help: "A name or a number.") var user: String
    @Option(help: "How many entries of each currency at most, 1 to 1000.") var limit = 20
    @Flag(help: "Write JSON.") var json = false

    func run() async throws {
        let ledgers = try await withDirectory { open in
            let target = try await open.directory.target(user).target
            var ledgers: [LedgerOutput] = []
            for currency in Currency.allCases {
                let entries = try await open.directory.ledger(
                    currency, of: target, limit: limit, by: .operator)
                ledgers.append(LedgerOutput(currency, entries))
            }
            return ledgers
        }
        if json {
            try StandardOutput.write(json: ledgers)
        } else {
            for ledger in ledgers { StandardOutput.write(ledger.text) }
        }
    }
}

/// One currency of an account's ledger as the command line shows it.
struct LedgerOutput: Encodable {
    let currency: String
    let balance: Int64
    let income: Int64
    let expenses: Int64
    /// Newest first.
    let entries: [LedgerEntryOutput]

    init(_ currency: Currency, _ entries: [LedgerEntry]) {
        let balance = entries.first?.balance ?? Balance()
        self.currency = currency.rawValue
        self.balance = balance.sum
        self.income = balance.income
        self.expenses = balance.expenses
        self.entries = entries.map(LedgerEntryOutput.init)
    }

    /// For people.
    var text: String {
        let head = "\(currency): \(balance) (income \(income), expenses \(expenses))\n"
        guard !entries.isEmpty else { return head }
        return head
            + table(
                ["NUMBER", "AT", "AMOUNT", "BALANCE", "NOTE"],
                entries.map { ["\($0.number)", $0.at, "\($0.amount)", "\($0.balance)", $0.note] })
    }
}

/// An entry as the command line shows it.
struct LedgerEntryOutput: Encodable {
    let currency: String
    let number: Int64
    let at: String
    let amount: Int64
    let balance: Int64
    let note: String

    init(_ entry: LedgerEntry) {
        self.currency = entry.currency.rawValue
        self.number = entry.number
        self.at = UTCText.of(entry.at)
        self.amount = entry.amount
        self.balance = entry.balance.sum
        self.note = entry.note
    }
}
