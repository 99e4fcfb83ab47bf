package import Logging
package import RosterSettings
import Synchronization

extension Logger {
    /// The logger that the settings ask for.
    /// - Parameters:
    ///   - queue: Takes its lines; standard error when left out.
    ///   - level: Where the level stands, for who changes it while the server runs.
    package static func roster(
        _ settings: RosterSettings.Settings, queue: LogQueue = .standardError,
        level: LogLevel = LogLevel()
    ) -> Logger {
        level.set(Logger.Level(rawValue: settings.logLevel.rawValue) ?? .info)
        let format = settings.logFormat
        queue.setNotice { count in
            let line = Mutex<[UInt8]>([])
            Logger(label: "roster") { label in
                Self.handler(label, format) { bytes in line.withLock { $0 = bytes } }
            }.warning("log lines were dropped", metadata: ["lines": "\(count)"])
            return line.withLock { $0 }
        }
        return Logger(label: "roster") { label in
            LevelledLogHandler(base: Self.handler(label, format) { queue.add($0) }, level: level)
        }
    }

    private static func handler(
        _ label: String, _ format: RosterSettings.Settings.LogFormat,
        write: @escaping @Sendable ([UInt8]) -> Void
    ) -> any LogHandler {
        switch format {
        case .json: JSONLogHandler(label: label, logLevel: .trace, write: write)
        case .text: StreamLogHandler(label: label, stream: LogStream(take: write))
        }
    }
}
