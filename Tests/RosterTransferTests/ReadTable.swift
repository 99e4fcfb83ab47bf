import Foundation
import RosterCore
import RosterServer
import RosterTestSupport
import SurfaceKit

@testable import RosterTransfer

/// Reading tables that a test writes.
enum ReadTable {
    static func records(_ bytes: [UInt8], _ format: TableFormat) async throws -> [TableRecord] {
        try await withTemporaryFolder { folder in
            let path = folder + "/table"
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            let reader = try TableReader(path: path, format: format)
            var records: [TableRecord] = []
            while let record = try reader.next() { records.append(record) }
            guard reader.bytesRead == UInt64(bytes.count) else {
                throw FixtureFailure(text: "\(reader.bytesRead) of \(bytes.count) bytes read")
            }
            return records
        }
    }

    static func records(_ text: String, _ format: TableFormat) async throws -> [TableRecord] {
        try await records(Array(text.utf8), format)
    }

    /// Each row as `a=1 b=2` by column, or `!` for one that cannot be read.
    static func words(_ bytes: [UInt8], _ format: TableFormat) async throws -> [String] {
        try await records(bytes, format).map(words)
    }

    static func words(_ text: String, _ format: TableFormat) async throws -> [String] {
        try await words(Array(text.utf8), format)
    }

    static func words(_ record: TableRecord) -> String {
        guard record.fault == nil else { return "!" }
        return record.values.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value.stringValue ?? $0.value.description)" }
            .joined(separator: " ")
    }

    /// The rows of a table of people.
    static func people(
        _ text: String, _ format: TableFormat, _ form: TableForm = .directory,
        time: TimeFormat = .utc, passwords: RowDecoder.Passwords = .hash
    ) async throws -> [ImportRow] {
        let decoder = RowDecoder(
            form: form, time: time, passwords: passwords, people: OldTables.people)
        return try await records(text, format).map(decoder.person)
    }
}

extension SplitMix {
    /// A hostile text that may be an id: none has control characters.
    mutating func hostileID() -> String {
        String(
            String.UnicodeScalarView(
                hostileText().unicodeScalars.filter { $0.properties.generalCategory != .control }))
    }

    /// A text of pieces that files, spreadsheets and databases take for something else.
    mutating func hostileText() -> String {
        let pieces = [
            "'", "'", "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "\"", "\"\"", ",", ";", "NULL",
            "\\N", "\\", "a", "1", " ", "\u{0}", "\u{FEFF}", "\u{301}", "\u{200D}", "\u{202E}",
            "🙂", "é", "e\u{301}", "ש", "null", "{", "}", "\u{FF1D}", "\u{10FFFF}",
        ]
        return (0..<Int.random(in: 0...6, using: &self))
            .map { _ in pieces[Int.random(in: pieces.indices, using: &self)] }.joined()
    }
}
