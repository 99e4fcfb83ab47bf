import Glibc
import SurfaceKit

/// The `Date` of answers (RFC 9110 §5.6.7, IMF-fixdate).
enum HTTPDate {
    static func now() -> String {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return text(secondsSince1970: Int64(time.tv_sec))
    }

    static func text(secondsSince1970 seconds: Int64) -> String {
        let civil = CivilTime(secondsSince1970: seconds)
        // 1 January 1970 was a Thursday.
        let weekday = weekdays[Int((seconds / 86_400 + 4) % 7)]
        return "\(weekday), \(two(civil.day)) \(months[civil.month - 1]) \(civil.year) "
            + "\(two(civil.hour)):\(two(civil.minute)):\(two(civil.second)) GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
