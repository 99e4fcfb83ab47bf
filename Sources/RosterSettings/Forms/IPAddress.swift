/// An IPv4 or IPv6 address as its bytes (4 or 16), read as RFC 4291 §2.2 and the dotted decimal of
/// RFC 6943 §3.1.1 spell it: no leading zeros, no octal, no zone.
struct IPAddress: Equatable {
    let bytes: [UInt8]

    init?(_ text: some StringProtocol) {
        guard let bytes = text.contains(":") ? Self.version6(text) : Self.version4(text) else {
            return nil
        }
        self.bytes = bytes
    }

    var isLoopback: Bool {
        if bytes.count == 4 { return bytes[0] == 127 }
        let mappedPrefix: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
        if bytes.starts(with: mappedPrefix) { return bytes[12] == 127 }
        return bytes == Array(repeating: 0, count: 15) + [1]
    }

    /// Whether all bits after the first `length` are zero.
    func isBlock(ofPrefix length: Int) -> Bool {
        bytes.indices.allSatisfy { index in
            let kept = min(max(length - index * 8, 0), 8)
            return UInt8(truncatingIfNeeded: Int(bytes[index]) << kept) == 0
        }
    }

    private static func version4(_ text: some StringProtocol) -> [UInt8]? {
        let fields = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = fields.compactMap { field -> UInt8? in
            guard field == "0" || !field.hasPrefix("0"), let number = decimalNumber(field) else {
                return nil
            }
            return UInt8(exactly: number)
        }
        return fields.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func version6(_ text: some StringProtocol) -> [UInt8]? {
        let text = String(text)
        guard let gap = text.firstRange(of: "::") else {
            let bytes = groups(text, mayEndInVersion4: true)
            return bytes?.count == 16 ? bytes : nil
        }
        let head = text[..<gap.lowerBound]
        let tail = text[gap.upperBound...]
        guard let left = head.isEmpty ? [] : groups(String(head), mayEndInVersion4: false),
            let right = tail.isEmpty ? [] : groups(String(tail), mayEndInVersion4: true),
            left.count + right.count <= 14
        else { return nil }
        return left + Array(repeating: 0, count: 16 - left.count - right.count) + right
    }

    /// Groups of up to four hexadecimal digits; the last may be an IPv4 address.
    private static func groups(_ text: String, mayEndInVersion4: Bool) -> [UInt8]? {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, field) in fields.enumerated() {
            if mayEndInVersion4, index == fields.count - 1, field.contains(".") {
                guard let last = version4(field) else { return nil }
                bytes += last
            } else {
                guard (1...4).contains(field.count), field.allSatisfy(\.isHexDigit),
                    field.utf8.count == field.count, let group = UInt16(field, radix: 16)
                else { return nil }
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
        }
        return bytes
    }
}
