/// What a person may do everywhere.
package enum Role: String, Sendable, Equatable, CaseIterable {
    case user, admin
}

/// Whether an account may log in. Deleted accounts are told by ``Account/deletedAt``.
package enum AccountStatus: String, Sendable, Equatable, CaseIterable {
    case active, disabled
}

/// One person in the directory, as every surface reads it (DESIGN §2).
package struct Account: Sendable, Equatable {
    package let id: AccountID
    /// 24 lower-case hex digits, random; BitAnswer shows it.
    package let guid: String
    /// `user-` and at least six of a-z 0-9, stable and unique; IAM shows it.
    package let instanceID: String
    package var name: AccountName
    package var displayName: String
    package var email: EmailAddress?
    package var emailIsProven: Bool
    package var phone: PhoneNumber?
    package var phoneIsProven: Bool
    /// An absolute URL or the node of stored media.
    package var avatar: String?
    package var background: String?
    package var bio: String?
    package var sex: Sex
    package var location: String?
    package var role: Role
    package var status: AccountStatus
    /// A JSON object in the spelling of whoever wrote it, or nil.
    package var extend: String?
    /// A crypt(3) or PHC string; nil for an account that has no password and cannot log in by one.
    package var passwordHash: String?
    /// Rises by one with every change but a login.
    package var revision: Int64
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
    package var lastLoginAt: Timestamp?
    package var deletedAt: Timestamp?

    package var isActiveAdministrator: Bool {
        role == .admin && status == .active && deletedAt == nil
    }
}

/// ISO/IEC 5218 without "not applicable": the numbers are ThinkSNS's own.
package enum Sex: Int64, Sendable, Equatable {
    case unknown = 0
    case male = 1
    case female = 2
}
