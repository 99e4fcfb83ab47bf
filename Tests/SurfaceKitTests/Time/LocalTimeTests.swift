import Foundation
import RosterCore
import SurfaceKit
import Testing

/// Local times that clocks skip or show twice.
@Suite struct LocalTimeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let zone: String
        let text: String
        /// As the zone writes the moment that is meant.
        let means: String

        var testDescription: String { "\(zone) \(text)" }
    }

    static let cases = [
        // Midnight is skipped: 00:00 becomes 01:00.
        Case(zone: "America/Sao_Paulo", text: "2018-11-04", means: "2018-11-04T01:00:00-02:00"),
        Case(
            zone: "America/Sao_Paulo", text: "2018-11-04 00:30", means: "2018-11-04T01:30:00-02:00"),
        Case(
            zone: "America/Sao_Paulo", text: "2018-11-04T00:00:00",
            means: "2018-11-04T01:00:00-02:00"),
        Case(zone: "Asia/Beirut", text: "2022-03-27", means: "2022-03-27T01:00:00+03:00"),
        Case(zone: "America/Havana", text: "2024-03-10", means: "2024-03-10T01:00:00-04:00"),
        Case(zone: "Africa/Cairo", text: "2023-04-28", means: "2023-04-28T01:00:00+03:00"),
        Case(zone: "Asia/Shanghai", text: "1940-06-01", means: "1940-06-01T01:00:00+09:00"),
        // 23:30 becomes 00:30: the date begins late, and a time moves into it.
        Case(zone: "America/Toronto", text: "1919-03-31", means: "1919-03-31T00:30:00-04:00"),
        Case(zone: "America/Toronto", text: "1919-03-30", means: "1919-03-30T00:00:00-05:00"),
        Case(
            zone: "America/Toronto", text: "1919-03-30 23:45:00",
            means: "1919-03-31T00:45:00-04:00"),
        // An hour in the night.
        Case(zone: "Europe/Berlin", text: "2026-03-29", means: "2026-03-29T00:00:00+01:00"),
        Case(
            zone: "Europe/Berlin", text: "2026-03-29 01:59:59", means: "2026-03-29T01:59:59+01:00"),
        Case(zone: "Europe/Berlin", text: "2026-03-29 02:00", means: "2026-03-29T03:00:00+02:00"),
        Case(
            zone: "Europe/Berlin", text: "2026-03-29 02:59:59", means: "2026-03-29T03:59:59+02:00"),
        Case(zone: "Europe/Berlin", text: "2026-03-29 03:00", means: "2026-03-29T03:00:00+02:00"),
        Case(
            zone: "Australia/Lord_Howe", text: "2025-10-05 02:10",
            means: "2025-10-05T02:40:00+11:00"
        ),
        // A whole day that was not there.
        Case(zone: "Pacific/Apia", text: "2011-12-30", means: "2011-12-31T00:00:00+14:00"),
        Case(zone: "Pacific/Apia", text: "2011-12-30 12:00", means: "2011-12-31T12:00:00+14:00"),
        Case(zone: "Pacific/Apia", text: "2011-12-29", means: "2011-12-29T00:00:00-10:00"),
        Case(zone: "Pacific/Apia", text: "2011-12-31", means: "2011-12-31T00:00:00+14:00"),
        // Twice: the earlier one is meant.
        Case(zone: "Europe/Berlin", text: "2026-10-25 02:30", means: "2026-10-25T02:30:00+02:00"),
        Case(zone: "America/Havana", text: "2024-11-03", means: "2024-11-03T00:00:00-04:00"),
        Case(
            zone: "America/Sao_Paulo", text: "2018-02-17 23:30", means: "2018-02-17T23:30:00-02:00"),
        Case(zone: "America/Sao_Paulo", text: "2018-02-18", means: "2018-02-18T00:00:00-03:00"),
        // Where the clock shows a day twice, the earlier one.
        Case(zone: "Pacific/Kwajalein", text: "1969-09-30", means: "1969-09-30T00:00:00+11:00"),
        // With an offset nothing is skipped.
        Case(
            zone: "America/Sao_Paulo", text: "2018-11-04T00:30:00-03:00",
            means: "2018-11-04T01:30:00-02:00"),
    ]

    @Test(
        "A local time that is skipped moves forward, one that comes twice is the earlier",
        arguments: cases)
    func skippedOrTwice(_ row: Case) throws {
        let format = TimeFormat(zone: try #require(TimeZone(identifier: row.zone)))
        let time = try #require(format.time(reading: row.text))
        #expect(format.rfc3339(time) == row.means)
    }

    @Test("A date alone stays that date wherever it exists, and is its first moment, in every zone")
    func everyZone() throws {
        var changesCount = 0
        for name in TimeZone.knownTimeZoneIdentifiers {
            let zone = try #require(TimeZone(identifier: name))
            let format = TimeFormat(zone: zone)
            for change in Self.changes(of: zone) {
                changesCount += 1
                for days in [-1, 0, 1] {
                    let day = change.second + change.before + Int64(days) * 86_400
                    let date = String(
                        TimeFormat.utc.rfc3339(Timestamp(milliseconds: day * 1000)).prefix(10))
                    let time = try #require(format.time(reading: date))
                    let midnight = day - Self.modulo(day, 86_400)
                    let isSkippedWhole =
                        change.second + change.before <= midnight
                        && midnight + 86_400 <= change.second + change.after
                    let shown = format.rfc3339(time)
                    #expect(shown.hasPrefix(date) != isSkippedWhole, "\(name) \(date): \(shown)")
                    let earlier = format.rfc3339(Timestamp(milliseconds: time.milliseconds - 1))
                    #expect(!earlier.hasPrefix(date), "\(name) \(date) begins before \(shown)")
                }
            }
        }
        #expect(changesCount > 5_000)
    }

    @Test("What a zone writes without its offset is read as the same moment, or the earlier of two")
    func backAgain() throws {
        for name in ["America/Sao_Paulo", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia"] {
            let zone = try #require(TimeZone(identifier: name))
            let format = TimeFormat(zone: zone)
            for change in Self.changes(of: zone) {
                for seconds in stride(from: Int64(-90_000), to: 90_000, by: 900) {
                    let time = Timestamp(milliseconds: (change.second + seconds) * 1000)
                    let read = try #require(format.time(reading: format.local(time)))
                    let back = (time.milliseconds - read.milliseconds) / 1000
                    let isSecond = seconds >= 0 && seconds < change.before - change.after
                    #expect(
                        back == (isSecond ? change.before - change.after : 0), "\(name) \(time)")
                }
            }
        }
    }

    private struct Change {
        let second: Int64
        let before: Int64
        let after: Int64
    }

    /// Every change of the offset from 1970 to 2037, found by looking at each tenth day.
    private static func changes(of zone: TimeZone) -> [Change] {
        func offset(_ second: Int64) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
        }
        var changes: [Change] = []
        let step: Int64 = 10 * 86_400
        for start in stride(from: Int64(0), to: 2_145_916_800, by: Int(step)) {
            let (before, after) = (offset(start), offset(start + step))
            guard before != after else { continue }
            var (low, high) = (start, start + step)
            while high - low > 1 {
                let middle = (low + high) / 2
                if offset(middle) == after { high = middle } else { low = middle }
            }
            changes.append(Change(second: high, before: before, after: after))
        }
        return changes
    }

    private static func modulo(_ value: Int64, _ divisor: Int64) -> Int64 {
        (value % divisor + divisor) % divisor
    }
}
