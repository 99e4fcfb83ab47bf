/// A key of an object as a dictionary sees it: by its bytes. `String` itself hashes and compares by
/// canonical equivalence, which would take two different keys for one.
struct JSONKey: Hashable {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: JSONKey, right: JSONKey) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Eight bytes at a time, as the hasher has a fixed cost per value. The hasher is seeded per
    /// process, so that nobody can send keys that all collide.
    func hash(into hasher: inout Hasher) {
        var word: UInt64 = 0
        var count = 0
        for byte in text.utf8 {
            word = word &<< 8 | UInt64(byte)
            count &+= 1
            if count & 7 == 0 { hasher.combine(word) }
        }
        hasher.combine(word)
        hasher.combine(count)
    }

    /// Whether two keys differ at most in the case of ASCII letters.
    static func isSame(_ left: String, asIgnoringCase right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8) { folded($0) == folded($1) }
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
