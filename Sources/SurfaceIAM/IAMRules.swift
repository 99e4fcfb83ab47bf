import RosterCore

/// IAM's own rules of input, narrower than the directory's (contracts/iam.md §6).
enum IAMRules {
    static let nameCharactersMax = 45
    static let nicknameCodePointsMax = 30
    static let emailCodePointsMax = 100
    static let phoneCodePointsMax = 20
    private static let prefixCharactersMax = 253

    /// A Kubernetes qualified name: letters, digits, `-`, `_`, `.`, with a letter or digit at both
    /// ends, and optionally a DNS subdomain and a slash before it.
    static func isName(_ text: String) -> Bool {
        guard text.utf8.count <= nameCharactersMax else { return false }
        let parts = text.split(at: "/", omittingEmptySubsequences: false)
        switch parts.count {
        case 1: return isSimpleName(parts[0])
        case 2: return isSubdomain(parts[0]) && isSimpleName(parts[1])
        default: return false
        }
    }

    static func isNickname(_ text: String) -> Bool {
        (1...nicknameCodePointsMax).contains(text.unicodeScalars.count)
    }

    /// 8 to 16 characters with at least one lower-case and one upper-case letter, one digit and
    /// one punctuation mark or symbol. Letters without case count for nothing; a space counts for
    /// the length alone.
    static func isStrongPassword(_ typed: String) -> Bool {
        // The policy is about the form that is hashed.
        let text = PasswordForm.prepared(typed)
        var (lower, upper, digits, specials, spaces) = (0, 0, 0, 0, 0)
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .lowercaseLetter: lower += 1
            case .uppercaseLetter: upper += 1
            case .decimalNumber, .letterNumber, .otherNumber: digits += 1
            case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
                .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol,
                .currencySymbol, .modifierSymbol, .otherSymbol:
                specials += 1
            case .spaceSeparator: spaces += 1
            default: continue
            }
        }
        return lower > 0 && upper > 0 && digits > 0 && specials > 0
            && (8...16).contains(lower + upper + digits + specials + spaces)
    }

    private static func isSimpleName(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && text.utf8.allSatisfy {
                isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                    || $0 == UInt8(ascii: ".")
            }
    }

    private static func isSubdomain(_ text: Substring) -> Bool {
        text.utf8.count <= prefixCharactersMax
            && text.split(at: ".", omittingEmptySubsequences: false).allSatisfy { label in
                guard let first = label.utf8.first, let last = label.utf8.last else { return false }
                return isLowerAlphanumeric(first) && isLowerAlphanumeric(last)
                    && label.utf8.allSatisfy { isLowerAlphanumeric($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLowerAlphanumeric(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func isLowerAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
