/// The bounds of an account's texts, the same at creation and at every change. Each answers what
/// is wrong, if anything; a field that is not there is never wrong.
enum AccountRules {
    static func displayName(_ text: String?) -> InvalidField? {
        text.flatMap {
            BoundedText.problem(
                of: $0, .displayName, codePointsMax: Limits.displayNameCodePointsMax)
        }
    }

    static func avatar(_ text: String?) -> InvalidField? {
        text.flatMap { BoundedText.problem(ofReference: $0, .avatar) }
    }

    static func background(_ text: String?) -> InvalidField? {
        text.flatMap { BoundedText.problem(ofReference: $0, .background) }
    }

    static func bio(_ text: String?) -> InvalidField? {
        text.flatMap {
            BoundedText.problem(
                of: $0, .bio, codePointsMax: Limits.bioCodePointsMax, allowsLineBreaks: true)
        }
    }

    static func location(_ text: String?) -> InvalidField? {
        text.flatMap {
            BoundedText.problem(of: $0, .location, codePointsMax: Limits.locationCodePointsMax)
        }
    }

    /// Whoever parsed the object knows that it is one; here count its size, and NUL, which would
    /// break a store.
    static func extend(_ text: String?) -> InvalidField? {
        guard let text else { return nil }
        if text.utf8.count > Limits.extendBytesMax {
            return InvalidField(.extend, .tooLong(maximum: Limits.extendBytesMax))
        }
        return text.utf8.contains(0) ? InvalidField(.extend, .forbiddenCharacters) : nil
    }
}

extension DirectoryError {
    /// Throws one error with all that failed, if anything did.
    static func refuse(_ problems: [InvalidField?]) throws(DirectoryError) {
        let failed = problems.compactMap { $0 }
        if !failed.isEmpty { throw .invalid(failed) }
    }
}
