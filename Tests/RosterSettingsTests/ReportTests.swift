import Foundation
import RosterSettings
import Testing

@Suite("Reports")
struct ReportTests {
    @Test("the lines of roster config are aligned and name every source")
    func lines() throws {
        try withFile("a.yaml", "trash.days: 9") { path in
            let loaded = try load(
                ["--listen=127.0.0.1:1", "--config", path],
                environment: ["ROSTER_IAM_PASSWORD_HASH": "reveal"])
            let lines = EffectiveReport.lines(loaded.effective)
            #expect(lines.count == SettingsTable.rows.count)
            let cells = Dictionary(
                uniqueKeysWithValues: lines.map { line in
                    let words = line.split(separator: " ", maxSplits: 1)
                    return (words[0], words[1].split(separator: " ").joined(separator: " "))
                })
            #expect(cells["listen"] == "127.0.0.1:1 flag --listen")
            #expect(cells["iam.passwordHash"] == "reveal environment ROSTER_IAM_PASSWORD_HASH")
            #expect(cells["trash.days"] == "9 file \(path)")
            #expect(cells["tls.key"] == "none default")
            #expect(cells["iam.prefix"] == "\"\" default")
            let columns = Set(
                lines.compactMap { line in
                    line.firstRange(of: "default").map {
                        line.distance(from: line.startIndex, to: $0.lowerBound)
                    }
                })
            #expect(columns.count == 1)
        }
    }

    @Test("the JSON of roster config holds every setting")
    func json() throws {
        struct Entry: Decodable, Equatable {
            var key: String
            var environment: String
            var flag: String
            var value: String?
            var source: String
            var file: String?
        }
        try withFile("a.yaml", "trash.days: 9") { path in
            let loaded = try load(["--config", path])
            let data = try EffectiveReport.json(loaded.effective)
            let entries = try JSONDecoder().decode([Entry].self, from: data)
            #expect(entries.map(\.key) == SettingsTable.rows.map(\.key.rawValue))
            #expect(
                entries.contains(
                    Entry(
                        key: "trash.days", environment: "ROSTER_TRASH_DAYS", flag: "--trash-days",
                        value: "9", source: "file", file: path)))
            #expect(
                entries.contains(
                    Entry(
                        key: "admin.password", environment: "ROSTER_ADMIN_PASSWORD",
                        flag: "--admin-password", value: nil, source: "default", file: nil)))
        }
    }

    @Test("the reference has one sound Markdown row for the file and for every setting")
    func reference() {
        let lines = SettingsReference.markdown.split(separator: "\n")
        #expect(lines.count == SettingsTable.rows.count + 3)
        #expect(lines.allSatisfy { $0.hasPrefix("|") && $0.hasSuffix("|") })
        #expect(lines.allSatisfy { $0.split(separator: "|").count == 5 })
        #expect(
            lines.contains {
                $0.hasPrefix(
                    "| `limits.perAddress` | `ROSTER_LIMITS_PER_ADDRESS` | `--limits-per-address` | `60` |"
                )
            })
        #expect(lines.contains { $0.contains("| `Roster <roster@localhost>` |") })
        #expect(lines.contains { $0.hasPrefix("| `session.ttl` | ") && $0.contains(" | `14d` | ") })
        #expect(
            lines.contains {
                $0.hasPrefix(
                    "| `config` | `ROSTER_CONFIG` | `--config` | `/etc/roster/roster.yaml`, if it exists |"
                )
            })
    }
}
