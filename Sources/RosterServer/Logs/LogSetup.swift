package import Logging
package import RosterSettings

extension Logger {
    /// The logger that the settings ask for, on standard error.
    package static func roster(_ settings: RosterSettings.Settings) -> Logger {
        let level = Logger.Level(rawValue: settings.logLevel.rawValue) ?? .info
        switch settings.logFormat {
        case .json:
            return Logger(label: "roster") { JSONLogHandler(label: $0, logLevel: level) }
        case .text:
            return Logger(label: "roster") { label in
                var handler = StreamLogHandler.standardError(label: label)
                handler.logLevel = level
                return handler
            }
        }
    }
}
