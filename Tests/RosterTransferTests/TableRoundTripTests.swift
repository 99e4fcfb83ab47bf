import Foundation
import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import SurfaceKit
import Testing

@testable import RosterTransfer

/// THREATS 19: import(export(x)) = x, for texts of every kind.
@Suite("A table that is written and read")
struct TableRoundTripTests {
    private static let surfaces = ["BitAnswer", "IAM", "Management", "ThinkSNS"]
    private static let shanghai = TimeFormat(zone: TimeZone(identifier: "Asia/Shanghai") ?? .gmt)

    private func through(
        _ form: TableForm, _ format: TableFormat, _ write: (TableWriter) -> [UInt8]
    ) async throws -> (records: [TableRecord], decoder: RowDecoder) {
        let writer = TableWriter(
            form: form, format: format, time: Self.shanghai, surfaces: Self.surfaces,
            includesHashes: true)
        let decoder = RowDecoder(
            form: form, time: Self.shanghai, passwords: .hash, people: OldTables.people)
        return (try await ReadTable.records(writer.head + write(writer), format), decoder)
    }

    /// Byte for byte: a composed and a decomposed é are one text to Swift.
    private static func bytes(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try encoder.encode(value)
    }

    /// Expects what came back to be what was written, and names the first that is not.
    private static func expect<Row: Encodable>(
        _ back: [Row], _ written: [Row], _ title: Comment
    ) throws {
        #expect(back.count == written.count, title)
        let wrong = try zip(back, written).first { try bytes($0) != bytes($1) }
        #expect(wrong == nil, title)
    }

    @Test("gives back every row of the directory's own form", arguments: TableFormat.allCases)
    func own(_ format: TableFormat) async throws {
        let seed = UInt64.random(in: 1...1_000_000)
        var chance = SplitMix(state: seed)
        let rows = (1...500).map { Self.row($0, &chance) }
        let (records, decoder) = try await through(.directory, format) { writer in
            rows.flatMap { writer.line($0) }
        }
        try Self.expect(records.map(decoder.person), rows, "seed \(seed)")
    }

    @Test(
        "gives back what each surface's form has room for",
        arguments: ["BitAnswer", "IAM", "Management", "ThinkSNS"], TableFormat.allCases)
    func surface(_ name: String, _ format: TableFormat) async throws {
        let form = try #require(RosterSettings.SurfaceName(rawValue: name).flatMap(OldTables.form))
        let seed = UInt64.random(in: 1...1_000_000)
        var chance = SplitMix(state: seed)
        let fields = Set(form.columns.map(\.field))
        let rows = (1...300).map { number in
            Self.narrowed(Self.row(number, &chance), to: fields, form, name)
        }
        let (records, decoder) = try await through(form, format) { writer in
            rows.flatMap { writer.line($0) }
        }
        try Self.expect(records.map(decoder.person), rows, "seed \(seed)")
    }

