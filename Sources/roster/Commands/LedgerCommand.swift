import ArgumentParser
import RosterControl
import RosterCore

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

    @OptionGroup var argument: UserArgument
    @Option(help: "Money, in hundredths; not 0.") var cents: Int64?
    @Option(help: "Points; not 0.") var points: Int64?
    @Option(help: "What it is for.") var note: String = ""
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (cents == nil) != (points == nil) else {
            throw ValidationError("give either --cents or --points")
        }
    }

    func run() async throws {
        let entry = try await Desk.ask(
            LedgerAddVerb(
                user: argument.user, currency: cents == nil ? .points : .cents,
                amount: cents ?? points ?? 0, note: note))
        try output.write(entry) { "\(entry.currency): \(entry.balance)\n" }
    }
}

/// `roster ledger show`
struct LedgerShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the balances and newest entries of one account.")

    @OptionGroup var argument: UserArgument
    @Option(help: "How many entries of each currency at most, 1 to 1000.") var limit = 20
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...Limits.pageSizeMax).contains(limit) else {
            throw ValidationError("--limit must be 1 to \(Limits.pageSizeMax)")
        }
    }

    func run() async throws {
        let ledgers = try await Desk.ask(LedgerShowVerb(user: argument.user, limit: limit))
        try output.write(ledgers) { ledgers.map(Self.text).joined() }
    }

    private static func text(of ledger: LedgerView) -> String {
        let head =
            "\(ledger.currency): \(ledger.balance) "
            + "(income \(ledger.income), expenses \(ledger.expenses))\n"
        guard !ledger.entries.isEmpty else { return head }
        return head
            + table(
                ["NUMBER", "AT", "AMOUNT", "BALANCE", "NOTE"],
                ledger.entries.map {
                    ["\($0.number)", $0.at, "\($0.amount)", "\($0.balance)", $0.note]
                })
    }
}
