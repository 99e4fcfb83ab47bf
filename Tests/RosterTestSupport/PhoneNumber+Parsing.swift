package import RosterCore

extension PhoneNumber {
    /// A phone as the directories of most tests read it.
    package init(parsing text: String) throws(InvalidField) {
        try self.init(parsing: text, in: .china)
    }

    package static func key(of text: String) -> FoldedKey { key(of: text, in: .china) }
}
