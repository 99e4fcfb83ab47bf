/// The settings table as a page for people; the README holds it word for word.
package enum SettingsReference {
    /// A Markdown table with a line break at its end.
    package static var markdown: String {
        let head = [
            "| Key | Environment variable | Flag | Default | Meaning |", "|---|---|---|---|---|",
        ]
        let file = line(
            SettingsTable.configurationFile, default: nil,
            meaning: "File of settings, YAML or JSON by its extension; not itself a key of the file"
        )
        let rows = SettingsTable.rows.map { row in
            line(row.key, default: row.defaultText, meaning: row.meaning)
        }
        return (head + [file] + rows).map { $0 + "\n" }.joined()
    }

    private static func line(_ key: SettingKey, default text: String?, meaning: String) -> String {
        let cells = [
            "`\(key)`", "`\(key.environmentName)`", "`\(key.flag)`", text ?? "none", meaning,
        ]
        return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
}
