/// The kinds of work that stored hashes ask for. Each has a unit, whose time on this machine
/// ``HashMeter`` measures.
enum HashWork: CaseIterable, Sendable, Hashable {
    /// A KiB of memory, once a pass.
    case argon2
    /// A round; there are 2 to the cost of them.
    case bcrypt
    /// A whole hash.
    case md5Crypt
    /// A round.
    case sha1Crypt, sha256Crypt, sha512Crypt
    /// A byte of 128·N·r, once for each lane and pass, by crypt(3).
    case cryptScrypt, yescrypt
    /// A byte of 128·N·r, once for each lane, by swift-crypto.
    case scrypt
    /// An iteration of a block of the key.
    case pbkdf2SHA1, pbkdf2SHA256, pbkdf2SHA512
}

/// What comparing a password with a stored hash takes: the product of its parameters.
struct HashCost: Sendable, Equatable {
    let work: HashWork
    let units: Double
    let memoryBytes: Double

    init(_ work: HashWork, units: Double, memoryBytes: Double = 0) {
        self.work = work
        self.units = units
        self.memoryBytes = memoryBytes
    }
}

extension StoredHash {
    /// Of a known form, within or out of ``HashLimits``.
    var cost: HashCost {
        switch form {
        case .argon2(let form):
            HashCost(
                .argon2, units: Double(form.memoryKiB) * Double(form.passes),
                memoryBytes: Double(form.memoryKiB) * 1024)
        case .bcrypt(_, let cost): HashCost(.bcrypt, units: Double(1 << cost))
        case .crypt(let form): form.cost
        case .pbkdf2(let form): form.hashCost
        case .scrypt(let form): form.cost.hashCost(.scrypt)
        }
    }
}

extension PBKDF2Form {
    fileprivate var hashCost: HashCost {
        let work: HashWork =
            switch digest {
            case .sha1: .pbkdf2SHA1
            case .sha256: .pbkdf2SHA256
            case .sha512: .pbkdf2SHA512
            }
        return HashCost(work, units: Double(iterations) * Double(blocks))
    }
}

extension ScryptCost {
    /// As ``isTooCostly`` counts it.
    func hashCost(_ work: HashWork) -> HashCost {
        // Out of bounds it is refused whatever this says; a Double takes it without a trap.
        let count = blocksLog2 < 63 ? Double(1 << blocksLog2) : .infinity
        let block = 128 * Double(blockSize)
        let blocks = count + Double(HashLimits.scryptBlocksOfPBKDF2)
        return HashCost(
            work, units: block * blocks * Double(lanes) * Double(extraPasses + 1),
            memoryBytes: block * max(count, Double(lanes)))
    }
}
