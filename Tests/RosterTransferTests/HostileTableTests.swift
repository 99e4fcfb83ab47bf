import Foundation
import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import SurfaceKit
import Testing

@testable import RosterTransfer

/// Tables that are not what they seem, or not as small as they seem.
@Suite("A hostile table")
struct HostileTableTests {
    private static let surfaces: [RosterSettings.SurfaceName?] = [
        nil, .bitAnswer, .iam, .management, .tavern, .thinkSNS,
    ]

    private static func form(_ surface: RosterSettings.SurfaceName?) throws -> TableForm {
        guard let surface else { return .directory }
        return try #require(OldTables.form(of: surface))
    }

    private static func decoder(_ form: TableForm) -> RowDecoder {
        RowDecoder(form: form, time: .utc, passwords: .hash, people: OldTables.people)
    }

    private static func people(
        _ text: String, _ format: TableFormat, _ surface: RosterSettings.SurfaceName? = nil
    ) async throws -> [ImportRow] {
        let decoder = decoder(try form(surface))
        return try await ReadTable.records(text, format).map(decoder.person)
    }

    private static func cards(_ text: String, _ format: TableFormat) async throws -> [ImportCard] {
        let decoder = decoder(try form(.tavern))
        return try await ReadTable.records(text, format).map(decoder.card)
    }

    private static func survey(
        _ text: String, _ format: TableFormat, _ surface: RosterSettings.SurfaceName?
    ) async throws -> FileSurvey {
        try await withTemporaryFolder { folder in
            let path = folder + "/table"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return try FileSurvey(path: path, format: format, decoder: decoder(try form(surface)))
        }
    }

