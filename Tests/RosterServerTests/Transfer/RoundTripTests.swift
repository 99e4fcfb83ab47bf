import Foundation
import RosterTestSupport
import Testing

@Suite("roster export and roster import", .serialized)
struct RoundTripTests {
    /// Texts that files, spreadsheets and databases take for something else.
    private static let texts = [
        "=1+1", "+1", "-1", "@SUM(A1)", "'", "''", "'=1", "''+x", "'plain", "\"", "\"\"", "a\"b",
        ",", "a,b", ";", "NULL", "null", "\\N", "\\", "\\n", "true", "0", "1e5", "007",
        "🙂", "👩‍👩‍👧", "e\u{301}", "שלום", "مرحبا", "日本", "{}", "[]", "{\"a\":1}", "#", "--", "%s",
    ]
    private static let lines = ["a\nb", "\n", "a\n\n=b", "=a\n", "\"\n\"", ",\n,", "NULL\n"]

    /// A directory of hostile cells, in each field that takes them.
    private static func rows() -> [[String: Any]] {
        var rows: [[String: Any]] = []
        for (index, text) in (texts + lines).enumerated() {
            var row: [String: Any] = [
                "guid": String(format: "%024x", index + 1), "name": "person\(index)",
                "createdAt": "2001-02-03T04:05:06.\(String(format: "%03d", index))Z",
                "bio": text,
                "extend": ["=k": text, "nested": ["'", NSNull()] as [Any]] as [String: Any],
            ]
            if !lines.contains(text) {
                row["displayName"] = text
                row["location"] = text
                row["keys"] = ["BitAnswer": text + "\(index)", "IAM": "\(index + 5000)"]
            }
            if index % 2 == 0 { row["email"] = "'+=\(index)@example.com" }
            if index % 3 == 0 {
                row["phone"] = "+86 1380013\(8000 + index)"
                row["phoneIsProven"] = index % 6 == 0
            }
            if index % 4 == 0 { row["emailIsProven"] = index % 8 == 0 }
            if index % 5 == 0 { row["role"] = "admin" }
            if index % 7 == 0 { row["status"] = "disabled" }
            row["sex"] = index % 3
            rows.append(row)
        }
        for (index, name) in ["=cmd", "+49", "-x", "@a", "'q", "a\"b", "a,b", "NULL", "名🙂"]
            .enumerated()
        {
            rows.append([
                "guid": String(format: "%024x", 900 + index), "name": name,
                "passwordHash":
                    "$6$salt$IxDD3jeSOb5eB1CX5LBsqZFVkJdido3OUILO5Ifz5iwMuTS4XMS130MTSuDDl3aCI6WouIL9AjRbLCelDCy.g.",
            ])
        }
        // No text and none at all are two things.
        rows.append(["name": "empty", "displayName": "", "bio": "", "location": ""])
        rows.append(["name": "none"])
        return rows
    }

    @Test("give each other back whatever the cells hold", arguments: ["jsonl", "csv"])
    func hostileCells(_ format: String) async throws {
        try await TransferFolder.with { folder in
            try folder.write("first.jsonl", rows: Self.rows())
            let lines = try await folder.succeed("first.jsonl", to: "first")
            #expect(lines.count == Self.rows().count)
            let exported = try await folder.exporting(
                "one.\(format)", "--hashes", from: "first")
            let reports = try await folder.succeed("one.\(format)", to: "second")
            #expect(reports.allSatisfy { outcome($0) == "created" })
            let again = try await folder.exporting("two.\(format)", "--hashes", from: "second")
            #expect(again == exported)
            // Nor did the first export lose anything that both would lack.
            let people = TransferFolder.lines(try await folder.dump(of: "second"))
            for row in Self.rows() {
                let found = people.first { $0["name"] as? String == row["name"] as? String }
                let person = try #require(found, "\(row)")
                for field in ["bio", "displayName", "location", "email", "phone", "guid"] {
                    guard let text = row[field] as? String else { continue }
                    #expect(person[field] as? String == text, "\(field)")
                }
            }
            let none = try #require(people.first { $0["name"] as? String == "none" })
            #expect(none["bio"] == nil && none["location"] == nil)
        }
    }

    @Test("leave no cell that a spreadsheet would run")
    func formulas() async throws {
        try await TransferFolder.with { folder in
            try folder.write("first.jsonl", rows: Self.rows())
            try await folder.succeed("first.jsonl")
            for words in [
                [], ["--surface", "IAM"], ["--surface", "BitAnswer"], ["--surface", "ThinkSNS"],
            ] {
                let end = try await folder.run(["export", "--format", "csv", "--hashes"] + words)
                #expect(end.status == 0)
                // Judged by another reader than ours.
                let script = """
                    import csv, sys
                    for row in csv.reader(open(sys.argv[1], newline="", encoding="utf-8")):
                        for cell in row:
                            if cell[:1] in "=+-@\\t\\r" and cell: print(repr(cell))
                    """
                try folder.write("table.csv", end.output)
                let found = try await Tool.run(["python3", "-c", script, folder.path("table.csv")])
                #expect(found.isEmpty, "\(words): \(found)")
            }
        }
    }

