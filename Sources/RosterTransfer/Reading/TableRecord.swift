import RosterCore
import SurfaceKit

/// One row of a file, by its columns.
package struct TableRecord: Sendable {
    /// From 1; a header does not count.
    package let number: Int
    /// In lower case, with the values in the file's order. Nulls are left out.
    let values: [String: JSONValue]
    /// What kept it from being read.
    let fault: String?

    /// Its size as it is sent, more or less: as JSON, in which documents are texts.
    package var bytes: Int {
        values.reduce(64) { sum, member in
            let value = member.value
            return sum + member.key.utf8.count
                + Self.sentBytes(value.stringValue ?? value.description)
        }
    }

    private static func sentBytes(_ text: String) -> Int {
        text.utf8.reduce(2) { sum, byte in
            switch byte {
            case ..<0x20: sum + 6
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): sum + 2
            default: sum + 1
            }
        }
    }

    /// The value of a column's first name that has one.
    func value(_ names: [String]) -> JSONValue? {
        for name in names {
            if let value = values[name.lowercased()] { return value }
        }
        return nil
    }
}

/// How a file holds rows.
package enum TableFormat: String, Sendable, CaseIterable {
    case jsonl, csv

    /// By the end of a file's name.
    package init?(path: String) {
        switch path.split(at: ".").last?.lowercased() {
        case "csv": self = .csv
        case "jsonl", "ndjson": self = .jsonl
        default: return nil
        }
    }
}
