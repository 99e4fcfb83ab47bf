package import RosterCore
package import SurfaceKit

/// Makes rows of the directory's kind from records of an old table.
package struct RowDecoder: Sendable {
    /// What a column called `password` holds.
    package enum Passwords: String, Sendable, CaseIterable {
        case hash, plain
    }

    let form: TableForm
    let time: TimeFormat
    package let passwords: Passwords
    /// The tables of surfaces that have ids of people.
    let people: [TableForm]

    /// - Parameter time: In the setting `timeZone`, for moments without a zone.
    package init(form: TableForm, time: TimeFormat, passwords: Passwords, people: [TableForm]) {
        self.form = form
        self.people = people
        self.time = form.timeForm == .utc ? .utc : time
        self.passwords = passwords
    }

    /// The zone of moments that name none: read in another one, a file is another.
    package var zone: String { time.zoneName }

    package func person(_ record: TableRecord) -> ImportRow {
        var row = ImportRow(number: record.number)
        if let fault = Self.fault(of: record) {
            row.unreadable = fault
            return row
        }
        do throws(UnreadableColumn) {
            try fill(&row, from: record)
        } catch {
            row.unreadable = error.name
        }
        return row
    }

    package func card(_ record: TableRecord) -> ImportCard {
        var card = ImportCard(number: record.number)
        if let fault = Self.fault(of: record) {
            card.unreadable = fault
            return card
        }
        do throws(UnreadableColumn) {
            try fill(&card, from: record)
        } catch {
            card.unreadable = error.name
        }
        return card
    }

    private static func fault(of record: TableRecord) -> String? {
        if let fault = record.fault { return fault }
        return record.bytes > TransferBounds.sentRowBytesMax
            ? "longer than \(TransferBounds.sentRowBytesMax) bytes as it is sent" : nil
    }

    /// The highest number by which a row's person is known.
    func number(_ record: TableRecord) -> Int64? {
        guard form.kind == .person else { return nil }
        return (try? keys(in: record))?.values.compactMap {
            if case .number(let number) = $0 { number } else { nil }
        }.max()
    }

    /// The names of the column without which no row could be taken.
    var requiredColumns: [String] {
        form.column(form.kind == .person ? .name : .snapshot)?.names ?? []
    }

    /// Whether a line can be the names of a file's columns, in lower case.
    func isHeader(_ line: [String]) -> Bool {
        requiredColumns.contains { line.contains($0.lowercased()) }
    }

    /// Columns that no field is read from, of those of a record.
    func strangers(in record: TableRecord) -> Set<String> {
        let known = Set(form.columns.flatMap(\.names).map { $0.lowercased() })
        return Set(
            record.values.keys.filter { name in
                !known.contains(name) && !known.contains { $0.starts(withText: name + ".") }
                    && !(form.surface == nil
                        && (name.starts(withText: TableForm.keyPrefix) || name == "keys"
                            || name.starts(withText: "keys.")))
                    && !known.contains { name.starts(withText: $0 + ".") }
            })
    }
}

/// A column whose value makes no sense.
private struct UnreadableColumn: Error {
    let name: String
}

extension RowDecoder {
    private func fill(
        _ row: inout ImportRow, from record: TableRecord
    ) throws(UnreadableColumn) {
        row.keys = try keys(in: record)
        row.guid = try text(.guid, record)
        row.instanceID = try text(.instanceID, record)
        row.name = try text(.name, record)
        row.displayName = try text(.displayName, record)
        row.email = try word(.email, record)
        row.emailIsProven = try bool(.emailIsProven, record)
        row.phone = try word(.phone, record)
        row.phoneIsProven = try bool(.phoneIsProven, record)
        row.avatar = try word(.avatar, record)
        row.background = try word(.background, record)
        row.bio = try text(.bio, record)
        row.sex = try number(.sex, record)
        row.location = try text(.location, record)
        row.role = try value(.role, record, form.roles)?.rawValue
        row.status = try value(.status, record, form.statuses)?.rawValue
        row.extend = try document(.extend, record)
        row.createdAt = try moment(.createdAt, record)
        row.updatedAt = try moment(.updatedAt, record)
        row.lastLoginAt = try moment(.lastLoginAt, record)
        if try moment(.disabledAt, record) != nil {
            row.status = AccountStatus.disabled.rawValue
        }
        row.passwordHash = try word(.passwordHash, record)
        let password = try word(.password, record)
        switch passwords {
        case .hash: row.passwordHash = row.passwordHash ?? password
        case .plain: row.password = password
        }
    }

