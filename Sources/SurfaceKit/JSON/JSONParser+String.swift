extension JSONParser {
    /// The string whose opening quote is next.
    mutating func string() throws(JSONParseError) -> String {
        let opening = position
        position += 1
        // Nearly every string is one run without escapes, and becomes text without a copy between.
        let run = try plainRun()
        if skip("\"") { return try text(bytes[run], from: opening) }

        var unescaped = Array(bytes[run])
        while !skip("\"") {
            try unescape(into: &unescaped)
            unescaped.append(contentsOf: bytes[try plainRun()])
        }
        return try text(unescaped[...], from: opening)
    }

    /// Passes over bytes that stand for themselves, up to a quote or a backslash.
    private mutating func plainRun() throws(JSONParseError) -> Range<Int> {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return start..<position }
            if byte < 0x20 { throw error(.controlCharacter) }
            position += 1
        }
        throw error(.unexpectedEnd)
    }

    private func text(
        _ utf8: ArraySlice<UInt8>, from opening: Int
    ) throws(JSONParseError) -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else {
            throw JSONParseError(offset: opening, kind: .malformedUTF8)
        }
        return text
    }

    /// Reads the escape whose backslash is next.
    private mutating func unescape(into unescaped: inout [UInt8]) throws(JSONParseError) {
        let start = position
        position += 1
        guard let letter = peek() else { throw error(.unexpectedEnd) }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(letter)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"): unescaped.append(contentsOf: try scalar(from: start).utf8)
        default: throw JSONParseError(offset: start, kind: .malformedEscape)
        }
    }

    /// The code point after `\u`, which takes a second `\u` when it is beyond U+FFFF.
    private mutating func scalar(from start: Int) throws(JSONParseError) -> Unicode.Scalar {
        let lone = JSONParseError(offset: start, kind: .loneSurrogate)
        let first = try hexQuad(from: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(first), skip("\\") else { throw lone }
        guard skip("u") else { throw lone }
        let second = try hexQuad(from: start)
        guard UTF16.isTrailSurrogate(second) else { throw lone }
        return UTF16.decode(UTF16.EncodedScalar([first, second]))
    }

    private mutating func hexQuad(from start: Int) throws(JSONParseError) -> UInt16 {
        var quad: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek() else { throw error(.unexpectedEnd) }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw JSONParseError(offset: start, kind: .malformedEscape)
            }
            quad = quad << 4 | UInt16(digit)
            position += 1
        }
        return quad
    }
}
