/// The rules of free texts: how long they may be, and that none holds a control character but
/// (in long ones) line breaks and tabs. NUL in particular, which PostgreSQL cannot store.
package enum BoundedText {
    /// What is wrong with `text` as `field`, if anything.
    package static func problem(
        of text: String, _ field: Field, codePointsMax: Int, allowsLineBreaks: Bool = false
    ) -> InvalidField? {
        let scalars = text.unicodeScalars
        if scalars.count > codePointsMax {
            return InvalidField(field, .tooLong(maximum: codePointsMax))
        }
        let isClean = scalars.allSatisfy { scalar in
            guard scalar.properties.generalCategory == .control else { return true }
            return allowsLineBreaks && (scalar == "\n" || scalar == "\r" || scalar == "\t")
        }
        return isClean ? nil : InvalidField(field, .forbiddenCharacters)
    }

    /// What is wrong with a stored reference - an absolute http(s) URL or the name of stored media -
    /// if anything.
    package static func problem(ofReference text: String, _ field: Field) -> InvalidField? {
        if text.utf8.count > Limits.urlBytesMax {
            return InvalidField(field, .tooLong(maximum: Limits.urlBytesMax))
        }
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.properties.generalCategory != .control && !$0.properties.isWhitespace
        }
        return isPlain && !text.isEmpty ? nil : InvalidField(field, .malformed)
    }
}
