extension Directory {
    /// A live account.
    /// - Throws: ``DirectoryError/notFound``; ``DirectoryError/forbidden(_:)`` when the caller may not
    ///   read it. By name, the permission is decided without looking at whether it exists.
    package func account(
        _ target: Target, by caller: Principal
    ) async throws(DirectoryError) -> Account {
        switch target {
        case .id(let id): try AccessPolicy.requireReader(caller, of: id)
        case .name(let key): try AccessPolicy.requireReader(caller, named: key)
        }
        let found = try await store.read { storage throws(DirectoryError) in
            try target.find(in: storage)
        }
        guard let found else { throw .notFound }
        return found
    }

    /// A page of live accounts.
    /// - Throws: ``DirectoryError/forbidden(_:)`` for others than administrators.
    package func accounts(
        _ query: AccountQuery, by caller: Principal
    ) async throws(DirectoryError) -> AccountPage {
        try AccessPolicy.requireAdministrator(caller)
        return try await store.scan { storage throws(DirectoryError) in
            try storage.accounts(query)
        }
    }
}
