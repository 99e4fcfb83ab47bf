import SurfaceKit

/// The fields of a form or of a query, as the old servers' language reads them: of a repeated name the
/// last value counts, `a[b]=1` is a member of an object, and `a[]=1` an element of a list. Built in
/// place, as a caller may send two thousand elements of one list.
final class FormFields {
    private enum Value {
        case text(String)
        case list(Elements)
        case fields(FormFields)
    }

    private final class Elements {
        var values: [JSONValue] = []
    }

    private var members: [(key: String, value: Value)] = []
    /// By the bytes of the key: two spellings of one letter are two keys.
    private var positions: [[UInt8]: Int] = [:]

    static func object(_ items: [(name: String, value: String)]) -> JSONObject {
        let fields = FormFields()
        for item in items {
            let path = path(of: item.name)
            // Deeper than any JSON may be is nothing that a call reads.
            if path.count <= Bounds.jsonDepthMax { fields.set(item.value, at: path[...]) }
        }
        return fields.object
    }

    private func set(_ text: String, at path: ArraySlice<String>) {
        guard let key = path.first else { return }
        let (position, rest) = (position(of: key), path.dropFirst())
        switch (members[position].value, rest.first) {
        case (_, nil): members[position].value = .text(text)
        case (.list(let elements), "") where rest.count == 1:
            elements.values.append(.string(text))
        case (_, "") where rest.count == 1:
            let elements = Elements()
            elements.values.append(.string(text))
            members[position].value = .list(elements)
        case (.fields(let fields), _): fields.set(text, at: rest)
        default:
            let fields = FormFields()
            fields.set(text, at: rest)
            members[position].value = .fields(fields)
        }
    }

    /// Where the member of a key is; it is made if there is none.
    private func position(of key: String) -> Int {
        let bytes = Array(key.utf8)
        if let position = positions[bytes] { return position }
        positions[bytes] = members.count
        members.append((key, .text("")))
        return members.count - 1
    }

    private var object: JSONObject {
        JSONObject(
            members.map { member in
                switch member.value {
                case .text(let text): (member.key, .string(text))
                case .list(let elements): (member.key, .array(elements.values))
                case .fields(let fields): (member.key, .object(fields.object))
                }
            })
    }

    /// The parts of a name: `storage[channel]` has two. A name whose brackets do not match is one
    /// part.
    private static func path(of name: String) -> [String] {
        let bytes = Array(name.utf8)
        guard let start = bytes.firstIndex(of: UInt8(ascii: "[")), start > 0 else { return [name] }
        var path = [String(decoding: bytes[..<start], as: UTF8.self)]
        var rest = bytes[start...]
        while !rest.isEmpty, path.count <= Bounds.jsonDepthMax {
            guard rest.first == UInt8(ascii: "["), let end = rest.firstIndex(of: UInt8(ascii: "]"))
            else { return [name] }
            path.append(String(decoding: rest[rest.startIndex + 1..<end], as: UTF8.self))
            rest = rest[(end + 1)...]
        }
        return path
    }
}
