import RosterCore

/// A scrypt hash (RFC 7914) in another form than crypt(3)'s `$7$`, taken apart. Its spellings:
///
/// - PHC, and passlib: `$scrypt$ln=<log2 N>,r=<r>,p=<p>$<salt>$<key>`, both parts in base64 without
///   padding;
/// - Werkzeug: `scrypt:<N>:<r>:<p>$<salt>$<key>`, the salt as plain text, the key in hex, of either
///   case;
/// - Django: `scrypt$<N>$<salt>$<r>$<p>$<key>`, the salt as plain text, the key in base64 with
///   padding.
///
/// The keys of the latter two have 64 bytes.
struct ScryptForm: Sendable, Equatable {
    private static let keyBytesOfFrameworks = 64

    let cost: ScryptCost
    let salt: [UInt8]
    let key: [UInt8]
}

extension ScryptForm {
    /// Nil for what none of the spellings allows, for salts and keys out of ``HashLimits``, and for
    /// what ``Scrypt`` cannot compute.
    init?(_ text: String) {
        let parts = text.split(at: "$", omittingEmptySubsequences: false)
        switch parts.count {
        case 3: self.init(werkzeug: parts)
        case 5: self.init(phc: parts)
        case 6: self.init(django: parts)
        default: return nil
        }
    }

    private init?(phc parts: [Substring]) {
        let fields = parts[2].split(at: ",", omittingEmptySubsequences: false)
        guard parts[0].isEmpty, parts[1] == "scrypt", fields.count == 3,
            let blocksLog2 = StrictDecimal.parse(fields[0], named: "ln"),
            let blockSize = StrictDecimal.parse(fields[1], named: "r"),
            let lanes = StrictDecimal.parse(fields[2], named: "p")
        else { return nil }
        self.init(
            ScryptCost(blocksLog2: blocksLog2, blockSize: blockSize, lanes: lanes),
            salt: Base64Spelling.unpadded.decode(parts[3]),
            key: Base64Spelling.unpadded.decode(parts[4]))
    }

    private init?(werkzeug parts: [Substring]) {
        let method = parts[0].split(at: ":", omittingEmptySubsequences: false)
        guard method.count == 4, method[0] == "scrypt",
            let key = bytes(hexadecimal: parts[2]), key.count == Self.keyBytesOfFrameworks
        else { return nil }
        self.init(Self.cost(method[1], method[2], method[3]), salt: Array(parts[1].utf8), key: key)
    }

    private init?(django parts: [Substring]) {
        guard parts[0] == "scrypt", let key = Base64Spelling.padded.decode(parts[5]),
            key.count == Self.keyBytesOfFrameworks
        else { return nil }
        self.init(Self.cost(parts[1], parts[3], parts[4]), salt: Array(parts[2].utf8), key: key)
    }

    /// Nil when a part could not be read or is out of bounds.
    private init?(_ cost: ScryptCost?, salt: [UInt8]?, key: [UInt8]?) {
        guard let cost, cost.isTooCostly || Scrypt.computes(cost), let salt, let key,
            HashLimits.saltBytes.contains(salt.count), HashLimits.keyBytes.contains(key.count)
        else { return nil }
        self.init(cost: cost, salt: salt, key: key)
    }

    /// N, a power of two, r and p in decimal.
    private static func cost(
        _ blocks: Substring, _ blockSize: Substring, _ lanes: Substring
    ) -> ScryptCost? {
        guard let blocks = StrictDecimal.parse(blocks), blocks.nonzeroBitCount == 1,
            let blockSize = StrictDecimal.parse(blockSize), let lanes = StrictDecimal.parse(lanes)
        else { return nil }
        return ScryptCost(
            blocksLog2: blocks.trailingZeroBitCount, blockSize: blockSize, lanes: lanes)
    }
}
