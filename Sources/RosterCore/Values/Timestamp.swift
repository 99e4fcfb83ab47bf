/// A moment as whole milliseconds since 1970-01-01T00:00:00Z (DESIGN §2).
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package func adding(seconds: Int64) -> Timestamp {
        Timestamp(milliseconds: milliseconds + seconds * 1000)
    }

    package func adding(days: Int64) -> Timestamp { adding(seconds: days * 86_400) }

    /// The whole seconds from here to `later`, rounded up, at least 1: what `Retry-After` says.
    package func retrySeconds(until later: Timestamp) -> Int {
        max(1, Int((later.milliseconds - milliseconds + 999) / 1000))
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }
}