    @Test("write hashes only when asked")
    func hashes() async throws {
        try await TransferFolder.with { folder in
            try folder.write("first.jsonl", rows: Self.rows())
            try await folder.succeed("first.jsonl")
            for surface in ["", "BitAnswer", "IAM", "Management", "ThinkSNS", "Tavern"] {
                for format in ["csv", "jsonl"] {
                    let words = surface.isEmpty ? [] : ["--surface", surface]
                    let bare = try await folder.run(["export", "--format", format] + words)
                    #expect(bare.status == 0 && !bare.output.contains("$6$"), "\(surface)")
                    #expect(!bare.output.lowercased().contains("password"), "\(surface)")
                    let full = try await folder.run(
                        ["export", "--format", format, "--hashes"] + words)
                    #expect(full.output.contains("$6$") == (surface != "Tavern"), "\(surface)")
                }
            }
        }
    }

    @Test(
        "know each surface's own table, too",
        arguments: ["BitAnswer", "IAM", "Management", "ThinkSNS"], ["csv", "jsonl"])
    func surfaces(_ surface: String, _ format: String) async throws {
        try await TransferFolder.with { folder in
            // What an old table cannot say: that an address is not proven, that a text is empty.
            let rows = Self.rows().filter { $0["name"] as? String != "empty" }
                .map { $0.filter { $0.key != "emailIsProven" && $0.key != "phoneIsProven" } }
            try folder.write("first.jsonl", rows: rows)
            try await folder.succeed("first.jsonl", to: "first")
            let table = "table.\(format)"
            let exported = try await folder.exporting(
                table, "--surface", surface, "--hashes", from: "first")
            let reports = try await folder.succeed(
                table, "--surface", surface, "--roles", to: "second")
            #expect(reports.count == rows.count)
            #expect(reports.allSatisfy { outcome($0) == "created" })
            let again = try await folder.exporting(
                "again.\(format)", "--surface", surface, "--hashes", from: "second")
            let (one, two) = (
                String(decoding: exported, as: UTF8.self).split(separator: "\n"),
                String(decoding: again, as: UTF8.self).split(separator: "\n")
            )
            #expect(one.count == two.count)
            for (one, two) in zip(one, two) where one != two {
                Issue.record("\(one)\n\(two)")
                break
            }
            // In the directory that they came from they are all known.
            let present = try await folder.run(
                ["import", folder.path(table), "--surface", surface, "--match", "name"],
                on: "first")
            #expect(present.status == 0, "\(present.errors)")
        }
    }

    @Test("take over user cards with their ids", arguments: ["csv", "jsonl"])
    func cards(_ format: String) async throws {
        try await TransferFolder.with { folder in
            try folder.write("people.jsonl", rows: [["name": "ann"], ["name": "bob"]])
            let texts = Self.texts.enumerated().map { index, text in
                [
                    "id": "usr_\(index)", "account": index % 2 == 0 ? "ann" : "bob",
                    "name": "Card \(index)",
                    "snapshot": ["name": "Card \(index)", "=text": text] as [String: Any],
                    "created_at": 1_000_000_000_000 + index, "revision": index,
                ] as [String: Any]
            }
            try folder.write("cards.jsonl", rows: texts)
            for data in ["first", "second"] { try await folder.succeed("people.jsonl", to: data) }
            try await folder.succeed("cards.jsonl", "--surface", "Tavern", to: "first")
            let exported = try await folder.exporting(
                "one.\(format)", "--surface", "Tavern", from: "first")
            try await folder.succeed("one.\(format)", "--surface", "Tavern", to: "second")
            let again = try await folder.exporting(
                "two.\(format)", "--surface", "Tavern", from: "second")
            #expect(again == exported && exported.count > 1000)
        }
    }

    @Test("keep even the most distant moments: what export writes, import reads")
    func times() async throws {
        try await TransferFolder.with { folder in
            let moments: [Any] = [
                "0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z", -1,
                9_007_199_254_740_991, -9_007_199_254_740_991,
            ]
            try folder.write(
                "first.jsonl",
                rows: moments.enumerated().map { ["name": "t\($0)", "createdAt": $1] })
            _ = try await folder.importing("first.jsonl", to: "first")
            let exported = try await folder.exporting("one.jsonl", from: "first")
            _ = try await folder.importing("one.jsonl", to: "second")
            #expect(try await folder.exporting("two.jsonl", from: "second") == exported)
        }
    }
}
