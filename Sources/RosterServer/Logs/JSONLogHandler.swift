import CPlatform
package import Logging
import RosterCore
import SurfaceKit

/// Log lines as JSON objects: `time`, `level`, `message`, then the metadata's
/// keys in alphabetical order.
package struct JSONLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let write: @Sendable ([UInt8]) -> Void

    package init(
        label: String, logLevel: Logger.Level,
        write: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.label = label
        self.logLevel = logLevel
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var all = metadata
        all.merge(metadataProvider?.get() ?? [:]) { $1 }
        all.merge(event.metadata ?? [:]) { $1 }
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        writer.key("time")
        writer.value(Self.now())
        writer.key("level")
        writer.value(event.level.rawValue)
        writer.key("logger")
        writer.value(label)
        writer.key("message")
        writer.value(event.message.description)
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            writer.key(key)
            writer.value("\(value)")
        }
        writer.endObject()
        write(writer.take() + [UInt8(ascii: "\n")])
    }

    private static func now() -> String {
        utc.rfc3339(.init(milliseconds: roster_wall_milliseconds()), milliseconds: true)
    }

    private static let utc = TimeFormat.utc
}
