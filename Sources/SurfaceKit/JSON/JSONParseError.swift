/// Why a document is not JSON, and where. It never quotes the document, which may hold secrets.
package struct JSONParseError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong.
    package enum Kind: String, Sendable {
        case unexpectedEnd = "unexpected end"
        case unexpectedByte = "unexpected character"
        case byteOrderMark = "byte order mark"
        case trailingData = "data after the end"
        case tooDeep = "nested too deep"
        case duplicateKey = "duplicate key"
        case malformedNumber = "malformed number"
        case malformedEscape = "malformed escape"
        case loneSurrogate = "surrogate without its other half"
        case controlCharacter = "control character in a string"
        case malformedUTF8 = "malformed UTF-8"
    }

    /// How many bytes of the document precede the fault. For a duplicate key, malformed UTF-8 and a
    /// malformed number it is where the key, string or number starts.
    package let offset: Int
    /// What is wrong there.
    package let kind: Kind

    /// A fault of this kind after so many bytes.
    package init(offset: Int, kind: Kind) {
        self.offset = offset
        self.kind = kind
    }

    /// One line for a client: the kind in words and the offset.
    package var description: String { "\(kind.rawValue) at byte \(offset)" }
}