    // Shanghai left its summer time on 14 September 1986: the hour before 1 o'clock came twice.
    @Test(
        "gives back both times of an hour that the zone repeats",
        arguments: [527_007_600, 527_011_793, 527_015_393, 527_018_400] as [Int64])
    func repeatedHour(_ second: Int64) async throws {
        let form = try #require(
            RosterSettings.SurfaceName(rawValue: "BitAnswer").flatMap(OldTables.form))
        var row = ImportRow(number: 1)
        row.keys = ["BitAnswer": .text("b1")]
        row.name = "jo"
        row.createdAt = second * 1000
        let written = row
        for format in TableFormat.allCases {
            let (records, decoder) = try await through(form, format) { $0.line(written) }
            #expect(records.map(decoder.person).map(\.createdAt) == [second * 1000])
        }
    }

    @Test("gives back every card", arguments: TableFormat.allCases)
    func cards(_ format: TableFormat) async throws {
        let form = try #require(OldTables.form(of: .tavern))
        let seed = UInt64.random(in: 1...1_000_000)
        var chance = SplitMix(state: seed)
        let cards = (1...300).map { number in
            var card = ImportCard(number: number)
            card.id = "usr_\(number)" + chance.hostileText()
            card.owner = "x" + chance.hostileText()
            card.name = "x" + chance.hostileText() + "x"
            card.snapshot =
                JSONValue.object(
                    JSONObject([
                        ("name", .string(card.name ?? "")),
                        (chance.hostileText() + "=", .string(chance.hostileText())),
                    ])
                ).description
            card.status = ["active", "deleted"].randomElement(using: &chance)
            card.revision = Int64(number)
            card.createdAt = 1_700_000_000_000 + Int64(number)
            card.updatedAt = 1_700_000_000_000
            return card
        }
        let (records, decoder) = try await through(form, format) { writer in
            cards.flatMap { writer.line($0) }
        }
        try Self.expect(records.map(decoder.card), cards, "seed \(seed)")
    }

    @Test("has no hash and no column of one, unless asked", arguments: TableFormat.allCases)
    func hashes(_ format: TableFormat) throws {
        var row = ImportRow(number: 1)
        row.name = "ann"
        row.passwordHash = "the hash"
        row.password = "the password"
        let forms =
            [TableForm.directory] + RosterSettings.SurfaceName.allCases.compactMap(OldTables.form)
        for form in forms {
            for includesHashes in [false, true] {
                let writer = TableWriter(
                    form: form, format: format, time: .utc, surfaces: Self.surfaces,
                    includesHashes: includesHashes)
                let text = String(decoding: writer.head + writer.line(row), as: UTF8.self)
                #expect(!text.contains("the password"))
                #expect(text.contains("the hash") == (includesHashes && form.kind == .person))
                if !includesHashes { #expect(!text.lowercased().contains("password")) }
            }
        }
    }

    // MARK: - Rows

    private static func row(_ number: Int, _ chance: inout SplitMix) -> ImportRow {
        func maybe(_ text: String) -> String? { Bool.random(using: &chance) ? text : nil }
        var row = ImportRow(number: number)
        row.guid = String(format: "%024x", number)
        row.instanceID = "user-\(number)"
        row.name = "x" + chance.hostileText()
        row.displayName = maybe(chance.hostileText())
        row.email = maybe(chance.hostileText() + "x")
        if row.email != nil { row.emailIsProven = Bool.random(using: &chance) }
        row.phone = maybe("+86 " + "\(number)")
        if row.phone != nil { row.phoneIsProven = Bool.random(using: &chance) }
        row.avatar = maybe(chance.hostileText() + "x")
        row.background = maybe("=" + chance.hostileText())
        row.bio = maybe(chance.hostileText())
        row.sex = Int64.random(in: 0...2, using: &chance)
        row.location = maybe(chance.hostileText())
        row.role = Bool.random(using: &chance) ? "admin" : "user"
        row.status = Bool.random(using: &chance) ? "disabled" : "active"
        let extend = JSONValue.object(JSONObject([("=k", .string(chance.hostileText()))]))
        row.extend = maybe(extend.description)
        row.passwordHash = maybe("$6$" + chance.hostileText())
        row.createdAt = Int64.random(in: 0...4_000_000_000_000, using: &chance)
        row.updatedAt = Int64.random(in: 0...4_000_000_000_000, using: &chance)
        if Bool.random(using: &chance) {
            row.lastLoginAt = Int64.random(in: 0...4_000_000_000_000, using: &chance)
        }
        row.keys = ["IAM": "\(number)", "Management": "\(number)", "ThinkSNS": "\(number)"]
        if let text = maybe("b\(number)" + chance.hostileID()) {
            row.keys["BitAnswer"] = .text(text)
        }
        return row
    }

    /// What of a row a form has columns for: an empty text is none, moments are whole seconds.
    private static func narrowed(
        _ row: ImportRow, to fields: Set<TableField>, _ form: TableForm, _ surface: String
    ) -> ImportRow {
        func kept(_ field: TableField, _ text: String?) -> String? {
            fields.contains(field) && text != "" ? text : nil
        }
        func whole(_ field: TableField, _ moment: Int64?) -> Int64? {
            fields.contains(field) ? moment.map { $0 / 1000 * 1000 } : nil
        }
        var narrow = ImportRow(number: row.number)
        narrow.keys = row.keys.filter { $0.key == surface }
        if surface == "BitAnswer" { narrow.keys[surface] = "=b\(row.number)" }
        narrow.instanceID = kept(.instanceID, row.instanceID)
        narrow.name = row.name
        narrow.displayName = kept(.displayName, row.displayName)
        narrow.email = kept(.email, row.email)
        narrow.phone = kept(.phone, row.phone)
        narrow.avatar = kept(.avatar, row.avatar)
        narrow.background = kept(.background, row.background)
        narrow.bio = kept(.bio, row.bio)
        narrow.sex = fields.contains(.sex) ? row.sex : nil
        narrow.location = kept(.location, row.location)
        narrow.role = kept(.role, row.role)
        narrow.status = kept(.status, row.status)
        narrow.extend = kept(.extend, row.extend)
        narrow.passwordHash = row.passwordHash
        narrow.createdAt = whole(.createdAt, row.createdAt)
        narrow.updatedAt = whole(.updatedAt, row.updatedAt)
        narrow.lastLoginAt = whole(.lastLoginAt, row.lastLoginAt)
        // Without a column of it, only who is disabled can be told.
        if fields.contains(.disabledAt) {
            narrow.status = row.status == "disabled" ? "disabled" : nil
        }
        return narrow
    }
}
