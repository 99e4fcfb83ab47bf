import RosterCore

/// The Management surface's own rules of input, narrower than the directory's
/// (contracts/management.md §0). Lengths are code points.
enum ManagementRules {
    static let usernameLength = 3...20
    static let passwordLength = Limits.givenPasswordCodePoints
    static let avatarCodePointsMax = 2048
    static let pageSizeMax = 100

    /// Letters, digits, `_`, `-` and `.`, and not digits alone; as it is typed, and as it is looked
    /// up: of letters that cannot be seen nothing is left then.
    static func isUsername(_ text: String) -> Bool {
        let folded = FoldedKey(folding: text).rawValue
        return usernameLength.contains(text.unicodeScalars.count) && isUsernameText(text)
            && folded.unicodeScalars.count >= usernameLength.lowerBound && isUsernameText(folded)
    }

    private static func isUsernameText(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        return scalars.allSatisfy {
            isLetter($0) || isDigit($0) || "_-.".unicodeScalars.contains($0)
        } && !scalars.allSatisfy(isDigit)
    }

    /// An absolute `http` or `https` URL with a host; nobody fetches it.
    static func isAvatar(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard scalars.count <= avatarCodePointsMax,
            scalars.allSatisfy({ $0.isASCII ? (0x21...0x7E).contains($0.value) : isPrintable($0) }),
            !scalars.contains(where: { "\"<>\\^`{|}".unicodeScalars.contains($0) })
        else { return false }
        let lower = text.lowercased()
        guard let rest = lower.after(prefix: "http://") ?? lower.after(prefix: "https://") else {
            return false
        }
        let authority = Substring(rest.unicodeScalars.prefix { !"/?#".unicodeScalars.contains($0) })
        let host = authority.split(at: "@").last ?? ""
        return !host.isEmpty && !host.starts(withText: ":")
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark:
            true
        default: false
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .decimalNumber
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .unassigned, .privateUse, .surrogate, .spaceSeparator,
            .lineSeparator, .paragraphSeparator:
            false
        default: true
        }
    }
}
