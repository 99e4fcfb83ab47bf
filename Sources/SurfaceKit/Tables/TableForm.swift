package import RosterCore

/// How the user table of an old system names what the directory knows: what `roster import` reads and
/// `roster export` writes for a surface. Each surface has one.
package struct TableForm: Sendable {
    /// What a row is.
    package enum Kind: Sendable, Equatable {
        case person, card
    }

    /// How the system spells its ids.
    package enum KeyForm: Sendable, Equatable {
        /// A positive decimal number in its plain spelling, after a prefix.
        case number(prefix: String)
        /// Any short text without control characters.
        case text
    }

    /// How the system writes moments. Reading takes every form.
    package enum TimeForm: Sendable, Equatable {
        case rfc3339(milliseconds: Bool)
        /// `yyyy-MM-dd HH:mm:ss` in UTC.
        case utc
        /// `yyyy-MM-dd HH:mm:ss` in the setting `timeZone`.
        case local
        /// A number of milliseconds since 1970.
        case milliseconds
    }

    /// A column and the names that dumps give it, the one that export writes first. In a JSON line a
    /// dot leads into an object.
    package struct Column: Sendable {
        package let field: TableField
        package let names: [String]

        package init(_ field: TableField, _ names: String...) {
            self.field = field
            self.names = names
        }
    }

    /// A word of the old system for a value of the directory.
    package struct Word<Value: Sendable>: Sendable {
        package let word: String
        package let value: Value

        package init(_ word: String, _ value: Value) {
            self.word = word
            self.value = value
        }
    }

    /// Nil for Roster's own export.
    package let surface: SurfaceName?
    package let kind: Kind
    package let keyForm: KeyForm
    package let timeForm: TimeForm
    package let columns: [Column]
    /// The first of a value is what export writes; case does not count in reading.
    package let statuses: [Word<AccountStatus>]
    package let roles: [Word<Role>]
    /// Whether an empty text is a value of its own. Old tables write it for nothing.
    package let keepsEmptyTexts: Bool

    package init(
        surface: SurfaceName?, kind: Kind = .person, keyForm: KeyForm, timeForm: TimeForm,
        columns: [Column], statuses: [Word<AccountStatus>], roles: [Word<Role>] = [],
        keepsEmptyTexts: Bool = false
    ) {
        self.surface = surface
        self.kind = kind
        self.keyForm = keyForm
        self.timeForm = timeForm
        self.columns = columns
        self.statuses = statuses
        self.roles = roles
        self.keepsEmptyTexts = keepsEmptyTexts
    }
}

/// What a column of a table holds.
package enum TableField: String, Sendable, Hashable, CaseIterable {
    /// The id under which the old system's clients know the row.
    case id
    case guid, instanceID, name, displayName, email, emailIsProven, phone, phoneIsProven, avatar
    case background, bio, sex, location, role, status, extend
    /// What the old system kept to compare logins with: a hash, or the password itself.
    case password
    case passwordHash, createdAt, updatedAt, lastLoginAt
    /// When the old system disabled or deleted the row: it then counts as disabled.
    case disabledAt
    /// The account of a card.
    case owner
    case snapshot, revision
}

extension TableForm.KeyForm {
    /// The id that a table spells so; nil for what is none.
    package func id(reading text: String) -> SurfaceID? {
        switch self {
        case .number(let prefix):
            let digits = text.after(prefix: prefix).map(String.init) ?? text
            guard let number = Int64(digits), number > 0, String(number) == digits else {
                return nil
            }
            return .number(number)
        case .text:
            let id = SurfaceID.text(text)
            return id.isValid ? id : nil
        }
    }
}

extension TableForm {
    /// The columns of Roster's own export, beside one `key.<surface>` for each surface that numbers or
    /// names people.
    package static let directory = TableForm(
        surface: nil, keyForm: .text, timeForm: .rfc3339(milliseconds: true),
        columns: [
            Column(.guid, "guid"), Column(.instanceID, "instanceID"), Column(.name, "name"),
            Column(.displayName, "displayName"), Column(.email, "email"),
            Column(.emailIsProven, "emailIsProven"), Column(.phone, "phone"),
            Column(.phoneIsProven, "phoneIsProven"), Column(.avatar, "avatar"),
            Column(.background, "background"), Column(.bio, "bio"), Column(.sex, "sex"),
            Column(.location, "location"), Column(.role, "role"), Column(.status, "status"),
            Column(.extend, "extend"), Column(.createdAt, "createdAt"),
            Column(.updatedAt, "updatedAt"), Column(.lastLoginAt, "lastLoginAt"),
            Column(.password, "password"), Column(.passwordHash, "passwordHash"),
        ],
        statuses: AccountStatus.allCases.map { Word($0.rawValue, $0) },
        roles: Role.allCases.map { Word($0.rawValue, $0) }, keepsEmptyTexts: true)

    /// What the name of a column of ids begins with in Roster's own export.
    package static let keyPrefix = "key."

    /// The columns that some field of the form is read from.
    package func column(_ field: TableField) -> Column? { columns.first { $0.field == field } }
}
