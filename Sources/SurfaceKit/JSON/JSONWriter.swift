/// Writes compact JSON straight into bytes, for answers that are made often. It sets the commas;
/// that `begin` and `end` match and that keys stand only in objects is the caller's part.
///
/// Escaped is what RFC 8259 §7 demands and nothing else: quote, backslash and control characters.
/// `/`, U+2028 and everything beyond ASCII stand for themselves.
package struct JSONWriter: Sendable {
    /// What has been written.
    package private(set) var bytes: [UInt8] = []
    /// Whether a value stands right before, from which the next one must be parted.
    private var followsValue = false

    /// - Parameter capacity: How many bytes to make room for at once.
    package init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// Hands over what has been written and starts anew.
    package mutating func take() -> [UInt8] {
        defer { self = JSONWriter() }
        return bytes
    }

    /// Opens an object, as a value.
    package mutating func beginObject() { open(UInt8(ascii: "{")) }

    /// Closes the innermost object.
    package mutating func endObject() { close(UInt8(ascii: "}")) }

    /// Opens an array, as a value.
    package mutating func beginArray() { open(UInt8(ascii: "[")) }

    /// Closes the innermost array.
    package mutating func endArray() { close(UInt8(ascii: "]")) }

    /// A key of the innermost object; its value comes next.
    package mutating func key(_ key: String) {
        part()
        quote(key)
        bytes.append(UInt8(ascii: ":"))
        followsValue = false
    }

    /// The literal `null`.
    package mutating func null() {
        part()
        bytes.append(contentsOf: "null".utf8)
    }

    /// A boolean.
    package mutating func value(_ value: Bool) {
        part()
        bytes.append(contentsOf: value ? "true".utf8 : "false".utf8)
    }

    /// A string, escaped where it must be.
    package mutating func value(_ value: String) {
        part()
        quote(value)
    }

    /// A whole number.
    package mutating func value(_ value: Int) { self.value(Int64(value)) }

    /// A whole number.
    package mutating func value(_ value: Int64) {
        part()
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        appendDigits(value.magnitude)
    }

    /// A whole number.
    package mutating func value(_ value: UInt64) {
        part()
        appendDigits(value)
    }

    /// A number as it was spelt.
    package mutating func value(_ value: JSONNumber) {
        part()
        bytes.append(contentsOf: value.text.utf8)
    }

    /// A document that is compact JSON already.
    package mutating func value(document text: String) {
        part()
        bytes.append(contentsOf: text.utf8)
    }

    /// Any value.
    package mutating func value(_ value: JSONValue) { value.write(into: &self) }
}

// MARK: - Bytes

extension JSONWriter {
    /// Sets the comma that is due before a key or value, and counts it as written.
    private mutating func part() {
        if followsValue { bytes.append(UInt8(ascii: ",")) }
        followsValue = true
    }

    private mutating func open(_ bracket: UInt8) {
        part()
        bytes.append(bracket)
        followsValue = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        followsValue = true
    }

    /// Last digit first, then turned round: no string in between.
    private mutating func appendDigits(_ value: UInt64) {
        let start = bytes.count
        var rest = value
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// Copies the text at once and looks then whether anything in it had to be escaped, which is
    /// rare: the copy of a block is far cheaper than a copy byte by byte.
    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        if bytes[start...].contains(where: JSONWriter.isEscaped) {
            let plain = Array(bytes[start...])
            bytes.removeSubrange(start...)
            for byte in plain { appendEscaped(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        guard JSONWriter.isEscaped(byte) else { return bytes.append(byte) }
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x00..<0x20:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(UInt8(ascii: "0") + byte >> 4)
            let low = byte & 0x0F
            bytes.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        default: bytes.append(byte)
        }
    }
}
