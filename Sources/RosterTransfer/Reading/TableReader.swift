import Foundation
import Glibc
import SurfaceKit

/// Reads a file row by row, in memory that does not grow with it.
package final class TableReader {
    package let path: String
    /// The bytes of the rows handed out so far, and a little more: for showing how far it is.
    package private(set) var bytesRead: UInt64 = 0

    private let format: TableFormat
    private let file: FileHandle
    private var csv = CSVParser()
    private var lines = LineParser()
    /// The names of a CSV file's columns, in lower case; nil until a row was asked for.
    private(set) var header: [String]?
    private var buffer = Data()
    private var position = 0
    private var number = 0
    private var isAtEnd = false

    /// - Throws: ``TransferFailure``.
    package init(path: String, format: TableFormat) throws(TransferFailure) {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw .refused(path, "read", errno: errno)
        }
        self.path = path
        self.format = format
        self.file = file
        try fill()
        // A byte order mark, as spreadsheets write it.
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    deinit { try? file.close() }

    /// The next row; nil at the end.
    /// - Throws: ``TransferFailure`` when the file cannot be read further.
    package func next() throws(TransferFailure) -> TableRecord? {
        while true {
            guard let byte = try nextByte() else { return isAtEnd ? nil : last() }
            if let record = take(byte) { return record }
        }
    }

    private func take(_ byte: UInt8) -> TableRecord? {
        switch format {
        case .csv: csv.take(byte).flatMap { record($0) }
        case .jsonl: lines.take(byte).flatMap { record(line: $0) }
        }
    }

    private func last() -> TableRecord? {
        isAtEnd = true
        return switch format {
        case .csv: csv.end().flatMap { record($0) }
        case .jsonl: lines.end().flatMap { record(line: $0) }
        }
    }

    private func nextByte() throws(TransferFailure) -> UInt8? {
        if position == buffer.count { try fill() }
        guard position < buffer.count else { return nil }
        defer { position += 1 }
        return buffer[buffer.startIndex + position]
    }

    private func fill() throws(TransferFailure) {
        do {
            buffer = try file.read(upToCount: TransferBounds.readBytes) ?? Data()
        } catch {
            throw .failed(path, "read further", error)
        }
        position = 0
        bytesRead += UInt64(buffer.count)
    }
}

// MARK: - Rows

extension TableReader {
    private func record(line: [UInt8]?) -> TableRecord? {
        number += 1
        guard let line else { return faulty("longer than \(TransferBounds.rowBytesMax) bytes") }
        let value: JSONValue
        do throws(JSONParseError) {
            value = try JSONValue.parse(line, depthMax: TransferBounds.depthMax)
        } catch {
            return faulty("no JSON: \(error)")
        }
        guard case .object(let object) = value else { return faulty("no JSON object") }
        var values: [String: JSONValue] = [:]
        if let name = Self.flatten(object, "", into: &values) { return faulty("\(name) twice") }
        return TableRecord(number: number, values: values, fault: nil)
    }

    /// Members by their paths: `{"metadata":{"id":1}}` has `metadata` and `metadata.id`.
    /// - Returns: A path that is there twice, if one is: in another case, or in another spelling.
    private static func flatten(
        _ object: JSONObject, _ prefix: String, into values: inout [String: JSONValue]
    ) -> String? {
        for member in object.members where !member.value.isNull {
            let name = prefix + member.key.lowercased()
            guard values.updateValue(member.value, forKey: name) == nil else { return name }
            if prefix.isEmpty, case .object(let inner) = member.value,
                let twice = flatten(inner, name + ".", into: &values)
            {
                return twice
            }
        }
        return nil
    }

    private func record(_ row: Result<[CSVParser.Cell], CSVParser.Fault>) -> TableRecord? {
        guard let header else {
            header = (try? row.get())?.map { Self.text($0)?.lowercased() ?? "" } ?? []
            return nil
        }
        number += 1
        let cells: [CSVParser.Cell]
        switch row {
        case .success(let row): cells = row
        case .failure(.strayQuote): return faulty("a quote that neither opens nor closes a cell")
        case .failure(.openQuote):
            return faulty("a quote that is never closed: the rows up to the end are one with it")
        case .failure(.tooLong): return faulty("longer than \(TransferBounds.rowBytesMax) bytes")
        }
        guard cells.count == header.count else {
            return faulty("\(cells.count) cells for \(header.count) columns")
        }
        var values: [String: JSONValue] = [:]
        for (name, cell) in zip(header, cells) where cell.isQuoted || !Self.isNull(cell) {
            guard let text = Self.text(cell) else { return faulty("not in UTF-8") }
            values[name] = .string(FormulaGuard.unguarded(text))
        }
        return TableRecord(number: number, values: values, fault: nil)
    }

    /// What databases write for no value.
    static func isNull(_ cell: CSVParser.Cell) -> Bool {
        cell.bytes.isEmpty || cell.bytes.elementsEqual("NULL".utf8)
            || cell.bytes.elementsEqual("\\N".utf8)
    }

    private static func text(_ cell: CSVParser.Cell) -> String? {
        String(validating: cell.bytes, as: UTF8.self)
    }

    private func faulty(_ reason: String) -> TableRecord {
        TableRecord(number: number, values: [:], fault: reason)
    }
}
