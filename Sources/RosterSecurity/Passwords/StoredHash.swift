package import RosterCore

/// A stored hash, taken apart as far as its cost.
package struct StoredHash: Sendable {
    enum Form: Sendable, Equatable {
        case argon2(Argon2Form)
        /// `variant` is the letter of `$2a$`, `$2b$` or `$2y$`.
        case bcrypt(variant: UInt8, cost: Int)
        /// Any other form of crypt(3): it never is what the settings ask for.
        case crypt(CryptForm)
        /// What web frameworks write: never asked for, either.
        case pbkdf2(PBKDF2Form)
        case scrypt(ScryptForm)
    }

    let text: String
    let form: Form

    /// Nil for a form that is not known. Without any work that depends on the cost.
    init?(_ text: String) {
        guard (1...HashLimits.storedBytesMax).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let form = Form(text)
        else { return nil }
        self.text = text
        self.form = form
    }

    /// Says whether `stored` is of a known form and within the bounds of ``HashLimits``.
    package static func acceptability(of stored: String) -> HashAcceptability {
        guard let hash = StoredHash(stored) else { return .unknownForm }
        return hash.isTooCostly ? .tooCostly : .acceptable
    }

    var isTooCostly: Bool {
        switch form {
        case .argon2(let form): form.isTooCostly
        case .bcrypt(_, let cost): cost > HashLimits.bcryptCostMax
        case .crypt(let form): form.isTooCostly
        case .pbkdf2(let form): form.isTooCostly
        case .scrypt(let form): form.cost.isTooCostly
        }
    }

    /// The most bytes of a password that this form can be compared with, nil without a limit.
    var passwordBytesMax: Int? {
        switch form {
        case .argon2, .pbkdf2, .scrypt: nil
        case .bcrypt: HashLimits.bcryptPasswordBytesMax
        case .crypt: HashLimits.cryptPasswordBytesMax
        }
    }
}

extension StoredHash.Form {
    fileprivate init?(_ text: String) {
        if let form = Argon2Form(text) {
            self = .argon2(form)
        } else if let form = PBKDF2Form(text) {
            self = .pbkdf2(form)
        } else if let form = ScryptForm(text) {
            self = .scrypt(form)
        } else if let form = Self.bcrypt(text) ?? Self.otherCrypt(text), Crypt.knows(text) {
            self = form
        } else {
            return nil
        }
    }

    /// `$2b$10$` with 22 characters of salt and 31 of hash. `$2x$` is left out: it marks hashes of
    /// a faulty implementation, which match other passwords than the typed one.
    private static func bcrypt(_ text: String) -> Self? {
        let parts = text.split(at: "$", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].isEmpty, ["2a", "2b", "2y"].contains(parts[1]),
            let variant = parts[1].utf8.last, parts[2].utf8.count == 2,
            parts[2].allSatisfy(\.isWholeNumber), let cost = Int(parts[2]),
            (HashLimits.bcryptCostMin...31).contains(cost),
            parts[3].utf8.count == 53, CryptAlphabet.spells(parts[3])
        else { return nil }
        return .bcrypt(variant: variant, cost: cost)
    }

    private static func otherCrypt(_ text: String) -> Self? {
        CryptForm(text).map { .crypt($0) }
    }
}
