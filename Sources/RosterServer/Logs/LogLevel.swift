package import Logging
import Synchronization

/// From which level on lines are logged; may change while the server runs.
package final class LogLevel: Sendable {
    private let level = Mutex(Logger.Level.info)

    package init() {}

    package var current: Logger.Level { level.withLock { $0 } }

    package func set(_ new: Logger.Level) { level.withLock { $0 = new } }
}

/// Logs from a ``LogLevel`` on, whatever level the copies of a logger were made with.
struct LevelledLogHandler: LogHandler {
    private var base: any LogHandler
    private let level: LogLevel

    init(base: any LogHandler, level: LogLevel) {
        self.base = base
        self.base.logLevel = .trace
        self.level = level
    }

    var logLevel: Logger.Level {
        get { level.current }
        set { _ = newValue }
    }
    var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue }
    }
    var metadataProvider: Logger.MetadataProvider? {
        get { base.metadataProvider }
        set { base.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) { base.log(event: event) }
}
