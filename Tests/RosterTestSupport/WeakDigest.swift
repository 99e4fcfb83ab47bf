/// 128 bits of FNV-1a in hex: tells texts apart and does not show them, which is all that a test
/// needs of a hash. No protection against anybody.
package func weakDigest(_ text: String, key: String = "") -> String {
    var halves: [UInt64] = [0xCBF2_9CE4_8422_2325, 0x8422_2325_CBF2_9CE4]
    for byte in key.utf8 + [0] + text.utf8 {
        for index in halves.indices {
            halves[index] = (halves[index] ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
    }
    return halves.map { half in
        let digits = String(half, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
}

/// Bytes moved by a digest of the key, in hex, with a digest of the text: opens with the same key
/// alone, and does not hold the text in the clear. No protection against anybody.
package func weakSeal(_ text: String, key: String) -> String {
    let pad = Array(weakDigest(key).utf8)
    let moved = text.utf8.enumerated().map { $1 ^ pad[$0 % pad.count] }
    return moved.map { String($0, radix: 16) }.joined(separator: " ") + "|"
        + weakDigest(text, key: key)
}

/// Nil for what was not sealed with `key`.
package func weakUnseal(_ sealed: String, key: String) -> String? {
    let parts = sealed.split(separator: "|", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let pad = Array(weakDigest(key).utf8)
    let moved = parts[0].split(separator: " ").compactMap { UInt8($0, radix: 16) }
    let text = String(
        decoding: moved.enumerated().map { $1 ^ pad[$0 % pad.count] }, as: UTF8.self)
    return weakDigest(text, key: key) == parts[1] ? text : nil
}
