/// An entity tag of a condition (RFC 9110 §8.8.3).
struct EntityTag: Equatable, Sendable {
    /// Whether it stands for what is equivalent, not for the same bytes.
    let isWeak: Bool
    /// Without its quotes.
    let opaque: String

    /// The tag before a compressing proxy or web server marked its own version of the answer with
    /// it: `2-0-gzip`, `2-0;br` and `2-0--zstd` are versions of `2-0`.
    var withoutCoding: String {
        let bytes = Array(opaque.utf8)
        guard
            let mark = bytes.lastIndex(where: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ";") }
            ),
            Self.codings.contains(
                String(decoding: bytes[(mark + 1)...], as: UTF8.self).lowercased())
        else { return opaque }
        let rest = bytes[..<mark]
        let isDoubled = rest.last == UInt8(ascii: "-")
        return String(decoding: isDoubled ? rest.dropLast() : rest, as: UTF8.self)
    }

    /// Content codings that servers append to tags.
    private static let codings: Set<String> = [
        "gzip", "br", "zstd", "deflate", "x-gzip", "compress", "dcb", "dcz",
    ]
}

/// What `If-Match` or `If-None-Match` asks for (RFC 9110 §13.1).
enum EntityTagCondition: Equatable, Sendable {
    /// The field is not there.
    case absent
    /// `*`
    case any
    /// One of these; none where the field is empty or holds nothing that is a tag.
    case anyOf([EntityTag])

    /// - Parameter fields: The values of all fields of the name.
    init(_ fields: [String]) {
        guard !fields.isEmpty else {
            self = .absent
            return
        }
        var tags: [EntityTag] = []
        for field in fields {
            for element in Self.elements(Array(field.utf8)) {
                if element.elementsEqual("*".utf8) {
                    self = .any
                    return
                }
                if let tag = Self.tag(element) { tags.append(tag) }
            }
        }
        self = .anyOf(tags)
    }

    /// The elements of a list, at the commas outside of quotes, without white space around them.
    private static func elements(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var elements: [ArraySlice<UInt8>] = []
        var start = 0
        var isQuoted = false
        for (position, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: ","), !isQuoted {
                elements.append(bytes[start..<position])
                start = position + 1
            }
        }
        elements.append(bytes[start...])
        return elements.map { element in
            let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
            let rest = element.drop(while: isSpace)
            return rest.lastIndex { !isSpace($0) }.map { rest[...$0] } ?? []
        }
    }

    private static func tag(_ element: ArraySlice<UInt8>) -> EntityTag? {
        let isWeak = element.starts(with: "W/".utf8)
        let quoted = isWeak ? element.dropFirst(2) : element
        let quote = UInt8(ascii: "\"")
        guard quoted.count >= 2, quoted.first == quote, quoted.last == quote else { return nil }
        let opaque = quoted.dropFirst().dropLast()
        guard !opaque.contains(quote) else { return nil }
        return EntityTag(isWeak: isWeak, opaque: String(decoding: opaque, as: UTF8.self))
    }
}
