import Foundation
import Glibc

/// Reads the configuration: flags over environment over file over defaults (DESIGN §5).
package enum SettingsLoader {
    /// The file that is read where neither `--config` nor `ROSTER_CONFIG` names one.
    package static let standardFile = "/etc/roster/roster.yaml"

    /// - Parameters:
    ///   - arguments: The words after the command, `--listen 127.0.0.1:3000` or
    ///     `--listen=127.0.0.1:3000`; without the program's name.
    ///   - environment: All variables of the process; only those beginning `ROSTER_` matter, and of
    ///     these no empty one.
    ///   - standardFile: Read if it exists and no other file is named. ``standardFile`` but in tests.
    ///   - isTerminal: Whether log lines go to a terminal.
    /// - Throws: ``SettingsError`` with every problem of every source.
    package static func load(
        arguments: [String], environment: [String: String],
        standardFile: String = Self.standardFile, isTerminal: Bool
    ) throws(SettingsError) -> LoadedSettings {
        let flags = FlagScan(arguments)
        let variables = EnvironmentScan(environment)
        var problems = flags.problems + variables.problems
        var layers = [
            SettingsLayer(flags: flags.accepted),
            SettingsLayer(environment: variables.accepted),
        ]
        let file = configurationFile(layers, orElse: standardFile, problems: &problems)
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
        _ layers: [SettingsLayer], orElse standardFile: String, problems: inout [SettingProblem]
    ) -> (path: String?, layer: SettingsLayer?, isMissing: Bool) {
        let key = SettingsTable.configurationFile
        for layer in layers {
            guard case .text(let path)? = layer.value(for: key) else { continue }
            return read(path, namedBy: layer.source, problems: &problems)
        }
        guard exists(standardFile) else { return (nil, nil, false) }
        return read(standardFile, namedBy: .default, problems: &problems)
    }

    private static func read(
        _ path: String, namedBy source: SettingSource, problems: inout [SettingProblem]
    ) -> (path: String?, layer: SettingsLayer?, isMissing: Bool) {
        let key = SettingsTable.configurationFile
        do throws(BadValue) {
            let file = try ConfigurationFile(path: path)
            problems += file.problems
            return (path, SettingsLayer(file: file), false)
        } catch {
            // Of a file that nobody named, its path is the place.
            let place = source == .default ? SettingSource.file(path: path) : source
            problems.append(
                SettingProblem(
                    key: key.rawValue, place: place.place(of: key), sentence: error.sentence))
            return (path, nil, true)
        }
    }

    /// A file that this user may not see counts as one that exists: a command that passed over it
    /// in silence would work on another data folder than the server.
    private static func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0 || ![ENOENT, ENOTDIR].contains(errno)
    }
}
