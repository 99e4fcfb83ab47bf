/// Reads one JSON document in time linear in its length. It recurses once per array or object, so
/// its stack is bounded by `depthMax`.
struct JSONParser {
    let bytes: [UInt8]
    let depthMax: Int
    /// The next byte to read.
    var position = 0

    init(bytes: [UInt8], depthMax: Int) {
        self.bytes = bytes
        self.depthMax = depthMax
    }

    /// The value that the document holds.
    mutating func document(allowsTrailingData: Bool) throws(JSONParseError) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw error(.byteOrderMark) }
        let value = try value(depth: 0)
        if !allowsTrailingData {
            skipSpace()
            if position < bytes.count { throw error(.trailingData) }
        }
        return value
    }

    /// - Parameter depth: How many arrays and objects are open around the value.
    private mutating func value(depth: Int) throws(JSONParseError) -> JSONValue {
        skipSpace()
        guard let first = peek() else { throw error(.unexpectedEnd) }
        switch first {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .number(try number())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: throw unexpected()
        }
    }

    private mutating func object(depth: Int) throws(JSONParseError) -> JSONObject {
        guard depth <= depthMax else { throw error(.tooDeep) }
        position += 1
        var object = JSONObject()
        skipSpace()
        if skip("}") { return object }
        repeat {
            skipSpace()
            let start = position
            guard peek() == UInt8(ascii: "\"") else { throw unexpected() }
            let key = try string()
            skipSpace()
            guard skip(":") else { throw unexpected() }
            let value = try value(depth: depth)
            guard object.append(key, value) else {
                throw JSONParseError(offset: start, kind: .duplicateKey)
            }
            skipSpace()
        } while skip(",")
        guard skip("}") else { throw unexpected() }
        return object
    }

    private mutating func array(depth: Int) throws(JSONParseError) -> [JSONValue] {
        guard depth <= depthMax else { throw error(.tooDeep) }
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if skip("]") { return elements }
        repeat {
            elements.append(try value(depth: depth))
            skipSpace()
        } while skip(",")
        guard skip("]") else { throw unexpected() }
        return elements
    }

    private mutating func number() throws(JSONParseError) -> JSONNumber {
        guard let end = JSONNumber.end(in: bytes, from: position) else {
            throw error(.malformedNumber)
        }
        defer { position = end }
        return JSONNumber(checked: String(decoding: bytes[position..<end], as: UTF8.self))
    }

    private mutating func literal(
        _ spelling: String, _ value: JSONValue
    ) throws(JSONParseError) -> JSONValue {
        for byte in spelling.utf8 {
            guard peek() == byte else { throw unexpected() }
            position += 1
        }
        return value
    }
}

// MARK: - Steps

extension JSONParser {
    /// The next byte, or nil at the end.
    func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    /// Passes over this character if it is next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else {
            return false
        }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    /// A fault at the next byte.
    func error(_ kind: JSONParseError.Kind) -> JSONParseError {
        JSONParseError(offset: position, kind: kind)
    }

    /// The next byte is not what the grammar wants, or there is none.
    func unexpected() -> JSONParseError {
        error(position < bytes.count ? .unexpectedByte : .unexpectedEnd)
    }
}
