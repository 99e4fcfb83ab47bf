import CPlatform
import SurfaceKit

/// The `Date` of answers (RFC 9110 §5.6.7, IMF-fixdate).
enum HTTPDate {
    static func now() -> String {
        text(secondsSince1970: roster_wall_milliseconds() / 1000)
    }

    static func text(secondsSince1970 seconds: Int64) -> String {
        let civil = CivilTime(secondsSince1970: seconds)
        // 1 January 1970 was a Thursday.
        var text: [UInt8] = []
        text.reserveCapacity(32)
        text.append(contentsOf: weekdays[Int((seconds / 86_400 + 4) % 7)].utf8)
        append(", ", civil.day, to: &text)
        text.append(contentsOf: months[civil.month - 1].utf8)
        append(" ", civil.year / 100, to: &text)
        append("", civil.year % 100, to: &text)
        append(" ", civil.hour, to: &text)
        append(":", civil.minute, to: &text)
        append(":", civil.second, to: &text)
        text.append(contentsOf: " GMT".utf8)
        return String(decoding: text, as: UTF8.self)
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        " Jan", " Feb", " Mar", " Apr", " May", " Jun", " Jul", " Aug", " Sep", " Oct", " Nov",
        " Dec",
    ]

    private static func append(_ before: String, _ value: Int, to text: inout [UInt8]) {
        text.append(contentsOf: before.utf8)
        text.append(UInt8(ascii: "0") + UInt8(value / 10))
        text.append(UInt8(ascii: "0") + UInt8(value % 10))
    }
}
