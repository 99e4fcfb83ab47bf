import RosterSettings

/// The section SETTINGS.
extension Manual {
    /// Every row of the settings table, and the file of settings before them.
    var settingList: [String] {
        [".Sh SETTINGS", ".Bl -tag -width Ds"] + settings.flatMap(item) + [".El"]
    }

    private func item(_ setting: SettingsReference.Entry) -> [String] {
        // The parser's `--` and a flag of mdoc both begin with a dash that `Fl` writes.
        let flag = Roff.argument(String(setting.key.flag.dropFirst()))
        var lines = [".It Fl \(flag) Ar value"] + Roff.lines(setting.meaning + ".")
        lines += Roff.lines("Default: \(setting.defaultText ?? "none").")
        lines += ["Environment:", ".Ev \(Roff.argument(setting.key.environmentName)) ."]
        if setting.key != SettingsTable.configurationFile {
            lines += ["In a file:", ".Cm \(Roff.argument(setting.key.rawValue)) ."]
        }
        return lines
    }
}
