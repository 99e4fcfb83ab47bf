/// The grammar of textual addresses. Our own and not `inet_pton`, as that is unsafe code at the
/// very border, and not `inet_aton`, which takes octal and short forms.
enum AddressText {
    /// Four decimal parts of 0 to 255 without leading zeros.
    static func ipv4(_ bytes: ArraySlice<UInt8>) -> UInt32? {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var quad: UInt32 = 0
        for part in parts {
            guard let value = decimal(part, max: 255) else { return nil }
            quad = quad << 8 | UInt32(value)
        }
        return quad
    }

    /// RFC 4291 §2.2: eight groups, one `::` for at least one of them, the last two perhaps as IPv4.
    static func ipv6(_ bytes: ArraySlice<UInt8>) -> (high: UInt64, low: UInt64)? {
        guard let gap = firstGap(in: bytes) else {
            guard let groups = groups(bytes), groups.count == 8 else { return nil }
            return halves(groups)
        }
        // Nothing on a side of the gap is right there, but not an empty group within a side.
        let (left, right) = (bytes[..<gap], bytes[(gap + 2)...])
        guard let head = left.isEmpty ? [] : groups(left, mayEndInIPv4: false),
            let tail = right.isEmpty ? [] : groups(right),
            head.count + tail.count < 8
        else { return nil }
        let zeros = [UInt16](repeating: 0, count: 8 - head.count - tail.count)
        return halves(head + zeros + tail)
    }

    /// A decimal number without sign or leading zeros.
    static func decimal(_ bytes: ArraySlice<UInt8>, max: Int) -> Int? {
        guard let first = bytes.first, bytes.count <= 5 else { return nil }
        guard first != UInt8(ascii: "0") || bytes.count == 1 else { return nil }
        var value = 0
        for byte in bytes {
            guard byte &- UInt8(ascii: "0") <= 9 else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value <= max ? value : nil
    }
}

// MARK: - Groups

extension AddressText {
    private static func firstGap(in bytes: ArraySlice<UInt8>) -> Int? {
        let colon = UInt8(ascii: ":")
        return bytes.indices.dropLast().first { bytes[$0] == colon && bytes[$0 + 1] == colon }
    }

    /// Groups between single colons; an empty one, so also a second gap, is refused.
    private static func groups(
        _ bytes: ArraySlice<UInt8>, mayEndInIPv4: Bool = true
    ) -> [UInt16]? {
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count <= 8 else { return nil }
        var groups: [UInt16] = []
        for (position, part) in parts.enumerated() {
            if let group = hexGroup(part) {
                groups.append(group)
            } else if mayEndInIPv4, position == parts.count - 1, let quad = ipv4(part) {
                groups.append(UInt16(truncatingIfNeeded: quad >> 16))
                groups.append(UInt16(truncatingIfNeeded: quad))
            } else {
                return nil
            }
        }
        return groups
    }

    private static func hexGroup(_ bytes: ArraySlice<UInt8>) -> UInt16? {
        guard (1...4).contains(bytes.count) else { return nil }
        var group: UInt16 = 0
        for byte in bytes {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            group = group << 4 | UInt16(digit)
        }
        return group
    }

    private static func halves(_ groups: [UInt16]) -> (high: UInt64, low: UInt64) {
        let joined = { (half: ArraySlice<UInt16>) in half.reduce(0) { $0 << 16 | UInt64($1) } }
        return (joined(groups[..<4]), joined(groups[4...]))
    }
}
