package import Foundation

/// A time zone by the name of its area, `Asia/Shanghai`, or `UTC`.
///
/// Other names that systems know are refused: `CST` is −06:00 in America and +08:00 in China,
/// `Etc/GMT-8` is east of Greenwich, and `EST5EDT` or `+08:00` say which rule holds today, not
/// whose clocks are meant. ``ZoneAdvice`` says which name to write in their place.
package struct NamedTimeZone: Sendable, Equatable {
    /// As the operator wrote it, which Foundation rewrites (`UTC` to `GMT`).
    package let identifier: String
    package let zone: TimeZone

    /// Nil for a name of another form, and for an area that the system does not know. Upper and
    /// lower case count.
    package init?(_ identifier: String) {
        guard identifier == "UTC" || Self.isAreaName(identifier),
            let zone = TimeZone(identifier: identifier)
        else { return nil }
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

    /// The areas of the IANA time zone database (its file `theory.html`, "Timezone identifiers").
    private static let areas: Set<Substring> = [
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
        "Indian", "Pacific",
    ]

    private static func isAreaName(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count > 1 && areas.contains(parts[0])
            && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }
}
