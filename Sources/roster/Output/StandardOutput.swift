import Foundation

/// What a verb says to people and scripts.
enum StandardOutput {
    static func write(_ text: String) { write(Data(text.utf8)) }

    static func write(_ bytes: Data) { FileHandle.standardOutput.write(bytes) }

    /// One line of JSON Lines.
    static func line(json value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value) + Data("\n".utf8)
    }

    static func writeLine(json value: some Encodable) throws { write(try line(json: value)) }

    /// JSON for scripts, keys in alphabetical order.
    static func write(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        write(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
    }
}

/// Columns for people, each as wide as its widest cell.
func table(_ head: [String], _ rows: [[String]]) -> String {
    let widths = head.indices.map { column in
        ([head] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([head] + rows).map { row in
        let cells = zip(row, widths).map { cell, width in
            cell + String(repeating: " ", count: max(0, width - cell.count))
        }
        var line = cells.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }.joined()
}
