import Foundation
import RosterSettings
import Testing

@Suite("Names of time zones")
struct TimeZoneTests {
    private static let areas: Set = [
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
        "Indian", "Pacific",
    ]

    /// Every name that this system has data for, those of areas apart.
    private static func system() throws -> (areas: [String], others: [String]) {
        let root = "/usr/share/zoneinfo"
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root)
        let names = paths.filter { path in
            let file = FileManager.default.contents(atPath: root + "/" + path) ?? Data()
            return file.starts(with: Data("TZif".utf8)) && !path.hasPrefix("posix/")
                && !path.hasPrefix("right/") && !["localtime", "posixrules"].contains(path)
        }
        func isArea(_ name: String) -> Bool {
            areas.contains(name.split(separator: "/").first.map(String.init) ?? "")
                && name.contains("/")
        }
        return (names.filter(isArea), names.filter { !isArea($0) && $0 != "UTC" })
    }

    @Test("every area of the system is taken as it is written")
    func areas() throws {
        let names = try Self.system().areas
        try #require(names.count > 300)
        for name in names { #expect(NamedTimeZone(name)?.identifier == name, "\(name)") }
    }

    @Test("every other name of the system is refused with a name that is taken")
    func others() throws {
        let names = try Self.system().others
        try #require(names.count > 80)
        // The first is for machines that nobody has set up, and nobody lives at the second.
        let nameless = ["Factory", "Etc/GMT+12"]
        for name in names where !nameless.contains(name) { try expectAdvice(name) }
        for name in nameless { #expect(NamedTimeZone(name) == nil) }
    }

    @Test("every abbreviation that the libraries read as a zone is refused with a name to use")
    func abbreviations() throws {
        for name in TimeZone.abbreviationDictionary.keys where name != "UTC" {
            try expectAdvice(name)
        }
    }

    @Test(
        "names that mean several things, or offsets, are refused with names to use",
        arguments: [
            ("CST", ["Asia/Shanghai", "America/Chicago"]), ("cst", ["Asia/Shanghai"]),
            ("EST", ["America/New_York"]), ("PRC", ["Asia/Shanghai"]),
            ("IST", ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
            ("GMT", ["UTC"]), ("Z", ["UTC"]), ("utc", ["UTC"]), ("Etc/UTC", ["UTC"]),
            ("GMT+8", ["Asia/Shanghai"]), ("Etc/GMT-8", ["Asia/Shanghai"]),
            ("Etc/GMT+8", ["Pacific/Pitcairn"]), ("UTC+8", ["Asia/Shanghai"]),
            ("UTC+08:00", ["Asia/Shanghai"]), ("+08:00", ["Asia/Shanghai"]),
            ("+0800", ["Asia/Shanghai"]), ("+05:30", ["Asia/Colombo"]), ("-5", ["America/Bogota"]),
            ("Asia/shanghai", ["Asia/Shanghai"]), ("asia/kolkata", ["Asia/Kolkata"]),
            ("AMERICA/NEW YORK", ["America/New_York"]), ("Asia/Beijing", ["Asia/Shanghai"]),
            ("US/Pacific", ["America/Los_Angeles"]), (" Asia/Shanghai", ["Asia/Shanghai"]),
        ])
    func advice(text: String, names: [String]) throws {
        let line = try expectAdvice(text)
        for name in names { #expect(line.contains(name), "\(line)") }
    }

    @Test(
        "what is no zone at all is refused",
        arguments: [
            "Mars/Base", "Asia", "Asia/", "/Asia/Shanghai", "Asia//Shanghai", "Asia/Shanghai/",
            "Asia/../Europe/Berlin", "posix/Asia/Shanghai", "+25:00", "+08:99", "Asia/GMT+8",
            "8", "Asia/Shanghai\u{301}",
        ])
    func none(text: String) {
        #expect(NamedTimeZone(text) == nil)
        #expect(refusals(["--time-zone=\(text)"]).count == 1)
    }

    /// The refusal, whose every name to use must itself be taken.
    @discardableResult
    private func expectAdvice(_ text: String) throws -> String {
        #expect(NamedTimeZone(text) == nil, "\(text)")
        let lines = refusals(["--time-zone=\(text)"])
        let line = try #require(lines.first, "\(text)")
        #expect(lines.count == 1 && line.hasPrefix("timeZone (flag --time-zone): "), "\(lines)")
        let use = try #require(line.components(separatedBy: "; use ").dropFirst().first, "\(line)")
        for name in use.components(separatedBy: " or ") {
            #expect(NamedTimeZone(name) != nil, "\(line)")
        }
        return line
    }
}
