package import RosterCore

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Writes moments in the setting `timeZone`. The zone's offsets are looked up once, at the start:
/// asking the system's time-zone data for every field of every answer would cost more than the
/// rest of the answer.
package struct TimeFormat: Sendable {
    private struct Span: Sendable {
        let from: Int64
        let offset: Int
    }

    private let zone: TimeZone
    /// `Asia/Shanghai`
    package var zoneName: String { zone.identifier }
    private let spans: [Span]
    /// 2000 to 2070; beyond, the system is asked each time.
    private static let firstSecond: Int64 = 946_684_800
    private static let lastSecond: Int64 = 3_155_760_000
    /// Zones keep an offset longer than this.
    private static let stepSeconds: Int64 = 10 * 86_400

    /// `Z`, for logs and for APIs that speak UTC.
    package static let utc = TimeFormat()

    /// UTC: one offset for all times.
    private init() {
        self.zone = TimeZone.gmt
        self.spans = [Span(from: Self.firstSecond, offset: 0)]
    }

    package init(zone: TimeZone) {
        self.zone = zone
        var spans: [Span] = []
        var second = Self.firstSecond
        while second < Self.lastSecond {
            let offset = Self.offset(of: zone, at: second)
            if let last = spans.last, last.offset != offset {
                let change = Self.change(of: zone, after: second - Self.stepSeconds, before: second)
                spans.append(Span(from: change, offset: offset))
            } else if spans.isEmpty {
                spans.append(Span(from: second, offset: offset))
            }
            second += Self.stepSeconds
        }
        self.spans = spans
    }

    /// RFC 3339 with the zone's offset (`Z` for zero), in whole seconds or with milliseconds.
    package func rfc3339(_ time: Timestamp, milliseconds: Bool = false) -> String {
        let seconds = time.milliseconds.quotientRoundedDown(by: 1000)
        let offset = offset(at: seconds)
        let civil = CivilTime(secondsSince1970: seconds + Int64(offset))
        var text: [UInt8] = []
        text.reserveCapacity(30)
        Self.append(civil.year, digits: 4, to: &text)
        Self.append("-", civil.month, to: &text)
        Self.append("-", civil.day, to: &text)
        Self.append("T", civil.hour, to: &text)
        Self.append(":", civil.minute, to: &text)
        Self.append(":", civil.second, to: &text)
        if milliseconds {
            text.append(UInt8(ascii: "."))
            Self.append(Int(time.milliseconds - seconds * 1000), digits: 3, to: &text)
        }
        if offset == 0 {
            text.append(UInt8(ascii: "Z"))
        } else {
            Self.append(offset < 0 ? "-" : "+", abs(offset) / 3600, to: &text)
            Self.append(":", abs(offset) % 3600 / 60, to: &text)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `yyyy-MM-dd HH:mm:ss` without the zone.
    package func local(_ time: Timestamp) -> String {
        let seconds = time.milliseconds.quotientRoundedDown(by: 1000)
        let civil = CivilTime(secondsSince1970: seconds + Int64(offset(at: seconds)))
        var text: [UInt8] = []
        text.reserveCapacity(19)
        Self.append(civil.year, digits: 4, to: &text)
        Self.append("-", civil.month, to: &text)
        Self.append("-", civil.day, to: &text)
        Self.append(" ", civil.hour, to: &text)
        Self.append(":", civil.minute, to: &text)
        Self.append(":", civil.second, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    func offset(at second: Int64) -> Int {
        guard second >= Self.firstSecond, second < Self.lastSecond else {
            return Self.offset(of: zone, at: second)
        }
        return spans.last { $0.from <= second }?.offset ?? 0
    }

    /// The second at which the zone's offset changes, of the one change between two moments.
    func change(after: Int64, before: Int64) -> Int64 {
        Self.change(of: zone, after: after, before: before)
    }

    private static func offset(of zone: TimeZone, at second: Int64) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
    }

    /// The second at which the offset of `before` begins.
    private static func change(of zone: TimeZone, after: Int64, before: Int64) -> Int64 {
        let new = offset(of: zone, at: before)
        var (low, high) = (after, before)
        while high - low > 1 {
            let middle = (low + high) / 2
            if offset(of: zone, at: middle) == new { high = middle } else { low = middle }
        }
        return high
    }

    private static func append(_ separator: Unicode.Scalar, _ value: Int, to text: inout [UInt8]) {
        text.append(UInt8(ascii: separator))
        append(value, digits: 2, to: &text)
    }

    private static func append(_ value: Int, digits: Int, to text: inout [UInt8]) {
        let decimal = Array(String(value).utf8)
        for _ in 0..<max(0, digits - decimal.count) { text.append(UInt8(ascii: "0")) }
        text.append(contentsOf: decimal)
    }
}

extension Int64 {
    fileprivate func quotientRoundedDown(by divisor: Int64) -> Int64 {
        self / divisor - (self % divisor < 0 ? 1 : 0)
    }
}
