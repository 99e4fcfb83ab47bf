import CUnicodeFolding

/// What a name looks like: names of which one looks equals one of the other's are mistaken for each
/// other (THREATS 29). A look is the skeleton of UTS #39 §4, folded, so that `0` and `o`, too, are one.
///
/// A name has two: that of its folded form, under which it is looked up, and that of the name as people
/// read it, in which a capital `I` is an `l`.
package struct NameLooks: Hashable, Sendable {
    package let folded: String
    package let spelt: String

    package init(of name: AccountName) {
        folded = Self.look(of: name.key.rawValue)
        spelt = Self.look(of: name.rawValue)
    }

    /// Of a name of which only the key is known.
    package init(of key: FoldedKey) {
        folded = Self.look(of: key.rawValue)
        spelt = folded
    }

    package func areMistaken(for other: NameLooks) -> Bool {
        [folded, spelt].contains { $0 == other.folded || $0 == other.spelt }
    }

    /// Whether a text in its folded form holds what no person may put into its own name: characters
    /// that UTS #39 §3.1 restricts in identifiers, several scripts that no language writes together
    /// (§5.2, "highly restrictive": Han with Kana, Hangul, Bopomofo and Latin is fine), digits of two
    /// systems, marks that cannot be seen. Printable ASCII and the middle dots of names are allowed.
    static func isRestricted(_ text: String) -> Bool {
        let units = Array(text.utf16)
        // ICU fails only without its data, which is linked into the library; what cannot be looked at is
        // not let by.
        return unsafe roster_is_restricted(units, Int32(units.count)) != 0
    }

    private static func look(of text: String) -> String {
        let skeleton = unsafe Normalization.mapped(text, growth: 2) {
            unsafe roster_skeleton($0, $1, $2, $3)
        }
        return Normalization.folded(skeleton ?? text)
    }
}

extension AccountName {
    package var looks: NameLooks { NameLooks(of: self) }

    /// What is wrong with the name for a person who gives it to itself, other names aside.
    package var selfServiceProblem: InvalidField? {
        guard isFitForSelfService else { return InvalidField(.name, .reservedForm) }
        return NameLooks.isRestricted(key.rawValue)
            ? InvalidField(.name, .restrictedCharacters) : nil
    }
}
