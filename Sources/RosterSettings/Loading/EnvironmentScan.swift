/// The environment as settings read it, searched for variables that look like settings and are
/// none.
struct EnvironmentScan {
    /// What the settings are looked up in.
    let accepted: [String: String]
    let problems: [SettingProblem]

    /// - Parameter environment: All variables of the process. An empty one is an unset one: shells
    ///   and manifests cannot always leave a variable out.
    init(_ environment: [String: String]) {
        let own = environment.filter { name, value in
            name.hasPrefix(SettingKey.environmentPrefix) && !value.isEmpty
        }
        let platform = PlatformVariables(in: own)
        accepted = own.filter { Self.names.contains($0.key) }
        problems = own.keys.sorted().compactMap { name in
            guard !Self.names.contains(name), !platform.contains(name, own[name] ?? "") else {
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