    private func fill(
        _ card: inout ImportCard, from record: TableRecord
    ) throws(UnreadableColumn) {
        card.id = try word(.id, record)
        card.owner = try word(.owner, record)
        card.status = try word(.status, record)?.lowercased()
        card.revision = try number(.revision, record)
        card.createdAt = try moment(.createdAt, record)
        card.updatedAt = try moment(.updatedAt, record)
        guard let value = find(.snapshot, record) else { return }
        let parsed = value.stringValue.map { try? JSONValue.parse($0.utf8) } ?? value
        guard var object = parsed?.objectValue else { throw unreadable(.snapshot) }
        // Name first and trimmed, as the surface keeps it (contracts/tavern.md §4).
        let column = try text(.name, record)
        guard let name = object["name"]?.stringValue ?? column else { return }
        object["name"] = nil
        var snapshot = JSONObject([("name", .string(name.trimmingWhiteSpace()))])
        for member in object.members { snapshot[member.key] = member.value }
        card.name = name
        card.snapshot = JSONValue.object(snapshot).description
    }

    /// The ids under which surfaces know the row's person: of an old table the one of its surface.
    private func keys(in record: TableRecord) throws(UnreadableColumn) -> [String: SurfaceID] {
        var keys: [String: SurfaceID] = [:]
        if let surface = form.surface {
            guard let text = try word(.id, record) else { return [:] }
            guard let id = form.keyForm.id(reading: text) else { throw unreadable(.id) }
            return [surface.rawValue: id]
        }
        for (name, value) in record.values {
            guard name.starts(withText: "keys.") || name.starts(withText: TableForm.keyPrefix)
            else { continue }
            let word = name.split(at: ".", maxSplits: 1).last.map(String.init) ?? ""
            guard let table = people.first(where: { $0.surface?.rawValue.lowercased() == word }),
                let surface = table.surface, let text = Self.text(value),
                let id = table.keyForm.id(reading: text)
            else { throw UnreadableColumn(name: name) }
            keys[surface.rawValue] = id
        }
        return keys
    }

    private func find(_ field: TableField, _ record: TableRecord) -> JSONValue? {
        form.column(field).flatMap { record.value($0.names) }
    }

    private func unreadable(_ field: TableField) -> UnreadableColumn {
        UnreadableColumn(name: form.column(field)?.names.first ?? field.rawValue)
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let value): value ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// A text, which may be empty where the form knows empty texts.
    private func text(
        _ field: TableField, _ record: TableRecord
    ) throws(UnreadableColumn) -> String? {
        guard let value = find(field, record) else { return nil }
        guard let text = Self.text(value) else { throw unreadable(field) }
        return text.isEmpty && !form.keepsEmptyTexts ? nil : text
    }

    /// A text that is never empty: an empty one is none.
    private func word(
        _ field: TableField, _ record: TableRecord
    ) throws(UnreadableColumn) -> String? {
        guard let text = try text(field, record), !text.isEmpty else { return nil }
        return text
    }

    private func number(
        _ field: TableField, _ record: TableRecord
    ) throws(UnreadableColumn) -> Int64? {
        guard let text = try word(field, record) else { return nil }
        guard let number = Int64(text) else { throw unreadable(field) }
        return number
    }

    private func bool(
        _ field: TableField, _ record: TableRecord
    ) throws(UnreadableColumn) -> Bool? {
        switch try word(field, record)?.lowercased() {
        case nil: return nil
        case "true", "1", "t", "yes": return true
        case "false", "0", "f", "no": return false
        default: throw unreadable(field)
        }
    }

    private func moment(
        _ field: TableField, _ record: TableRecord
    ) throws(UnreadableColumn) -> Int64? {
        guard let text = try word(field, record), !isNoMoment(text) else { return nil }
        if form.timeForm == .milliseconds, let number = Int64(text) {
            guard TimeFormat.writable.contains(number) else { throw unreadable(field) }
            return number
        }
        guard let time = time.time(reading: text) else { throw unreadable(field) }
        return time.milliseconds
    }

    /// What MySQL, Go and programs that count seconds write for no moment. In Roster's own tables such
    /// a moment is meant.
    private func isNoMoment(_ text: String) -> Bool {
        guard form.surface != nil else { return false }
        return text.starts(withText: "0000-00-00") || text.starts(withText: "0001-01-01")
            || text == "0" && form.timeForm != .milliseconds
    }

    private func value<Value>(
        _ field: TableField, _ record: TableRecord, _ words: [TableForm.Word<Value>]
    ) throws(UnreadableColumn) -> Value? {
        guard let text = try word(field, record)?.lowercased() else { return nil }
        let spelt = ["true": "1", "false": "0"][text] ?? text
        guard let word = words.first(where: { $0.word == text || $0.word == spelt }) else {
            throw unreadable(field)
        }
        return word.value
    }

    /// A JSON object, as such or as text.
    private func document(
        _ field: TableField, _ record: TableRecord
    ) throws(UnreadableColumn) -> String? {
        guard let value = find(field, record) else { return nil }
        guard let text = value.stringValue else {
            guard value.objectValue != nil else { throw unreadable(field) }
            return value.description
        }
        guard !text.isEmpty, text != "null" else { return nil }
        guard let parsed = try? JSONValue.parse(text.utf8), parsed.objectValue != nil else {
            throw unreadable(field)
        }
        return parsed.description
    }
}
