import RosterControl
import RosterSettings

/// Files with secrets in them are their owner's alone: the private key of TLS, and the configuration
/// file when it holds secrets. A group may be meant to read one, so that alone is a warning.
enum PrivateFileCheck {
    static func findings(
        _ settings: RosterSettings.Settings, configurationFile: String?
    ) -> [Finding] {
        var findings: [Finding] = []
        if let path = settings.tlsKey {
            findings += Self.findings(SettingsTable.key(of: \.tlsKey), path)
        }
        if let path = configurationFile, let first = SecretsInFile.keys(path: path).first {
            findings += Self.findings(SettingsTable.configurationFile, path, holding: first)
        }
        return findings
    }

    /// - Parameter holding: which secret the file holds, for people to know why it matters.
    private static func findings(
        _ subject: SettingKey, _ path: String, holding: SettingKey? = nil
    ) -> [Finding] {
        guard case .found(let facts) = FileFacts.look(at: path) else { return [] }
        return findings(subject, path, facts, holding: holding)
    }

    static func findings(
        _ subject: some CustomStringConvertible, _ path: String, _ facts: FileFacts,
        holding: SettingKey? = nil, showsFine: Bool = true
    ) -> [Finding] {
        let reason = holding.map { ", which holds \($0)," } ?? ""
        let mode = "(mode \(facts.permissionsText))"
        if facts.permissions & 0o027 != 0 {
            return [
                .failure(
                    subject,
                    "\(path)\(reason) may be read or written by others than its owner \(mode)",
                    mend: "run: chmod 600 \(path.shellWord)")
            ]
        }
        if facts.permissions & 0o050 != 0 {
            return [
                .warning(
                    subject, "\(path)\(reason) may be read by its group \(mode)",
                    mend: "run: chmod 600 \(path.shellWord), unless roster reads it as that group")
            ]
        }
        return showsFine ? [.fine(subject, "\(path)\(reason) is its owner's alone")] : []
    }
}
