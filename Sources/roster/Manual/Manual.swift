import RosterSettings

/// The manual page roster(1), as source in the macros of mdoc(7).
///
/// Verbs, arguments and options are described by the parser, settings by their table; written here
/// is what neither of them knows.
struct Manual {
    let command: ParserDescription.Command
    let settings: [SettingsReference.Entry]
    let version: String
    /// Year, month and day of the release: `2026-11-21`.
    let date: String

    var text: String {
        let sections = [
            head, name, synopsis, description, verbs, settingList, files, exitStatus, seeAlso,
        ]
        return sections.joined().map { $0 + "\n" }.joined()
    }

    private var head: [String] {
        [
            ".Dd \(spelledDate)",
            ".Dt \(Roff.argument(command.commandName.uppercased())) 1",
            ".Os \(Roff.argument("Roster \(version)"))",
        ]
    }

    private var name: [String] {
        [".Sh NAME", ".Nm \(Roff.argument(command.commandName))", ".Nd \(Roff.argument(summary))"]
    }

    private var synopsis: [String] {
        [".Sh SYNOPSIS", ".Nm", ".Ar verb", ".Op Ar argument ...", ".Op Ar setting ..."]
    }

    private var description: [String] {
        [".Sh DESCRIPTION"] + Roff.lines(command.discussion ?? "")
            + [".Pp", "Options of every verb:"] + list(of: everyVerbs)
    }

    private var seeAlso: [String] {
        [".Sh SEE ALSO", ".Xr sqlite3 1 ,", ".Xr systemd.service 5"]
    }

    /// Arguments of the program itself, which every verb has, too.
    var everyVerbs: [ParserDescription.Argument] {
        (command.arguments ?? []).filter(\.shouldDisplay)
    }

    /// What stands after the name on the first line: no sentence, so without capital and full stop.
    private var summary: String {
        let abstract = command.abstract ?? ""
        let first = abstract.prefix(1).lowercased() + abstract.dropFirst()
        return first.hasSuffix(".") ? String(first.dropLast()) : first
    }

    /// As mdoc spells dates: `November 21, 2026`.
    private var spelledDate: String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ]
        let numbers = date.split(separator: "-").compactMap { Int($0) }
        guard numbers.count == 3, months.indices.contains(numbers[1] - 1) else { return date }
        return "\(months[numbers[1] - 1]) \(numbers[2]), \(numbers[0])"
    }
}
