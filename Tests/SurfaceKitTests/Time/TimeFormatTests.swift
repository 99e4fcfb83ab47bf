import Foundation
import RosterCore
import SurfaceKit
import Testing

@Suite struct TimeFormatTests {
    @Test("Times of many zones and years are the ones that Foundation writes")
    func agreesWithFoundation() throws {
        let zones = [
            "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Asia/Kathmandu",
            "Australia/Lord_Howe", "Pacific/Apia", "GMT",
        ]
        for name in zones {
            let zone = try #require(TimeZone(identifier: name))
            let format = TimeFormat(zone: zone)
            let formatter = ISO8601DateFormatter()
            formatter.timeZone = zone
            // Every 37 days and some from 1951 to 2090: leap years, changes of offset, both edges
            // of the table.
            for seconds in stride(from: Int64(-600_000_000), to: 3_780_000_000, by: 3_213_457) {
                let time = Timestamp(milliseconds: seconds * 1000)
                let expected = formatter.string(
                    from: Date(timeIntervalSince1970: Double(seconds)))
                #expect(format.rfc3339(time) == expected, "\(name) \(seconds)")
            }
        }
    }

    @Test("An offset changes in the very second in which the zone says so")
    func changesInTheRightSecond() throws {
        let format = TimeFormat(zone: try #require(TimeZone(identifier: "Europe/Berlin")))
        let change: Int64 = 1_774_746_000
        #expect(
            format.rfc3339(Timestamp(milliseconds: change * 1000 - 1))
                == "2026-03-29T01:59:59+01:00")
        #expect(
            format.rfc3339(Timestamp(milliseconds: change * 1000)) == "2026-03-29T03:00:00+02:00")
    }

    @Test("Milliseconds are three digits, before 1970 too")
    func milliseconds() {
        #expect(
            TimeFormat.utc.rfc3339(.init(milliseconds: 7), milliseconds: true)
                == "1970-01-01T00:00:00.007Z")
        #expect(
            TimeFormat.utc.rfc3339(.init(milliseconds: -1), milliseconds: true)
                == "1969-12-31T23:59:59.999Z")
    }
}
