import Glibc
import RosterCore

/// A moment in the calendar, UTC, and the spellings that the wire asks for.
struct CalendarTime {
    private let year: String
    private let monthIndex: Int
    private let day: String
    private let weekday: Int
    private let clock: [String]
    private let milliseconds: Int

    init(_ timestamp: Timestamp) {
        var seconds = time_t(timestamp.milliseconds / 1000)
        var rest = Int(timestamp.milliseconds % 1000)
        if rest < 0 {
            seconds -= 1
            rest += 1000
        }
        var fields = unsafe tm()
        _ = unsafe gmtime_r(&seconds, &fields)
        year = unsafe Self.padded(Int(fields.tm_year) + 1900, to: 4)
        monthIndex = unsafe Int(fields.tm_mon)
        day = unsafe Self.padded(Int(fields.tm_mday), to: 2)
        weekday = unsafe Int(fields.tm_wday)
        clock = unsafe [fields.tm_hour, fields.tm_min, fields.tm_sec]
            .map { Self.padded(Int($0), to: 2) }
        milliseconds = rest
    }

    /// RFC 5322 §3.3, e.g. `Sat, 21 Nov 2026 07:04:26 +0000`.
    var mailDate: String {
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        return "\(days[weekday]), \(day) \(months[monthIndex]) \(year) \(clock(":")) +0000"
    }

    /// RFC 3339 in seconds, e.g. `2026-11-21T07:04:26Z`.
    var internetDate: String { "\(year)-\(month)-\(day)T\(clock(":"))Z" }

    /// Sorts by time as text, e.g. `2026-11-21T07-04-26-123Z`.
    var fileName: String {
        "\(year)-\(month)-\(day)T\(clock("-"))-\(Self.padded(milliseconds, to: 3))Z"
    }

    private var month: String { Self.padded(monthIndex + 1, to: 2) }

    private func clock(_ separator: String) -> String { clock.joined(separator: separator) }

    private static func padded(_ number: Int, to length: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, length - digits.count)) + digits
    }
}
