extension SettingsTable {
    /// Every key that the command line and the environment may set.
    static let commandLineKeys = [configurationFile] + rows.map(\.key)

    /// The key of the setting that is kept in `field`, so that nobody spells it a second time.
    package static func key(of field: PartialKeyPath<Settings>) -> SettingKey {
        rows.first { $0.field == field }?.key ?? "settings"
    }

    /// `; did you mean NAME?` when a known name differs only in case, dots, dashes and underscores;
    /// else empty.
    static func hint(for name: String, spelled: (SettingKey) -> String) -> String {
        let folded = letters(name)
        guard let key = rows.map(\.key).first(where: { letters(spelled($0)) == folded }) else {
            return ""
        }
        return "; did you mean \(spelled(key))?"
    }

    private static func letters(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
