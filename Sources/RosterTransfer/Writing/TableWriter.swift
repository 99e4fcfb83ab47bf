package import RosterCore
package import SurfaceKit

/// Writes rows as tables of an old system, or as Roster's own, so that import reads them back as they
/// were.
package struct TableWriter: Sendable {
    private let form: TableForm
    private let format: TableFormat
    private let time: TimeFormat
    /// The names of surfaces with ids of people, in their order.
    private let surfaces: [String]
    private let columns: [TableForm.Column]

    /// - Parameters:
    ///   - time: In the setting `timeZone`.
    ///   - includesHashes: Whether password hashes are written.
    package init(
        form: TableForm, format: TableFormat, time: TimeFormat, surfaces: [String],
        includesHashes: Bool
    ) {
        self.form = form
        self.format = format
        self.time = form.timeForm == .local ? time : .utc
        self.surfaces = surfaces
        let hashColumns: [TableField] = [.password, .passwordHash]
        // Where the old table has two columns, the hash goes into the one of hashes.
        let hashes = form.columns.filter { hashColumns.contains($0.field) }.last?.field
        columns = form.columns.filter { column in
            !hashColumns.contains(column.field) || includesHashes && column.field == hashes
        }
    }

    /// The first line of a CSV file; empty for JSON Lines.
    package var head: [UInt8] {
        guard format == .csv else { return [] }
        var names = columns.compactMap(\.names.first)
        if form.surface == nil { names += surfaces.map { TableForm.keyPrefix + $0 } }
        return CSVLine.bytes(names.map { .string($0) })
    }

    package func line(_ row: ImportRow) -> [UInt8] {
        var values = columns.map { column in
            (column.names.first ?? "", value(of: column.field, in: row))
        }
        switch format {
        case .csv:
            if form.surface == nil {
                values += surfaces.map { surface in
                    (surface, row.keys[surface].map { .string($0.description) } ?? .null)
                }
            }
        case .jsonl:
            if form.surface == nil {
                let keys = surfaces.compactMap { surface in
                    row.keys[surface].map { (surface, JSONValue.string($0.description)) }
                }
                values.append(("keys", .object(JSONObject(keys))))
            }
        }
        return line(values)
    }

    package func line(_ card: ImportCard) -> [UInt8] {
        line(columns.map { ($0.names.first ?? "", value(of: $0.field, in: card)) })
    }

    private func line(_ values: [(String, JSONValue)]) -> [UInt8] {
        switch format {
        case .csv: CSVLine.bytes(values.map(\.1))
        case .jsonl:
            JSONValue.object(JSONObject(values.filter { !$0.1.isNull })).bytes
                + [UInt8(ascii: "\n")]
        }
    }
}

// MARK: - Values

extension TableWriter {
    private func value(of field: TableField, in row: ImportRow) -> JSONValue {
        switch field {
        case .id: id(row)
        case .guid: text(row.guid)
        case .instanceID: text(row.instanceID)
        case .name: text(row.name)
        case .displayName: text(row.displayName)
        case .email: text(row.email)
        case .emailIsProven: row.emailIsProven.map { .bool($0) } ?? .null
        case .phone: text(row.phone)
        case .phoneIsProven: row.phoneIsProven.map { .bool($0) } ?? .null
        case .avatar: text(row.avatar)
        case .background: text(row.background)
        case .bio: text(row.bio)
        case .sex: number(row.sex)
        case .location: text(row.location)
        case .role: word(Role(rawValue: row.role ?? ""), form.roles)
        case .status: word(AccountStatus(rawValue: row.status ?? ""), form.statuses)
        case .extend: document(row.extend)
        case .password, .passwordHash: text(row.passwordHash)
        case .createdAt: moment(row.createdAt)
        case .updatedAt: moment(row.updatedAt)
        case .lastLoginAt: moment(row.lastLoginAt)
        case .disabledAt:
            row.status == AccountStatus.disabled.rawValue ? moment(row.updatedAt) : .null
        case .owner, .snapshot, .revision: .null
        }
    }

    private func value(of field: TableField, in card: ImportCard) -> JSONValue {
        switch field {
        case .id: text(card.id)
        case .owner: text(card.owner)
        case .name: text(card.name)
        case .status: text(card.status)
        case .snapshot: document(card.snapshot)
        case .revision: number(card.revision)
        case .createdAt: moment(card.createdAt)
        case .updatedAt: moment(card.updatedAt)
        default: .null
        }
    }

    /// The id under which the surface knows the person.
    private func id(_ row: ImportRow) -> JSONValue {
        guard let surface = form.surface else { return .null }
        switch form.keyForm {
        case .number(let prefix):
            guard let key = row.keys[surface.rawValue]?.description else { return .null }
            if prefix.isEmpty, let number = JSONNumber(text: key) { return .number(number) }
            return .string(prefix + key)
        // Who has no imported text is known by the one of its own.
        case .text: return text(row.keys[surface.rawValue]?.description ?? row.guid)
        }
    }

    private func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    private func number(_ number: Int64?) -> JSONValue {
        number.map { .number(JSONNumber($0)) } ?? .null
    }

    private func word<Value: Equatable>(
        _ value: Value?, _ words: [TableForm.Word<Value>]
    ) -> JSONValue {
        guard let word = words.first(where: { $0.value == value })?.word else { return .null }
        return JSONNumber(text: word).map { .number($0) } ?? .string(word)
    }

    private func document(_ text: String?) -> JSONValue {
        guard let text else { return .null }
        guard format == .jsonl, let value = try? JSONValue.parse(text.utf8) else {
            return .string(text)
        }
        return value
    }

    private func moment(_ milliseconds: Int64?) -> JSONValue {
        guard let milliseconds else { return .null }
        let moment = Timestamp(milliseconds: milliseconds)
        switch form.timeForm {
        case .rfc3339(let isExact): return .string(time.rfc3339(moment, milliseconds: isExact))
        case .utc, .local:
            let text = time.local(moment)
            // Of an hour that the zone repeats, a reader takes the earlier time: the later one is
            // written with its offset.
            let isRead = time.time(reading: text).map { read in
                read.milliseconds <= milliseconds && milliseconds - read.milliseconds < 1000
            }
            return .string(isRead == true ? text : time.rfc3339(moment))
        case .milliseconds: return .number(JSONNumber(milliseconds))
        }
    }
}

/// One line of comma-separated values.
enum CSVLine {
    static func bytes(_ cells: [JSONValue]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(cell, to: &bytes)
        }
        // Of one column an empty line would be no row at all.
        return bytes + [UInt8(ascii: "\n")]
    }

    private static func append(_ cell: JSONValue, to bytes: inout [UInt8]) {
        switch cell {
        case .null: return
        case .string(let text): append(FormulaGuard.guarded(text), to: &bytes)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let number): append(FormulaGuard.guarded(number.text), to: &bytes)
        case .array, .object: append(cell.description, to: &bytes)
        }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let isPlain =
            !text.isEmpty && text != "NULL" && text != "\\N"
            && text.utf8.allSatisfy { ![0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        guard !isPlain else {
            bytes.append(contentsOf: text.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == 0x22 { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
