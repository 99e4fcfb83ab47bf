package import RosterCore
import SurfaceKit

/// Moments in words for operators: RFC 3339 in UTC, whole seconds.
package enum UTCText {
    package static func of(_ time: Timestamp) -> String { TimeFormat.utc.rfc3339(time) }
}
