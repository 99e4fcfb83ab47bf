package import Foundation

/// A time zone and the name the operator gave it, which Foundation rewrites (`UTC` to `GMT`).
package struct NamedTimeZone: Sendable, Equatable {
    package let identifier: String
    package let zone: TimeZone

    /// Nil when the system knows no such zone.
    package init?(_ identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        self.identifier = identifier
        self.zone = zone
    }

    private init(identifier: String, zone: TimeZone) {
        self.identifier = identifier
        self.zone = zone
    }

    /// Asia/Shanghai; where the system has no time zone data, its fixed offset since 1991.
    package static let standard =
        NamedTimeZone("Asia/Shanghai")
        ?? NamedTimeZone(
            identifier: "Asia/Shanghai", zone: TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt)
}
