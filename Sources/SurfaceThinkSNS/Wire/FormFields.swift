import SurfaceKit

/// The fields of a form or of a query, as the old servers' language reads them: of a repeated name the
/// last value counts, `a[b]=1` is a member of an object, and `a[]=1` an element of a list.
enum FormFields {
    static func object(_ items: [(name: String, value: String)]) -> JSONObject {
        var object = JSONObject()
        for item in items {
            let path = path(of: item.name)
            // Deeper than any JSON may be is nothing that a call reads.
            guard path.count <= Bounds.jsonDepthMax, let key = path.first else { continue }
            object[key] = setting(item.value, at: path.dropFirst(), in: object[key])
        }
        return object
    }

    private static func setting(
        _ text: String, at path: ArraySlice<String>, in current: JSONValue?
    ) -> JSONValue {
        guard let key = path.first else { return .string(text) }
        if key.isEmpty, path.count == 1 {
            return .array((current?.arrayValue ?? []) + [.string(text)])
        }
        var object = current?.objectValue ?? JSONObject()
        object[key] = setting(text, at: path.dropFirst(), in: object[key])
        return .object(object)
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
