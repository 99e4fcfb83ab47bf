import RosterCore
import RosterServer

/// An account as the command line shows it. Never its password hash.
struct AccountOutput: Encodable {
    let id: Int64
    let guid: String
    let instanceID: String
    let name: String
    let displayName: String
    let email: String?
    let emailIsProven: Bool
    let phone: String?
    let phoneIsProven: Bool
    let role: String
    let status: String
    let hasPassword: Bool
    let revision: Int64
    let createdAt: String
    let updatedAt: String
    let lastLoginAt: String?
    /// A password generated just now.
    let password: String?

    init(_ account: Account) { self.init(account, password: nil) }

    init(_ account: Account, password: String?) {
        self.id = account.id.rawValue
        self.guid = account.guid
        self.instanceID = account.instanceID
        self.name = account.name.rawValue
        self.displayName = account.displayName
        self.email = account.email?.rawValue
        self.emailIsProven = account.emailIsProven
        self.phone = account.phone?.rawValue
        self.phoneIsProven = account.phoneIsProven
        self.role = account.role.rawValue
        self.status = account.status.rawValue
        self.hasPassword = account.passwordHash != nil
        self.revision = account.revision
        self.createdAt = UTCText.of(account.createdAt)
        self.updatedAt = UTCText.of(account.updatedAt)
        self.lastLoginAt = account.lastLoginAt.map(UTCText.of)
        self.password = password
    }

    /// One line a field, for people.
    var lines: String {
        let fields: [(String, String)] = [
            ("number", "\(id)"), ("name", name), ("shown as", displayName),
            ("e-mail", (email ?? "-") + (email != nil && !emailIsProven ? " (unproven)" : "")),
            ("phone", (phone ?? "-") + (phone != nil && !phoneIsProven ? " (unproven)" : "")),
            ("role", role), ("status", status), ("password", hasPassword ? "set" : "none"),
            ("guid", guid), ("instance", instanceID), ("revision", "\(revision)"),
            ("created", createdAt), ("updated", updatedAt), ("last login", lastLoginAt ?? "never"),
        ]
        return fields.map { name, value in
            name + String(repeating: " ", count: 12 - name.count) + value + "\n"
        }.joined()
    }
}

/// A page of accounts.
struct AccountListOutput: Encodable {
    let total: Int
    let users: [AccountOutput]
}

/// An API key as the command line shows it.
struct KeyOutput: Encodable {
    let id: Int64
    let name: String
    let account: Int64
    let role: String
    /// Nil for all.
    let surfaces: [String]?
    let createdAt: String
    let lastUsedAt: String?

    init(_ key: APIKey) {
        self.id = key.id.rawValue
        self.name = key.name
        self.account = key.accountID.rawValue
        self.role = key.role.rawValue
        self.surfaces = key.scopes?.map(\.rawValue)
        self.createdAt = UTCText.of(key.createdAt)
        self.lastUsedAt = key.lastUsedAt.map(UTCText.of)
    }

    var cells: [String] {
        [
            "\(id)", name, "\(account)", role, surfaces?.joined(separator: ",") ?? "all",
            createdAt, lastUsedAt ?? "never",
        ]
    }
}
