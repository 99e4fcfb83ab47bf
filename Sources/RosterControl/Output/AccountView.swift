package import RosterCore

/// An account as the operator sees it, on a terminal and in JSON. Never its password hash.
package struct AccountView: Codable, Sendable, Equatable {
    package let id: Int64
    package let guid: String
    package let instanceID: String
    package let name: String
    package let displayName: String
    package let email: String?
    package let emailIsProven: Bool
    package let phone: String?
    package let phoneIsProven: Bool
    package let role: String
    package let status: String
    package let hasPassword: Bool
    package let revision: Int64
    package let createdAt: String
    package let updatedAt: String
    package let lastLoginAt: String?
    package let deletedAt: String?
    package let avatar: String?
    package let background: String?
    package let bio: String?
    package let location: String?
    /// 0, 1 or 2, as ISO/IEC 5218.
    package let sex: Int64
    /// A password generated just now.
    package var password: String?
    /// Imported ids, by surface. This and what follows, only where one account is shown.
    package var keys: [String: String]?
    package var sessions: Int?
    package var failures: Int?
    package var lockedUntil: String?

    package init(_ account: Account) {
        id = account.id.rawValue
        guid = account.guid
        instanceID = account.instanceID
        name = account.name.rawValue
        displayName = account.displayName
        email = account.email?.rawValue
        emailIsProven = account.emailIsProven
        phone = account.phone?.rawValue
        phoneIsProven = account.phoneIsProven
        role = account.role.rawValue
        status = account.status.rawValue
        hasPassword = account.passwordHash != nil
        revision = account.revision
        createdAt = UTCText.of(account.createdAt)
        updatedAt = UTCText.of(account.updatedAt)
        lastLoginAt = account.lastLoginAt.map(UTCText.of)
        deletedAt = account.deletedAt.map(UTCText.of)
        avatar = account.avatar
        background = account.background
        bio = account.bio
        location = account.location
        sex = account.sex.rawValue
    }

    package init(_ dossier: AccountDossier) {
        self.init(dossier.account)
        keys = Dictionary(
            uniqueKeysWithValues: dossier.keys.map { ($0.key.rawValue, $0.value) })
        sessions = dossier.sessions
        failures = dossier.failures
        lockedUntil = dossier.lockedUntil.map(UTCText.of)
    }
}

/// A page of accounts.
package struct AccountListView: Codable, Sendable, Equatable {
    /// All that match; nil where it is not counted.
    package let total: Int?
    package let users: [AccountView]
}

/// An API key; its secret is not kept.
package struct KeyView: Codable, Sendable, Equatable {
    package let id: Int64
    package let name: String
    package let account: Int64
    package let role: String
    /// Nil for all.
    package let surfaces: [String]?
    package let createdAt: String
    package let lastUsedAt: String?
    /// The secret, of a key made just now.
    package var secret: String?

    package init(_ key: APIKey) {
        id = key.id.rawValue
        name = key.name
        account = key.accountID.rawValue
        role = key.role.rawValue
        surfaces = key.scopes?.map(\.rawValue)
        createdAt = UTCText.of(key.createdAt)
        lastUsedAt = key.lastUsedAt.map(UTCText.of)
    }
}

/// A session.
package struct SessionView: Codable, Sendable, Equatable {
    package let id: String
    package let surface: String
    package let createdAt: String
    package let lastUsedAt: String
    package let expiresAt: String
    package let address: String?
    package let userAgent: String?

    package init(_ session: Session) {
        id = session.id.rawValue
        surface = session.surface.rawValue
        createdAt = UTCText.of(session.createdAt)
        lastUsedAt = UTCText.of(session.lastUsedAt)
        expiresAt = UTCText.of(session.expiresAt)
        address = session.address
        userAgent = session.userAgent
    }
}

/// One currency of an account's ledger.
package struct LedgerView: Codable, Sendable, Equatable {
    package let currency: String
    package let balance: Int64
    package let income: Int64
    package let expenses: Int64
    /// Newest first.
    package let entries: [LedgerEntryView]

    package init(_ currency: Currency, _ entries: [LedgerEntry]) {
        let balance = entries.first?.balance ?? Balance()
        self.currency = currency.rawValue
        self.balance = balance.sum
        income = balance.income
        expenses = balance.expenses
        self.entries = entries.map(LedgerEntryView.init)
    }
}

/// An entry of a ledger.
package struct LedgerEntryView: Codable, Sendable, Equatable {
    package let currency: String
    package let number: Int64
    package let at: String
    package let amount: Int64
    package let balance: Int64
    package let note: String

    package init(_ entry: LedgerEntry) {
        currency = entry.currency.rawValue
        number = entry.number
        at = UTCText.of(entry.at)
        amount = entry.amount
        balance = entry.balance.sum
        note = entry.note
    }
}
