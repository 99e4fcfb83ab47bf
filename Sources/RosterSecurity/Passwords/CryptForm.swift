import RosterCore

/// A form of crypt(3) beside bcrypt that imports bring, by the manual page crypt(5).
struct CryptForm: Sendable, Equatable {
    let cost: HashCost
    /// Whether it asks for more than ``HashLimits`` allow.
    let isTooCostly: Bool

    /// Nil for no form of this list.
    init?(_ text: String) {
        // Not the forms of DES, which have no mark of their own: a password that was meant to be
        // hashed would pass for one, and be kept as it is.
        guard let rest = text.after(prefix: "$") else { return nil }
        let parts = rest.split(at: "$", omittingEmptySubsequences: false)
        switch parts[0] {
        case "1":
            guard Self.isForm(parts.dropFirst(), salt: 0...8, hash: 22) else { return nil }
            self.init(.md5Crypt, rounds: 1, atMost: 1)
        case "5":
            guard let rounds = Self.roundsOfSHA(parts.dropFirst(), hash: 43) else { return nil }
            self.init(.sha256Crypt, rounds: rounds, atMost: HashLimits.shaCryptRoundsMax)
        case "6":
            guard let rounds = Self.roundsOfSHA(parts.dropFirst(), hash: 86) else { return nil }
            self.init(.sha512Crypt, rounds: rounds, atMost: HashLimits.shaCryptRoundsMax)
        case "sha1":
            guard parts.count == 4, let rounds = StrictDecimal.parse(parts[1]),
                Self.isForm(parts.dropFirst(2), salt: 1...64, hash: 28)
            else { return nil }
            self.init(.sha1Crypt, rounds: rounds, atMost: HashLimits.sha1CryptRoundsMax)
        case "7":
            self.init(.cryptScrypt, ScryptCost(scrypt: parts.dropFirst()))
        case "y", "gy":
            self.init(.yescrypt, ScryptCost(yescrypt: parts.dropFirst()))
        default:
            return nil
        }
    }

    private init(_ work: HashWork, rounds: Int, atMost maximum: Int) {
        cost = HashCost(work, units: Double(rounds))
        isTooCostly = rounds > maximum
    }

    private init?(_ work: HashWork, _ cost: ScryptCost?) {
        guard let cost else { return nil }
        self.cost = cost.hashCost(work)
        isTooCostly = cost.isTooCostly
    }

    /// Salt and hash, the last two parts of most forms.
    static func isForm(
        _ parts: ArraySlice<Substring>, salt: ClosedRange<Int>, hash: Int
    ) -> Bool {
        guard parts.count == 2, let first = parts.first, let last = parts.last else { return false }
        return salt.contains(first.utf8.count) && last.utf8.count == hash
            && CryptAlphabet.spells(last)
    }

    /// `$6$salt$hash` or `$6$rounds=N$salt$hash`.
    private static func roundsOfSHA(_ parts: ArraySlice<Substring>, hash: Int) -> Int? {
        var parts = parts
        var rounds = 5000
        if parts.count == 3, let field = parts.popFirst() {
            guard let number = StrictDecimal.parse(field, named: "rounds"), number >= 1000
            else { return nil }
            rounds = number
        }
        return isForm(parts, salt: 0...16, hash: hash) ? rounds : nil
    }
}
