package import RosterCore

extension DirectoryFixture {
    /// The password of every account that is made without another.
    package static let password = "right password"

    /// An account made by the operator.
    @discardableResult
    package func create(
        _ name: String, password: String? = password,
        _ edit: (inout AccountDraft) throws -> Void = { _ in }
    ) async throws -> Account {
        var draft = AccountDraft(name: try AccountName(parsing: name))
        draft.password = password
        try edit(&draft)
        return try await directory.create(draft, by: .system)
    }

    /// An administrator made by the operator.
    @discardableResult
    package func createAdministrator(_ name: String) async throws -> Account {
        try await create(name) { $0.role = .admin }
    }

    /// Logs in through the surface IAM.
    package func logIn(
        _ login: String, password: String = password, from address: String? = "192.0.2.1"
    ) async throws(DirectoryError) -> IssuedToken {
        try await directory.logIn(login: login, password: password, origin: .from(address))
    }

    /// Tries a password with the request itself, which makes no session.
    package func authenticate(
        _ login: String, password: String = password, from address: String? = "192.0.2.1"
    ) async throws(DirectoryError) -> Principal {
        try await directory.authenticate(
            login: login, password: password, origin: .from(address))
    }

    /// Who a token or key stands for on the surface IAM.
    package func authenticate(bearer text: String) async throws(DirectoryError) -> Principal {
        try await directory.authenticate(bearer: text, on: .test)
    }

    /// The account's row of this moment, deleted or not.
    package func account(_ id: AccountID) async throws(DirectoryError) -> Account? {
        try await store.read { storage throws(DirectoryError) in try storage.account(id) }
    }

    /// The audit trail about an account, or all of it, oldest first.
    package func audit(of id: AccountID? = nil) async throws(DirectoryError) -> [AuditEntry] {
        try await store.read { storage throws(DirectoryError) in
            try storage.auditEntries(about: id, limit: 1000).reversed()
        }
    }

    /// The events that wait, oldest first.
    package func events() async throws(DirectoryError) -> [OutboxEvent] {
        try await store.read { storage throws(DirectoryError) in
            try storage.waitingEvents(limit: 1000).map(\.event)
        }
    }
}

extension Account {
    /// This account, by number.
    package var target: Directory.Target { .id(id) }
}

extension SurfaceName {
    /// The surface that fixtures speak through.
    package static let test = SurfaceName("IAM")
}

extension RequestOrigin {
    /// A request as fixtures send it.
    package static let test = RequestOrigin.from("192.0.2.1")

    /// As ``test``, from another address.
    package static func from(_ address: String?) -> RequestOrigin {
        RequestOrigin(
            surface: .test, requestID: "request", address: address, addressBlock: address,
            userAgent: "test")
    }
}

extension Actor {
    /// Somebody who sends no credential.
    package static let anonymous = Actor(
        principal: Principal(account: nil, credential: .password), origin: .test)

    /// The person itself, by user name and password.
    package static func account(_ account: Account) -> Actor {
        Actor(principal: Principal(account: account, credential: .password), origin: .test)
    }

    /// The person itself, by a session.
    package static func session(_ token: IssuedToken) -> Actor {
        Actor(
            principal: Principal(account: token.account, credential: .session(token.session)),
            origin: .test)
    }

    /// A program with a key of `account`.
    package static func key(_ key: APIKey, of account: Account) -> Actor {
        Actor(principal: Principal(account: account, credential: .apiKey(key)), origin: .test)
    }
}
