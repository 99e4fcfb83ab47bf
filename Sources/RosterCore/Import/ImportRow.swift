/// One row of an old user table, in the directory's words and not checked yet: what is wrong with it
/// is for its report to say, and stops no other row.
package struct ImportRow: Sendable, Equatable, Codable {
    /// Its place in the file, counted from 1; a header does not count.
    package var number: Int
    /// The ids under which surfaces knew the person, by the surface's name. Of an old table the one
    /// of its surface; of an export of Roster all that there are.
    package var keys: [String: SurfaceID] = [:]
    /// Of an export of Roster; an old table has none.
    package var guid: String?
    package var instanceID: String?
    package var name: String?
    package var displayName: String?
    package var email: String?
    /// Nil counts as proven: the old system's word is an administrator's (DESIGN §2, "Proof").
    package var emailIsProven: Bool?
    package var phone: String?
    /// Nil counts as free text: only an export of Roster can say that a code proved it.
    package var phoneIsProven: Bool?
    package var avatar: String?
    package var background: String?
    package var bio: String?
    /// 0, 1 or 2, as ``Sex``.
    package var sex: Int64?
    package var location: String?
    package var role: String?
    package var status: String?
    /// A JSON object as text.
    package var extend: String?
    /// In the clear; hashed before it is stored.
    package var password: String?
    /// In one of the forms that logins can be compared with.
    package var passwordHash: String?
    /// Milliseconds since 1970 in UTC.
    package var createdAt: Int64?
    package var updatedAt: Int64?
    package var lastLoginAt: Int64?
    /// What the reader of the file could not make sense of, by column.
    package var unreadable: String?

    package init(number: Int) { self.number = number }
}

/// One row of an old table of user cards (seed 000).
package struct ImportCard: Sendable, Equatable, Codable {
    package var number: Int
    /// The id that clients stored; a new one is made without it.
    package var id: String?
    /// The name or e-mail of the account that the card belongs to.
    package var owner: String?
    package var name: String?
    /// A JSON object as text.
    package var snapshot: String?
    package var status: String?
    package var revision: Int64?
    /// Milliseconds since 1970 in UTC.
    package var createdAt: Int64?
    package var updatedAt: Int64?
    package var unreadable: String?

    package init(number: Int) { self.number = number }
}

/// A part of a file: of either kind of table.
package enum ImportBatch: Sendable, Equatable, Codable {
    case people([ImportRow])
    case cards([ImportCard])

    package var count: Int {
        switch self {
        case .people(let rows): rows.count
        case .cards(let cards): cards.count
        }
    }
}
