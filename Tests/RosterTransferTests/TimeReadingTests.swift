import Foundation
import RosterCore
import SurfaceKit
import RosterTestSupport
import Testing

@Suite("Moments of old tables")
struct TimeReadingTests {
    private static let shanghai = TimeFormat(zone: TimeZone(identifier: "Asia/Shanghai") ?? .gmt)
    private static let berlin = TimeFormat(zone: TimeZone(identifier: "Europe/Berlin") ?? .gmt)

    @Test(
        "are read in every form that tables write",
        arguments: [
            ("2024-02-29T12:34:56Z", 1_709_210_096_000),
            ("2024-02-29t12:34:56z", 1_709_210_096_000),
            ("2024-02-29 12:34:56", 1_709_210_096_000), ("2024-02-29 12:34", 1_709_210_040_000),
            ("2024-02-29", 1_709_164_800_000), ("2024-02-29T12:34:56.7Z", 1_709_210_096_700),
            ("2024-02-29T12:34:56.789Z", 1_709_210_096_789),
            ("2024-02-29T12:34:56.789999999Z", 1_709_210_096_789),
            ("2024-02-29T12:34:56+08:00", 1_709_181_296_000),
            ("2024-02-29 12:34:56 +0800", 1_709_181_296_000),
            ("2024-02-29 12:34:56.123456+08", 1_709_181_296_123),
            ("2024-02-29T12:34:56-05:30", 1_709_229_896_000),
            ("2024-02-29T12:34:56-00:00", 1_709_210_096_000),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("2000-02-29", 951_782_400_000),
            ("1969-12-31T23:59:59.999Z", -1), ("0001-01-01", -62_135_596_800_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000), ("1709210096", 1_709_210_096_000),
            ("1709210096000", 1_709_210_096_000), ("0", 0), ("-1", -1000),
        ] as [(String, Int64)])
    func forms(_ text: String, _ milliseconds: Int64) {
        #expect(TimeFormat.utc.time(reading: text)?.milliseconds == milliseconds)
    }

    @Test(
        "that are nonsense are none",
        arguments: [
            "", " ", "x", "2023-02-29", "1900-02-29", "2100-02-29", "2024-13-01", "2024-00-01",
            "2024-01-00", "2024-04-31", "2024-1-1", "24-01-01", "2024/01/01", "01.02.2024",
            "2024-01-01T24:00:00Z", "2024-01-01T12:60:00Z", "2024-01-01T12:00:61Z", "2024-01-01T",
            "2024-01-01T12", "2024-01-01T12:", "2024-01-01T12:00:00.", "2024-01-01T12:00:00.Z",
            "2024-01-01T12:00:00+", "2024-01-01T12:00:00+8", "2024-01-01T12:00:00+24:00",
            "2024-01-01T12:00:00+08:60", "2024-01-01T12:00:00+08:", "2024-01-01T12:00:00 CET",
            "2024-01-01T12:00:00Zx", " 2024-01-01", "2024-01-01 ", "2024-01-01T12:00:00Z ",
            "99999999999999999999", "9223372036854775807", "-9223372036854775808", "1e9", "1.5",
            "٢٠٢٤-٠١-٠١", "-2024-01-01", "2024-01-01T12:00.5Z",
        ])
    func nonsense(_ text: String) {
        #expect(TimeFormat.utc.time(reading: text) == nil)
    }

    @Test("without an offset are in the zone of the setting, also around its changes")
    func zones() {
        #expect(
            Self.shanghai.time(reading: "2024-02-29 20:34:56")?.milliseconds == 1_709_210_096_000)
        #expect(
            Self.shanghai.time(reading: "2024-02-29 20:34:56Z")
                == TimeFormat.utc.time(reading: "2024-02-29 20:34:56"))
        for (wall, utc) in [
            ("2024-03-31 01:59:59", "2024-03-31 00:59:59"),
            ("2024-03-31 03:00:00", "2024-03-31 01:00:00"),
            ("2024-10-27 01:59:59", "2024-10-26 23:59:59"),
            ("2024-10-27 03:00:00", "2024-10-27 02:00:00"),
            ("2024-07-01 00:00:00", "2024-06-30 22:00:00"),
        ] {
            #expect(
                Self.berlin.time(reading: wall) == TimeFormat.utc.time(reading: utc), "\(wall)")
        }
    }

    @Test("come back from what is written, in every zone")
    func roundTrip() {
        let seed = UInt64.random(in: 1...1_000_000)
        var chance = SplitMix(state: seed)
        for _ in 0..<2000 {
            let moment = Timestamp(
                milliseconds: Int64.random(
                    in: -62_135_596_800_000...253_402_300_799_999, using: &chance))
            for format in [TimeFormat.utc, Self.shanghai, Self.berlin] {
                let text = format.rfc3339(moment, milliseconds: true)
                // Old offsets of cities have seconds, which RFC 3339 cannot write.
                guard moment.milliseconds > 0 || format.rfc3339(moment).hasSuffix("Z") else {
                    continue
                }
                #expect(format.time(reading: text) == moment, "seed \(seed): \(text)")
            }
        }
    }
}
