/// What scrypt (`$7$` and ``ScryptForm``), yescrypt (`$y$`) and gost-yescrypt (`$gy$`) ask for.
struct ScryptCost: Sendable, Equatable {
    /// The logarithm of N, the number of blocks.
    private(set) var blocksLog2: Int
    /// r, the size of a block in units of 128 bytes.
    private(set) var blockSize: Int
    /// p.
    private(set) var lanes = 1
    /// t, the passes that yescrypt may add.
    private(set) var extraPasses = 0

    var isTooCostly: Bool {
        guard blocksLog2 <= HashLimits.scryptBlocksLog2Max else { return true }
        // A block for each lane is held beside the N blocks: with many lanes and a small N, more.
        let memory = (128 * max(1 << blocksLog2, lanes))
            .multipliedReportingOverflow(by: blockSize)
        // 62 bits at most, as r has 32.
        let blocks = 128 * ((1 << blocksLog2) + HashLimits.scryptBlocksOfPBKDF2)
        let work = (blocks * blockSize).multipliedReportingOverflow(by: lanes)
        let works = work.partialValue.multipliedReportingOverflow(by: extraPasses + 1)
        return memory.overflow || work.overflow || works.overflow
            || memory.partialValue > HashLimits.scryptMemoryBytesMax
            || works.partialValue > HashLimits.scryptWorkBytesMax
    }

    /// Nil for what RFC 7914, section 6, rules out: N of 1 or of 2^(16·r) and more, no r, no p.
    init?(blocksLog2: Int, blockSize: Int, lanes: Int) {
        guard (1...63).contains(blocksLog2), blockSize >= 1, lanes >= 1,
            blocksLog2 < 16 * blockSize
        else { return nil }
        self.blocksLog2 = blocksLog2
        self.blockSize = blockSize
        self.lanes = lanes
    }

    /// `$7$` with one digit of log2 N, five of r, five of p, then the salt, `$` and 43 of hash.
    init?(scrypt parts: ArraySlice<Substring>) {
        guard let setting = parts.first, setting.utf8.count > 11,
            CryptForm.isForm(parts, salt: 12...100, hash: 43),
            let blocksLog2 = setting.utf8.first.flatMap(CryptAlphabet.value), blocksLog2 >= 1,
            let blockSize = CryptAlphabet.number(lowestFirst: setting.dropFirst().prefix(5)),
            let lanes = CryptAlphabet.number(lowestFirst: setting.dropFirst(6).prefix(5)),
            blockSize >= 1, lanes >= 1
        else { return nil }
        self.blocksLog2 = blocksLog2
        self.blockSize = blockSize
        self.lanes = lanes
    }

    /// `$y$` with flavour, log2 N, r and, where they differ from the default, p and t; then `$`,
    /// the salt, `$` and 43 of hash. Hashes that need a ROM, or say that they were upgraded
    /// from a smaller one, do not stand alone and are none of ours.
    init?(yescrypt parts: ArraySlice<Substring>) {
        guard let setting = parts.first,
            CryptForm.isForm(parts.dropFirst(), salt: 0...86, hash: 43)
        else { return nil }
        var numbers = YescryptNumbers(setting)
        guard numbers.next(minimum: 0) != nil, let blocksLog2 = numbers.next(minimum: 1),
            blocksLog2 <= 63, let blockSize = numbers.next(minimum: 1)
        else { return nil }
        self.blocksLog2 = blocksLog2
        self.blockSize = blockSize
        guard !numbers.isAtEnd else { return }
        guard let members = numbers.next(minimum: 1), members < 4 else { return nil }
        if members & 1 != 0 {
            guard let lanes = numbers.next(minimum: 2) else { return nil }
            self.lanes = lanes
        }
        if members & 2 != 0 {
            guard let extraPasses = numbers.next(minimum: 1) else { return nil }
            self.extraPasses = extraPasses
        }
        guard numbers.isAtEnd else { return nil }
    }
}

/// The numbers of variable length in a yescrypt setting: the first character tells by its value
/// how many follow (`decode64_uint32` of yescrypt).
private struct YescryptNumbers {
    private var rest: ArraySlice<UInt8>

    init(_ setting: Substring) { rest = Array(setting.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// The next number, which is at least `minimum`; nil when it is cut or misspelt.
    mutating func next(minimum: Int) -> Int? {
        guard let first = digit() else { return nil }
        var number = minimum
        var start = 0
        var end = 47
        var bits = 0
        while first > end {
            number += (end + 1 - start) << bits
            start = end + 1
            end = start + (62 - end) / 2
            bits += 6
        }
        number += (first - start) << bits
        while bits > 0 {
            guard let digit = digit() else { return nil }
            bits -= 6
            number += digit << bits
        }
        return number <= Int(UInt32.max) ? number : nil
    }

    private mutating func digit() -> Int? { rest.popFirst().flatMap(CryptAlphabet.value) }
}
