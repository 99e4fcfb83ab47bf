import Configuration
import Foundation
import Synchronization

/// A parsed configuration file: a snapshot to look values up in, and the keys that it has, which
/// snapshots do not tell.
struct FileContent {
    let snapshot: any ConfigSnapshot
    let leaves: [FileLeaf]

    static func yaml(_ data: Data) throws(BadValue) -> Self {
        let found = FoundKeys()
        // The parser asks of each key whether it is a secret, and so names them all.
        let options = YAMLSnapshot.ParsingOptions(
            secretsSpecifier: .dynamic { key, _ in
                found.keys.withLock { $0.append(key) }
                return true
            })
        // A file of comments alone is no map for the parser; for people it is an empty one.
        let data = isBlankYAML(data) ? Data("{}".utf8) : data
        do {
            let snapshot = try YAMLSnapshot(
                data: data.bytes, providerName: "file", parsingOptions: options)
            let keys = found.keys.withLock { $0 }
            return Self(
                snapshot: snapshot, leaves: keys.map { FileLeaf(key: $0, kind: .value) })
        } catch {
            throw BadValue(
                "names a file that is not a YAML map of keys, each written once, with plain values "
                    + "and lists\(position(inYAML: error))")
        }
    }

    static func json(_ data: Data) throws(BadValue) -> Self {
        do {
            let snapshot = try JSONSnapshot(
                data: data.bytes, providerName: "file",
                parsingOptions: .init(secretsSpecifier: .all))
            let leaves = try JSONDecoder().decode(JSONShape.self, from: data).leaves(under: [])
            return Self(snapshot: snapshot, leaves: leaves)
        } catch {
            throw BadValue(
                "names a file that is not a JSON object of keys with plain values and lists"
                    + position(inJSON: data, of: error))
        }
    }

    /// Where Yams found the fault; the rest of its message quotes the file.
    private static func position(inYAML error: any Error) -> String {
        let text = String(describing: error)
        let match =
            text.firstMatch(of: #/^([0-9]+):([0-9]+): error/#)
            ?? text.firstMatch(of: #/line ([0-9]+), column ([0-9]+)/#)
        guard let match else { return "" }
        return " (line \(match.output.1), column \(match.output.2))"
    }

    /// Where JSONSerialization found the fault, which it tells as an offset in bytes.
    private static func position(inJSON data: Data, of error: any Error) -> String {
        let text = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String ?? ""
        guard let match = text.firstMatch(of: #/around character ([0-9]+)/#),
            let offset = Int(match.output.1)
        else { return "" }
        let lines = data.prefix(offset).split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return " (line \(max(lines.count, 1)), column \((lines.last?.count ?? 0) + 1))"
    }

    private static func isBlankYAML(_ data: Data) -> Bool {
        String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).allSatisfy {
            let line = trimmed($0)
            return line.isEmpty || line.hasPrefix("#") || line == "---"
        }
    }
}

/// A key of the file with what stands there.
struct FileLeaf {
    enum Kind {
        case value, null, boolean, emptyMap
    }

    /// Dotted.
    let key: String
    let kind: Kind
}

/// Keys in the order the parser met them. The lock guards against nothing but the closure's being
/// Sendable; the parser is synchronous.
private final class FoundKeys: Sendable {
    let keys = Mutex<[String]>([])
}
