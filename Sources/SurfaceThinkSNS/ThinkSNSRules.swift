import RosterCore

/// The ThinkSNS surface's own rules of input, narrower than the directory's
/// (contracts/thinksns.md §0, §4, §6).
enum ThinkSNSRules {
    static let passwordCharacters = 6...128
    static let emailBytesMax = 128
    static let textCharactersMax = 191
    /// Of the lists in which people are found (contracts/thinksns.md §13.3).
    static let pageSizes = 1...50
    /// Clients are told it on their start, and take a shorter list for the last page (§13.2).
    static let pageSizeDefault = 15
    /// Refused to people who register, and what looks like one of them.
    private static let reservedNames = ["root", "admin"].map {
        NameLooks(of: FoldedKey(folding: $0))
    }

    static func isReserved(_ name: AccountName) -> Bool {
        reservedNames.contains { $0.areMistaken(for: name.looks) }
    }

    /// The first character is an ASCII letter, `_` or beyond ASCII; the others may also be digits.
    static func hasNameCharacters(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, !isDigit(first) else { return false }
        return text.unicodeScalars.allSatisfy {
            !$0.isASCII || isLetter($0) || isDigit($0) || $0 == "_"
        }
    }

    private static let nameHalves = 4...24

    /// Two to twelve, where ASCII counts half.
    static func hasNameLength(_ text: String) -> Bool { nameHalves.contains(halves(of: text)) }

    /// Whether too little is left of a name once it is folded.
    static func isTooShortName(_ folded: String) -> Bool {
        halves(of: folded) < nameHalves.lowerBound
    }

    private static func halves(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
    }

    /// `+`, `0`, `86` and `-`, each if it likes, in this order; then a mainland mobile number: 1, 3 to
    /// 9, nine digits. By this rule of the seed that number is meant wherever the directory reads its
    /// phones: a spelling that it would read otherwise is kept as the number itself.
    static func phone(_ text: String, in region: PhoneRegion) -> PhoneNumber? {
        var rest = text[...]
        for prefix in ["+", "0", "86", "-"] { rest = rest.after(prefix: prefix) ?? rest }
        let digits = Array(rest.utf8)
        guard digits.count == 11, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            digits[0] == 0x31, (0x33...0x39).contains(digits[1])
        else { return nil }
        let number = "+86" + rest
        if let phone = try? PhoneNumber(parsing: text, in: region), phone.key.rawValue == number {
            return phone
        }
        return try? PhoneNumber(parsing: number, in: region)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }
}

/// What a value that names somebody looks like; the first that fits counts, and there is no second
/// try as something else (contracts/thinksns.md §4).
enum ThinkSNSLook {
    case email(EmailAddress)
    case phone(PhoneNumber)
    case name(String)
    case id(String)

    /// By the folded form, under which names and addresses are looked up.
    init(_ typed: String, phonesIn region: PhoneRegion) {
        let text = FoldedKey(folding: typed).rawValue
        if let email = try? EmailAddress(parsing: text) {
            self = .email(email)
        } else if let phone = ThinkSNSRules.phone(text, in: region) {
            self = .phone(phone)
        } else if ThinkSNSRules.hasNameCharacters(text) {
            self = .name(text)
        } else {
            self = .id(text)
        }
    }

    /// The address, of those that are one.
    var destination: Destination? {
        switch self {
        case .email(let email): .email(email)
        case .phone(let phone): .phone(phone)
        case .name, .id: nil
        }
    }
}
