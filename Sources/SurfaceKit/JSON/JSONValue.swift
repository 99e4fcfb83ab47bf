/// A JSON document that comes back as it was sent: objects keep the order of their keys, numbers
/// their spelling (DESIGN §3). Foundation loses both, hence a type of our own for snapshots,
/// `extend` and echoes; everything else uses Codable.
///
/// Two values are equal when their compact documents are equal byte for byte: order of keys,
/// spelling of numbers and code points of strings count. Swift's own `String ==` would hold a
/// composed and a decomposed "é" for the same text, which no client of ours does.
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// Reads one document of strict JSON (RFC 8259, UTF-8 without a byte order mark).
    ///
    /// - Parameters:
    ///   - bytes: The document; an array is read in place, other collections are copied once.
    ///   - depthMax: How many arrays and objects may stand inside each other; never more than
    ///     ``depthMaxCeiling``, whatever is asked.
    ///   - allowsTrailingData: Whether to stop after the first value instead of refusing what
    ///     follows it.
    /// - Throws: What is wrong first, and where. Duplicate keys of an object are refused, compared
    ///   as code points after unescaping.
    package static func parse(
        _ bytes: some Collection<UInt8>, depthMax: Int = 64, allowsTrailingData: Bool = false
    ) throws(JSONParseError) -> JSONValue {
        var parser = JSONParser(bytes: Array(bytes), depthMax: min(depthMax, depthMaxCeiling))
        return try parser.document(allowsTrailingData: allowsTrailingData)
    }

    /// Reading, comparing, writing and freeing a value recurse, so that its depth must stay far
    /// from the end of a thread's stack.
    package static let depthMaxCeiling = 512
}

// MARK: - Reading a value

extension JSONValue {
    /// Whether this is the literal `null`.
    package var isNull: Bool { self == .null }

    /// The boolean, or nil when this is something else.
    package var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number as spelt, or nil when this is something else.
    package var numberValue: JSONNumber? {
        if case .number(let value) = self { value } else { nil }
    }

    /// The number if it is a whole one that fits, or nil.
    package var int64Value: Int64? { numberValue?.int64 }

    /// The text, or nil when this is something else.
    package var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The elements, or nil when this is something else.
    package var arrayValue: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The object, or nil when this is something else.
    package var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }
}

// MARK: - Comparing and writing

extension JSONValue: Equatable {
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}

extension JSONValue: CustomStringConvertible {
    /// Appends the compact form of this value.
    package func write(into writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let value): writer.value(value)
        case .number(let value): writer.value(value)
        case .string(let value): writer.value(value)
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(into: &writer) }
            writer.endArray()
        case .object(let object): object.write(into: &writer)
        }
    }

    /// The compact document in UTF-8.
    package var bytes: [UInt8] {
        var writer = JSONWriter()
        write(into: &writer)
        return writer.bytes
    }

    /// The compact document as text.
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}
