import RosterCore
import RosterStorage

/// Things to fill a store with. Whatever must be unique follows from the name.
enum Sample {
    static let start = Timestamp(milliseconds: 1_700_000_000_000)

    static func account(_ name: String) throws -> NewAccount {
        NewAccount(
            guid: "guid of \(name)", instanceID: "user-\(name)",
            name: try AccountName(parsing: name), displayName: name, email: nil,
            emailIsProven: false, phone: nil, avatar: nil, role: .user, status: .active,
            extend: nil, passwordHash: nil, createdAt: start)
    }

    static func session(
        _ id: String, of account: Account, at time: Timestamp = start,
        expiresAt: Timestamp = start.adding(days: 14)
    ) -> Session {
        Session(
            id: SessionID(id), accountID: account.id, surface: SurfaceName("IAM"), generation: 0,
            createdAt: time, lastUsedAt: time, expiresAt: expiresAt, address: nil, userAgent: nil)
    }

    static func key(
        _ secretHash: String, of account: Account, scopes: [SurfaceName]? = nil
    ) -> NewAPIKey {
        NewAPIKey(
            accountID: account.id, name: "key", role: .user, scopes: scopes,
            secretHash: secretHash, createdAt: start)
    }

    static func auditEntry(
        about id: AccountID?, at time: Timestamp = start, fields: [String] = []
    ) -> AuditEntry {
        AuditEntry(
            at: time, action: .accountUpdated, subject: id, actor: nil, keyID: nil,
            surface: .system, requestID: "request", address: nil, fields: fields)
    }

    static func event(about account: Account, at time: Timestamp = start) -> OutboxEvent {
        OutboxEvent(
            at: time, type: .accountUpdated, accountID: account.id, guid: account.guid,
            revision: account.revision)
    }
}

extension SQLDirectoryStore {
    /// Stores a new account with its login ids, as the core does.
    func keep(_ new: NewAccount) async throws(DirectoryError) -> Account {
        try await write { storage throws(DirectoryError) in
            let account = try storage.insert(new)
            try storage.setLoginIDs(account.loginIDs, of: account.id)
            return account
        }
    }

    /// Stores accounts of these names in this order.
    func keep(_ names: [String]) async throws -> [Account] {
        var accounts: [Account] = []
        for name in names { accounts.append(try await keep(try Sample.account(name))) }
        return accounts
    }

    /// Stores one account of this name.
    func keep(named name: String) async throws -> Account {
        try await keep(try Sample.account(name))
    }

    /// Moves an account to the recycle bin, and nothing else.
    func bin(_ account: Account, at time: Timestamp = Sample.start) async throws -> Account {
        let bound = try await change(account) { $0.deletedAt = time }
        try await write { storage throws(DirectoryError) in
            try storage.setLoginIDs([], of: account.id)
        }
        return bound
    }

    /// Stores a change with one revision more.
    func change(
        _ account: Account, _ edit: (inout Account) -> Void
    ) async throws(DirectoryError) -> Account {
        var edited = account
        edit(&edited)
        edited.revision += 1
        let new = edited
        try await write { storage throws(DirectoryError) in
            guard try storage.update(new, from: account.revision) else { throw .revisionMismatch }
        }
        return new
    }

    /// The account of this number, deleted or not.
    func account(_ id: AccountID) async throws(DirectoryError) -> Account? {
        try await read { storage throws(DirectoryError) in try storage.account(id) }
    }
}

extension CredentialWriting {
    /// A session without a refresh token.
    func insert(_ session: Session) throws(DirectoryError) {
        try insert(session, refreshHash: nil)
    }
}

extension Sample {
    /// So many seconds after ``start``.
    static func second(_ number: Int64) -> Timestamp { start.adding(seconds: number) }
}

extension SQLDirectoryStore {
    /// Takes an account out of the world.
    func purge(_ account: Account) async throws(DirectoryError) {
        let late = Sample.start.adding(days: 1)
        if account.deletedAt == nil {
            try await write { storage throws(DirectoryError) in
                var gone = account
                gone.deletedAt = Sample.start
                gone.revision += 1
                _ = try storage.update(gone, from: account.revision)
                try storage.setLoginIDs([], of: account.id)
            }
        }
        try await write { storage throws(DirectoryError) in
            _ = try storage.purgeAccounts(deletedBefore: late, limit: 10)
        }
    }

    /// Stores follows, each from the first to the second of a pair of places in `ids`.
    func follow(_ pairs: [(Int, Int)], of ids: [AccountID]) async throws(DirectoryError) {
        try await write { storage throws(DirectoryError) in
            for (follower, followee) in pairs {
                _ = try storage.insertFollow(
                    of: ids[followee], by: ids[follower], at: Sample.start)
            }
        }
    }
}
