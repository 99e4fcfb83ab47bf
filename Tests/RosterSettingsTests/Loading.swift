import Foundation
import RosterSettings

/// Loads settings as a process without a terminal does, on a machine without a file of settings
/// unless the test names one.
func load(
    _ arguments: [String] = [], environment: [String: String] = [:], isTerminal: Bool = false,
    standardFile: String = "/nonexistent/roster.yaml"
) throws -> LoadedSettings {
    try SettingsLoader.load(
        arguments: arguments, environment: environment, standardFile: standardFile,
        isTerminal: isTerminal)
}

/// The lines of the error with which loading fails; empty when it does not fail.
func refusals(
    _ arguments: [String] = [], environment: [String: String] = [:],
    standardFile: String = "/nonexistent/roster.yaml"
) -> [String] {
    do throws(SettingsError) {
        _ = try SettingsLoader.load(
            arguments: arguments, environment: environment, standardFile: standardFile,
            isTerminal: false)
        return []
    } catch {
        return error.description.split(separator: "\n").map(String.init)
    }
}

/// Runs the body with the path of a file of that content, in a folder of its own.
func withFile<Result>(
    _ name: String, _ content: String, body: (_ path: String) throws -> Result
) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: name)
    try Data(content.utf8).write(to: file)
    return try body(file.path)
}

/// A configuration file as people write one: a nested map with one key.
func yaml(_ key: SettingKey, _ value: String) -> String {
    var lines: [String] = []
    for (depth, name) in key.rawValue.split(separator: ".").enumerated() {
        lines.append(String(repeating: "  ", count: depth) + name + ":")
    }
    return lines.joined(separator: "\n") + " " + value + "\n"
}

extension LoadedSettings {
    func effective(_ key: SettingKey) -> EffectiveSetting? {
        effective.first { $0.key == key }
    }
}
