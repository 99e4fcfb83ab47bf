/// The two numbers r and s of an ECDSA signature on P-256, 32 bytes each (RFC 7518 §3.4).
///
/// With (r, s), also (r, n-s) is a signature of the same text, which anybody can work out. Only the
/// one with the lower s counts, so that a token has one spelling and no second.
enum ES256Signature {
    static let bytesCount = 64

    static func isLow(_ signature: [UInt8]) -> Bool {
        !half.lexicographicallyPrecedes(signature.suffix(32))
    }

    static func lowered(_ signature: [UInt8]) -> [UInt8] {
        isLow(signature) ? signature : mirrored(signature)
    }

    /// (r, n-s).
    static func mirrored(_ signature: [UInt8]) -> [UInt8] {
        var difference = order
        var borrow = 0
        for (index, digit) in zip(difference.indices, signature.suffix(32)).reversed() {
            let value = Int(difference[index]) - Int(digit) - borrow
            borrow = value < 0 ? 1 : 0
            difference[index] = UInt8(truncatingIfNeeded: value)
        }
        return signature.prefix(32) + difference
    }

    /// n, the order of P-256 (FIPS 186-4, D.1.2.3), highest byte first.
    private static let order: [UInt8] = [
        0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xFF, 0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63,
        0x25, 0x51,
    ]

    /// n/2, rounded down.
    private static let half: [UInt8] = {
        var carry: UInt8 = 0
        return order.map { byte in
            defer { carry = byte & 1 }
            return carry << 7 | byte >> 1
        }
    }()
}
