/// Where the value of a setting came from.
package enum SettingSource: Sendable, Equatable {
    case `default`, flag, environment
    case file(path: String)

    /// `default`, `flag`, `environment` or `file`.
    package var name: String {
        switch self {
        case .default: "default"
        case .flag: "flag"
        case .environment: "environment"
        case .file: "file"
        }
    }

    /// The very spot, for people: `flag --listen`, `environment ROSTER_LISTEN`, `file roster.yaml`.
    package func place(of key: SettingKey) -> String {
        switch self {
        case .default: name
        case .flag: "\(name) \(key.flag)"
        case .environment: "\(name) \(key.environmentName)"
        case .file(let path): "\(name) \(path)"
        }
    }
}
