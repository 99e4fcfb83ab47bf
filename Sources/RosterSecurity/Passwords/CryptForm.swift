import RosterCore

/// The forms of crypt(3) beside bcrypt that imports bring, by the manual page crypt(5).
enum CryptForm {
    /// Whether a hash asks for more than ``HashLimits`` allow; nil for no form of this list.
    static func isTooCostly(_ text: String) -> Bool? {
        // Not the forms of DES, which have no mark of their own: a password that was meant to be
        // hashed would pass for one, and be kept as it is.
        guard let rest = text.after(prefix: "$") else { return nil }
        let parts = rest.split(at: "$", omittingEmptySubsequences: false)
        switch parts[0] {
        case "1":
            return isForm(parts.dropFirst(), salt: 0...8, hash: 22) ? false : nil
        case "5":
            return isTooCostlySHA(parts.dropFirst(), hash: 43)
        case "6":
            return isTooCostlySHA(parts.dropFirst(), hash: 86)
        case "sha1":
            guard parts.count == 4, let rounds = StrictDecimal.parse(parts[1]),
                isForm(parts.dropFirst(2), salt: 1...64, hash: 28)
            else { return nil }
            return rounds > HashLimits.sha1CryptRoundsMax
        case "7":
            return ScryptCost(scrypt: parts.dropFirst())?.isTooCostly
        case "y", "gy":
            return ScryptCost(yescrypt: parts.dropFirst())?.isTooCostly
        default:
            return nil
        }
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
    private static func isTooCostlySHA(_ parts: ArraySlice<Substring>, hash: Int) -> Bool? {
        var parts = parts
        var rounds = 5000
        if parts.count == 3, let field = parts.popFirst() {
            guard let number = StrictDecimal.parse(field, named: "rounds"), number >= 1000
            else { return nil }
            rounds = number
        }
        guard isForm(parts, salt: 0...16, hash: hash) else { return nil }
        return rounds > HashLimits.shaCryptRoundsMax
    }
}
