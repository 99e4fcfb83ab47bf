/// An account as one surface knows it: by its own imported id where there is one (DESIGN §2).
package struct SurfaceAccount: Sendable, Equatable {
    package let account: Account
    /// The surface's imported id; nil where the account's own number serves.
    package let key: String?

    package init(account: Account, key: String?) {
        self.account = account
        self.key = key
    }

    /// The guid, for surfaces whose ids are guids.
    package var guid: String { key ?? account.guid }

    /// The id as a number, for surfaces whose ids are numbers.
    package var number: Int64 { key.flatMap { Int64($0) } ?? account.id.rawValue }
}

extension Directory {
    /// A live account.
    /// - Throws: ``DirectoryError/notFound``; ``DirectoryError/forbidden(_:)`` when the caller may not
    ///   read it. By name, the permission is decided without looking at whether it exists.
    package func account(
        _ target: Target, by caller: Principal
    ) async throws(DirectoryError) -> Account {
        try requireReader(caller, of: target)
        let found = try await store.read { storage throws(DirectoryError) in
            try target.find(in: storage)
        }
        try AccessPolicy.requireMayKnow(caller, of: found)
        guard let found else { throw .notFound }
        return found
    }

    /// As ``account(_:by:)``, with the id under which `surface` knows it.
    package func account(
        _ target: Target, on surface: SurfaceName, by caller: Principal
    ) async throws(DirectoryError) -> SurfaceAccount {
        try requireReader(caller, of: target)
        let found = try await store.read { storage throws(DirectoryError) -> SurfaceAccount? in
            guard let account = try target.find(in: storage) else { return nil }
            return SurfaceAccount(
                account: account, key: try storage.surfaceKey(surface, of: account.id))
        }
        if !caller.isAdministrator { try AccessPolicy.requireMayKnow(caller, of: found?.account) }
        guard let found else { throw .notFound }
        return found
    }

    /// A page of live accounts.
    /// - Throws: ``DirectoryError/forbidden(_:)`` for others than administrators.
    package func accounts(
        _ query: AccountQuery, by caller: Principal
    ) async throws(DirectoryError) -> AccountPage {
        try AccessPolicy.requireAdministrator(caller)
        return try await scan { storage throws(DirectoryError) in
            try storage.accounts(query)
        }
    }

    /// As ``accounts(_:by:)``, with the ids under which `surface` knows them.
    package func accounts(
        _ query: AccountQuery, on surface: SurfaceName, by caller: Principal
    ) async throws(DirectoryError) -> (accounts: [SurfaceAccount], total: Int?) {
        try AccessPolicy.requireAdministrator(caller)
        return try await scan { storage throws(DirectoryError) in
            let page = try storage.accounts(query)
            let keys = try storage.surfaceKeys(surface, of: page.accounts.map(\.id))
            let accounts = page.accounts.map { SurfaceAccount(account: $0, key: keys[$0.id]) }
            return (accounts, page.total)
        }
    }

    private func requireReader(
        _ caller: Principal, of target: Target
    ) throws(DirectoryError) {
        switch target {
        case .id(let id): try AccessPolicy.requireReader(caller, of: id)
        case .name(let key): try AccessPolicy.requireReader(caller, named: key)
        // Decided once it is known whose id it is.
        case .number, .guid, .proven: return
        }
    }
}
