/// Where a verification code goes.
package enum Destination: Sendable, Hashable {
    case email(EmailAddress)
    case phone(PhoneNumber)

    /// The key in the namespace of login ids.
    var key: FoldedKey {
        switch self {
        case .email(let email): email.key
        case .phone(let phone): phone.key
        }
    }

    /// As it was written.
    var text: String {
        switch self {
        case .email(let email): email.rawValue
        case .phone(let phone): phone.rawValue
        }
    }

    var kind: LoginIDKind {
        switch self {
        case .email: .email
        case .phone: .phone
        }
    }

    var channel: OutgoingMessage.Channel {
        switch self {
        case .email: .mail
        case .phone: .sms
        }
    }

    /// Whether somebody may make it their own by a code: an address that is spelt as another mailbox
    /// than the one it would be taken for is nobody's (THREATS 29), and so is a phone that is no number.
    var isClaimable: Bool {
        switch self {
        case .email(let email): email.isPlainlySpelt
        case .phone(let phone): phone.isNumber
        }
    }

    /// Whether `entry` says that its owner has proven this destination.
    func isProven(by entry: LoginID) -> Bool {
        switch self {
        case .email: entry.isProvenEmail
        case .phone: entry.isPhone
        }
    }
}

extension Account {
    /// What of the kind the account has proven to be its own; nothing else gets codes.
    func provenDestination(_ kind: LoginIDKind) -> Destination? {
        switch kind {
        case .name: nil
        case .email: emailIsProven ? email.map(Destination.email) : nil
        case .phone: phoneIsProven ? phone.map(Destination.phone) : nil
        }
    }
}
