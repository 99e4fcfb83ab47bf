/// Bodies of requests.
enum Body {
    /// The media type that every body has unless a test says otherwise.
    static let json = "application/json"

    /// A new card, or a new snapshot; `more` are further fields of the snapshot as JSON.
    static func card(_ name: String, more: String = "") -> String {
        let extras = more.isEmpty ? "" : "," + more
        return #"{"snapshot":{"name":\#(text(name))\#(extras)}}"#
    }

    static func status(_ status: String) -> String { #"{"status":"\#(status)"}"# }

    static func revision(_ revision: Int) -> String { #"{"expected_revision":\#(revision)}"# }

    /// A batch; with `status` one that sets it.
    static func batch(_ ids: [String], status: String? = nil) -> String {
        let list = ids.map(text).joined(separator: ",")
        let target = status.map { #","status":"\#($0)""# } ?? ""
        return #"{"ids":[\#(list)]\#(target)}"#
    }

    /// A JSON string.
    static func text(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"": return "\\\""
            case "\\": return "\\\\"
            default:
                guard scalar.value < 0x20 else { return String(scalar) }
                let digits = String(scalar.value, radix: 16)
                return "\\u00" + (scalar.value < 16 ? "0" : "") + digits
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}

/// Values of query parameters.
enum Query {
    static func escaped(_ text: String) -> String { escaped(Array(text.utf8)) }

    /// Every byte but letters and digits as `%XX`.
    static func escaped(_ bytes: [UInt8]) -> String {
        let pieces = bytes.map { byte -> String in
            let character = UnicodeScalar(byte)
            if character.isASCII, character.properties.isAlphabetic || isDigit(byte) {
                return String(character)
            }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (byte < 16 ? "0" : "") + digits
        }
        return pieces.joined()
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
