/// Reads the configuration: flags over environment over file over defaults (DESIGN §5).
package enum SettingsLoader {
    /// - Parameters:
    ///   - arguments: The words after the command, `--listen 127.0.0.1:3000` or
    ///     `--listen=127.0.0.1:3000`; without the program's name.
    ///   - environment: All variables of the process; only those beginning `ROSTER_` matter.
    ///   - isTerminal: Whether log lines go to a terminal.
    /// - Throws: ``SettingsError`` with every problem of every source.
    package static func load(
        arguments: [String], environment: [String: String], isTerminal: Bool
    ) throws(SettingsError) -> LoadedSettings {
        let flags = FlagScan(arguments)
        var problems = flags.problems + EnvironmentScan.problems(in: environment)
        var layers = [
            SettingsLayer(flags: flags.accepted), SettingsLayer(environment: environment),
        ]
        let file = configurationFile(layers, problems: &problems)
        if let layer = file.layer { layers.append(layer) }

        var reading = SettingsReading(isTerminal: isTerminal)
        for row in SettingsTable.rows { reading.read(row, from: layers) }
        problems += reading.problems
        // Without its file, a configuration lacks values that it may well have.
        if !file.isMissing { problems += reading.combinationProblems() }
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
        return LoadedSettings(
            settings: reading.settings, effective: reading.effective, configurationFile: file.path)
    }

    private static func configurationFile(
        _ layers: [SettingsLayer], problems: inout [SettingProblem]
    ) -> (path: String?, layer: SettingsLayer?, isMissing: Bool) {
        let key = SettingsTable.configurationFile
        for layer in layers {
            guard case .text(let path)? = layer.value(for: key) else { continue }
            do throws(BadValue) {
                let file = try ConfigurationFile(path: path)
                problems += file.problems
                return (path, SettingsLayer(file: file), false)
            } catch {
                problems.append(
                    SettingProblem(
                        key: key.rawValue, place: layer.source.place(of: key),
                        sentence: error.sentence))
                return (path, nil, true)
            }
        }
        return (nil, nil, false)
    }
}
