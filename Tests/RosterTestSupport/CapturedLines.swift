package import Logging
import Synchronization

/// Log lines with all that was attached to them.
package final class CapturedLines: Sendable {
    private let lines = Mutex<[String]>([])

    package init() {}

    package var all: [String] { lines.withLock { $0 } }

    func append(_ line: String) { lines.withLock { $0.append(line) } }

    /// A logger that writes here, whatever the level.
    package var logger: Logger { Logger(label: "test") { _ in CapturingHandler(lines: self) } }
}

private struct CapturingHandler: LogHandler {
    let lines: CapturedLines
    var logLevel: Logger.Level = .trace
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.append(
            "\(event.level) \(event.message) \(event.metadata ?? [:]) \(metadata)")
    }
}
