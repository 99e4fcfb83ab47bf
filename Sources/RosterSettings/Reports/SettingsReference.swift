/// The settings table as a page for people. The README holds the Markdown word for word; the manual
/// and the shells' completions are made of the entries.
package enum SettingsReference {
    /// One line of the page.
    package struct Entry: Sendable {
        package let key: SettingKey
        /// In Markdown: the default in words or as a value; nil when there is none.
        package let defaultText: String?
        /// In Markdown: what it is for, and which values it takes.
        package let meaning: String
        package let offer: ValueOffer
    }

    /// The name of the file of settings, then every setting.
    package static let entries: [Entry] =
        [
            Entry(
                key: SettingsTable.configurationFile,
                defaultText: "`\(SettingsLoader.standardFile)`, if it exists",
                meaning:
                    "File of settings, YAML or JSON by its extension; not itself a key of the file",
                offer: .paths)
        ]
        + SettingsTable.rows.map { row in
            Entry(
                key: row.key, defaultText: row.defaultText, meaning: row.meaning, offer: row.offer)
        }

    /// A Markdown table with a line break at its end.
    package static var markdown: String {
        let head = [
            "| Key | Environment variable | Flag | Default | Meaning |", "|---|---|---|---|---|",
        ]
        return (head + entries.map(line)).map { $0 + "\n" }.joined()
    }

    private static func line(_ entry: Entry) -> String {
        let key = entry.key
        let cells = [
            "`\(key)`", "`\(key.environmentName)`", "`\(key.flag)`", entry.defaultText ?? "none",
            entry.meaning,
        ]
        return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
}
