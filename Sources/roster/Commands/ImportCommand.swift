import ArgumentParser
import Foundation
import RosterControl
import RosterCore
import RosterServer
import RosterSettings
import RosterTransfer
import SurfaceKit

/// `roster import`
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take over the users of an old table, under the ids that its clients know.",
        discussion: """
            The file is JSON Lines or CSV, of the table that the surface's system keeps, or what
            `roster export` wrote if no surface is named. What became of each row is written as
            JSON Lines to standard output, or to --report FILE. An import that was ended goes on
            where it stood when the same command is given again.
            """)

    @Argument(help: "The file: .jsonl, .ndjson or .csv, unless --format says which.")
    var file: String
    @Option(help: "The surface whose clients know the ids; Roster's own export if left out.")
    var surface: RosterSettings.SurfaceName?
    @Option(help: "By what a row is known to be somebody who is there: name, email or none.")
    var match: ImportOptions.Match = .none
    @Option(
        help: "What becomes of a row whose name or e-mail is another's: report, link or skip.")
    var onConflict: ImportOptions.Conflict = .report
    @Option(help: "What the column `password` holds: hash, or plain (the password itself).")
    var passwords: RowDecoder.Passwords = .hash
    @Option(
        help: "Password hashes that cost a login more than 300 ms or 64 MiB: refuse, or accept.")
    var costlyHashes: CostlyHashes = .refuse
    @Flag(help: "Let rows that say so become administrators; Roster's own export always does.")
    var roles = false
    @Option(help: "The account of user cards that name none.") var owner: String?
    @Option(help: "jsonl or csv, whatever the file is called.") var format: TableFormat?
    @Flag(help: "Say what would become of each row, and change nothing.") var dryRun = false
    @Flag(help: "Begin with the first row, though this file was imported to its end before.")
    var again = false
    @Option(help: "Where the report goes, instead of standard output.") var report: String?
    @Flag(help: "Write the sum as JSON, too: the last line of standard output.")
    var json = false

    func validate() throws {
        guard format != nil || TableFormat(path: file) != nil else {
            throw ValidationError("\(file) does not end in .jsonl or .csv; say --format")
        }
        guard owner == nil || surface == .tavern else {
            throw ValidationError("--owner is for the user cards of --surface Tavern")
        }
    }

    func run() async throws {
        let settings = try CommandWords.loadSettings().settings
        let form = surface.flatMap(OldTables.form) ?? .directory
        let decoder = RowDecoder(
            form: form, time: TimeFormat(zone: settings.timeZone.zone), passwords: passwords,
            people: OldTables.people)
        let source = ImportSource(
            path: file, format: format ?? TableFormat(path: file) ?? .jsonl, decoder: decoder,
            isCards: form.kind == .card)
        let options = ImportOptions(
            match: match, onConflict: onConflict, takesRoles: roles || surface == nil,
            owner: owner, acceptsCostlyHashes: costlyHashes == .accept)
        let survey = try source.survey()
        if !survey.strangers.isEmpty {
            StandardError.write(
                "not taken: "
                    + survey.strangers.sorted().map(\.printable).joined(separator: ", ") + "\n")
        }
        let output = try ReportOutput(path: report, table: file)
        let end = try await Desk.with(dryRun ? .rehearse : .make) { desk in
            try await ImportLoop(
                desk: desk, source: source, survey: survey, options: options,
                surface: surface?.rawValue, isRehearsal: dryRun, again: again, output: output
            ).run()
        }
        let sum = ImportSum(end, isRehearsal: dryRun)
        StandardError.write(sum.text)
        if json { try StandardOutput.writeLine(json: sum) }
        if sum.refused > 0 { throw ExitCode(1) }
    }
}

/// What becomes of hashes that cost more than a login should on this machine.
enum CostlyHashes: String, ExpressibleByArgument, CaseIterable {
    case refuse, accept
}

extension ImportOptions.Match: ExpressibleByArgument {}
extension ImportOptions.Conflict: ExpressibleByArgument {}
extension RowDecoder.Passwords: ExpressibleByArgument {}
extension TableFormat: ExpressibleByArgument {}

/// What an import came to.
struct ImportSum: Encodable {
    let rows: Int
    let created: Int
    let linked: Int
    let present: Int
    let skipped: Int
    let refused: Int
    let dryRun: Bool
    let doneBefore: String?

    init(_ end: ImportEnd, isRehearsal: Bool) {
        let counts = end.counts
        doneBefore = end.doneBefore
        created = counts.created
        linked = counts.linked
        present = counts.present
        skipped = counts.skipped
        refused = counts.refused
        rows = created + linked + present + skipped + refused
        dryRun = isRehearsal
    }

    var text: String {
        (dryRun ? "would be: " : "") + "\(rows) rows: \(created) created, \(linked) linked, "
            + "\(present) present, \(skipped) skipped, \(refused) refused\n"
    }
}
