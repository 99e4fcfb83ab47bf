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
