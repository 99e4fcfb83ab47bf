/// What became of one row.
package struct ImportReport: Sendable, Equatable, Codable {
    /// What a row came to.
    package enum Outcome: String, Sendable, Codable, CaseIterable {
        /// A new account or card.
        case created
        /// The row is somebody who was there; what was empty is filled.
        case linked
        /// An earlier import brought the row; nothing was changed.
        case present
        /// Left out, as asked.
        case skipped
        case refused
    }

    /// An account that had to show another id, because the imported one was its number.
    package struct Moved: Sendable, Equatable, Codable {
        package let account: Int64
        package let surface: String
        /// Its number on this surface from now on; nil in a rehearsal, which takes none.
        package let to: String?
    }

    package let row: Int
    /// The id under which the old system knew it.
    package var id: String?
    package var name: String?
    package var outcome: Outcome
    /// Nil where there is none, and in a rehearsal for one that is not made yet.
    package var account: Int64?
    package var reason: ImportReason?
    /// Fields in which the row says something else than the account that it was linked to; the
    /// account's stay.
    package var differs: [String]?
    package var moved: [Moved]?

    init(row: Int, id: String?, name: String?, outcome: Outcome) {
        self.row = row
        self.id = id
        self.name = name
        self.outcome = outcome
    }
}

/// Why a row was refused or left out.
package struct ImportReason: Error, Sendable, Equatable, Codable {
    /// The reason's word.
    package enum Code: String, Sendable, Codable, CaseIterable {
        /// A field is missing or breaks a rule.
        case invalid
        /// A column could not be read.
        case unreadable
        /// A login id is somebody else's.
        case taken
        /// Its name is one person's and its e-mail another's.
        case ambiguous
        /// The id stands for somebody else.
        case idTaken
        /// The person has another id of the same table already: two rows of it would be one person.
        case secondRow
        /// No form of hash that a login could be compared with.
        case unknownHash
        /// The hash would cost more than a login may (THREATS 23).
        case costlyHash
        /// A card of nobody.
        case noOwner
    }

    package let code: Code
    package var field: String?
    /// What is wrong with the field, for people.
    package var detail: String?
    /// Whose it is.
    package var account: Int64?

    package init(
        _ code: Code, field: String? = nil, detail: String? = nil, account: AccountID? = nil
    ) {
        self.code = code
        self.field = field
        self.detail = detail
        // Accounts of a rehearsal have no number yet.
        self.account = account.flatMap { $0.rawValue > 0 ? $0.rawValue : nil }
    }
}
