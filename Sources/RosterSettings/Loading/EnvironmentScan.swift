/// The environment, searched for variables that look like settings and are none.
enum EnvironmentScan {
    static func problems(in environment: [String: String]) -> [SettingProblem] {
        environment.keys.sorted().compactMap { name in
            guard name.hasPrefix(SettingKey.environmentPrefix), !names.contains(name) else {
                return nil
            }
            let hint = SettingsTable.hint(for: name, spelled: \.environmentName)
            return SettingProblem(
                key: cleaned(name), place: nil,
                sentence: "is not a known environment variable\(hint)")
        }
    }

    private static let names = Set(SettingsTable.commandLineKeys.map(\.environmentName))
}