    @Test("without a header is refused without a word of its first line", arguments: surfaces)
    func noHeader(_ surface: RosterSettings.SurfaceName?) async throws {
        let cells = ["4711", "Annabel", "sesame-word", "$2a$10$abc", "annabel@example.com"]
        let line = cells.joined(separator: ",") + "\n"
        for text in [line + line, line] {
            let failure = await #expect(throws: TransferFailure.self) {
                try await Self.survey(text, .csv, surface)
            }
            let words = (failure?.description ?? "").lowercased()
            #expect(words.contains("header"), "\(words)")
            // Its path is made of digits and letters by chance.
            for cell in cells.dropFirst() {
                #expect(!words.contains(cell.lowercased()), "\(words)")
            }
        }
        #expect(try await Self.survey("", .csv, surface).rows == 0)
    }

    @Test("with one column twice does not choose between the two")
    func columnTwice() async throws {
        for head in ["id,name,Name", "id,name,name", "ID,name,id"] {
            await #expect(throws: TransferFailure.self, "\(head)") {
                try await Self.survey(head + "\n1,ann,bob\n", .csv, .iam)
            }
        }
        let rows = try await Self.people(
            """
            {"id":1,"name":"ann","Name":"bob"}
            {"id":2,"metadata":{"name":"ann","NAME":"bob"}}
            {"id":3,"metadata":{"name":"ann"},"metadata.name":"bob"}
            {"id":4,"name":"ann"}
            """, .jsonl, .iam)
        #expect(rows.map { $0.unreadable == nil } == [false, false, false, true])
        #expect(rows[0].unreadable?.contains("name") == true)
    }

    @Test("with a quote that is never closed says why all the rest is lost")
    func openQuote() async throws {
        let records = try await ReadTable.records("a,b\n1,2\n3,\"4\n5,6\n7,8\n", .csv)
        #expect(records.count == 2 && records.first?.fault == nil)
        #expect(records.last?.fault?.contains("never closed") == true)
    }

    @Test(
        "of IAM has words for nothing",
        arguments: [
            "extendShadow", "loginedAt 0001-01-01 00:00:00", "loginedAt 0001-01-01T00:00:00Z",
            "loginedAt 0000-00-00 00:00:00", "loginedAt 0001-01-01T08:05:43+08:05",
        ])
    func nothing(_ words: String) async throws {
        let parts = words.split(separator: " ", maxSplits: 1).map(String.init)
        let values = parts.count == 2 ? [parts[1]] : ["null", ""]
        var rows: [ImportRow] = []
        for value in values {
            rows += try await Self.people(
                "id,name,\(parts[0])\n1,ann,\"\(value)\"\n2,bob,\(value)\n", .csv, .iam)
            rows += try await Self.people(
                #"{"id":1,"name":"ann","\#(parts[0])":"\#(value)"}"#, .jsonl, .iam)
        }
        rows += try await Self.people(
            #"{"id":1,"name":"ann","\#(parts[0])":null}"#, .jsonl, .iam)
        for row in rows {
            #expect(row.unreadable == nil && row.extend == nil && row.lastLoginAt == nil)
        }
    }

    @Test("of Tavern has milliseconds, soon after 1970, too", arguments: TableFormat.allCases)
    func milliseconds(_ format: TableFormat) async throws {
        let form = try Self.form(.tavern)
        let writer = TableWriter(
            form: form, format: format, time: .utc, surfaces: [], includesHashes: false)
        for moment in [Int64(1), 1000, -1000, 1_709_210_096, 1_709_210_096_000] {
            let cards =
                switch format {
                case .csv:
                    try await Self.cards(
                        "snapshot,created_at\n\"{\"\"name\"\":\"\"C\"\"}\",\(moment)\n", .csv)
                case .jsonl:
                    try await Self.cards(
                        #"{"snapshot":{"name":"C"},"created_at":\#(moment)}"#, .jsonl)
                }
            let card = try #require(cards.first)
            #expect(card.createdAt == moment && card.unreadable == nil)
            let text = String(decoding: writer.head + writer.line(card), as: UTF8.self)
            #expect(try await Self.cards(text, format) == [card], "\(text)")
        }
    }

    @Test("keeps documents as deep as the surfaces take them")
    func depth() async throws {
        let deep =
            String(repeating: #"{"a":"#, count: 63) + "{}" + String(repeating: "}", count: 63)
        let lines =
            [
                (nil, #"{"name":"ann","extend":\#(deep)}"#),
                (.iam, #"{"metadata":{"id":7,"name":"ann","extend":\#(deep)}}"#),
            ] as [(RosterSettings.SurfaceName?, String)]
        for (surface, line) in lines {
            let row = try #require(try await Self.people(line, .jsonl, surface).first)
            #expect(row.unreadable == nil && row.extend == deep)
            for format in TableFormat.allCases {
                let writer = TableWriter(
                    form: try Self.form(surface), format: format, time: .utc,
                    surfaces: OldTables.keyed, includesHashes: true)
                let text = String(decoding: writer.head + writer.line(row), as: UTF8.self)
                #expect(try await Self.people(text, format, surface) == [row], "\(format)")
            }
        }
        let card = try #require(
            try await Self.cards(
                #"{"snapshot":{"name":"C","x":\#(deep.dropFirst(5).dropLast())}}"#, .jsonl
            )
            .first)
        #expect(card.unreadable == nil && card.snapshot?.utf8.count ?? 0 > deep.utf8.count)
    }

    @Test("is sent in pieces that are as long as they seem")
    func sentBytes() async throws {
        let nested =
            #"{"a":{"b":[\#((0..<5000).map { #"{"n":\#($0)}"# }.joined(separator: ","))]}}"#
        let escaped = String(repeating: #"\u0001\"\\"#, count: 5000)
        let lines = [
            #"{"name":"ann","extend":\#(nested)}"#, #"{"name":"ann","bio":"\#(escaped)"}"#,
            #"{"name":"ann","extend":{"x":"\#(escaped)"}}"#,
            #"{"name":"ann","bio":"\#(String(repeating: "/", count: 9000))"}"#,
            #"{"name":"ann","keys":{"IAM":7,"ThinkSNS":8,"BitAnswer":"x"},"sex":1}"#,
        ]
        let decoder = Self.decoder(.directory)
        let rare = String(repeating: "\u{1}", count: 9000)
        var records = try await ReadTable.records(lines.joined(separator: "\n"), .jsonl)
        records += try await ReadTable.records("name,bio,location\nann,\(rare),\(rare)\n", .csv)
        for record in records {
            let row = decoder.person(record)
            try #require(row.unreadable == nil)
            let sent = try JSONEncoder().encode(ImportBatch.people([row])).count
            #expect(record.bytes + 256 >= sent, "row \(record.number)")
        }
        let cards = Self.decoder(try Self.form(.tavern))
        for text in [
            #"{"snapshot":{"name":"C","x":\#(nested)}}"#,
            #"{"snapshot":{"name":"C","x":"\#(escaped)"}}"#,
        ] {
            let record = try #require(try await ReadTable.records(text, .jsonl).first)
            let card = cards.card(record)
            try #require(card.unreadable == nil)
            let sent = try JSONEncoder().encode(ImportBatch.cards([card])).count
            #expect(record.bytes + 256 >= sent)
        }
    }

    @Test("has no row that would be too long to send")
    func tooLongToSend() async throws {
        // Each of these characters is sent as six bytes.
        for (count, isReadable) in [(1_300_000, true), (1_500_000, false)] {
            let text = String(repeating: "\u{1}", count: count)
            let row = try await Self.people("name,bio\nann,\(text)\nbob,x\n", .csv)
            #expect(row.map { $0.unreadable == nil } == [isReadable, true])
            #expect(isReadable || row[0].bio == nil)
        }
    }

    @Test("of Roster's own form has numbers where surfaces number people, and texts elsewhere")
    func keys() async throws {
        let cases: [(surface: String, key: String)] = [
            ("IAM", "abc"), ("IAM", "01"), ("IAM", "-4"), ("IAM", "0"), ("IAM", "+7"),
            ("IAM", "99999999999999999999"), ("ThinkSNS", "7 "), ("Management", "user_07"),
            ("BitAnswer", "a\nb"), ("BitAnswer", String(repeating: "x", count: 129)),
        ]
        for (surface, key) in cases {
            let table = try await Self.people("name,key.\(surface)\nann,\"\(key)\"\n", .csv)
            #expect(table.map { $0.unreadable?.lowercased() } == ["key.\(surface.lowercased())"])
            let escaped = key.replacingOccurrences(of: "\n", with: #"\n"#)
            let lines = try await Self.people(
                #"{"name":"ann","keys":{"\#(surface)":"\#(escaped)"}}"#, .jsonl)
            #expect(lines.map { $0.unreadable?.lowercased() } == ["keys.\(surface.lowercased())"])
        }
        let fine = try await Self.people("name,key.IAM,key.BitAnswer\nann,7,07\n", .csv)
        #expect(fine.first?.keys == ["IAM": .number(7), "BitAnswer": .text("07")])
    }
}
