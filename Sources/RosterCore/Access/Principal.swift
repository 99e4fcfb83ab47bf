/// Who asks, established from a credential, the session and the account's row of this moment.
package struct Principal: Sendable, Equatable {
    /// How the caller showed who it is.
    package enum Credential: Sendable, Equatable {
        case session(Session)
        /// User name and password with the request itself; makes no session.
        case password
        case apiKey(APIKey)
        /// This machine's own user, whom a surface serves without a credential: its account's
        /// cards and nothing else.
        case local
        /// Nobody said who it is.
        case none
        /// The operator at the command line, or the directory itself.
        case `operator`
    }

    /// The caller's account; nil for the operator and for nobody.
    package let account: Account?
    package let credential: Credential

    package init(account: Account?, credential: Credential) {
        self.account = account
        self.credential = credential
    }

    package static let anonymous = Principal(account: nil, credential: .none)
    package static let `operator` = Principal(account: nil, credential: .operator)

    /// What the caller may do: the account's role, which an API key can only lower.
    package var role: Role {
        switch credential {
        case .operator: .admin
        case .session, .password: account?.role ?? .user
        case .none, .local: .user
        case .apiKey(let key): account?.role == .admin ? key.role : .user
        }
    }

    package var isAdministrator: Bool { role == .admin }

    /// Whether the caller may change accounts of role admin: a key scoped to a surface may not,
    /// so that a leaked licence-server key does not own the directory (THREATS 28).
    package var mayChangeAdministrators: Bool {
        guard isAdministrator else { return false }
        if case .apiKey(let key) = credential { return key.scopes == nil }
        return true
    }

    /// Whether the caller acts with this account's rights, be it by a key.
    package func isSelf(_ id: AccountID) -> Bool {
        if case .local = credential { return false }
        return account?.id == id
    }

    /// The session that a request came by, if it came by one.
    package var session: Session? {
        if case .session(let session) = credential { return session }
        return nil
    }
}
