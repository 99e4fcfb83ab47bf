extension Directory {
    /// Moves accounts to the recycle bin, all or none: their login ids are free at once, their
    /// sessions and keys end, they are hidden everywhere. Unknown targets are passed over.
    /// - Returns: the accounts deleted, in the order asked for.
    /// - Throws: ``DirectoryError/forbidden(_:)``: for others than administrators, for an
    ///   administrator's account and a scoped key, and when no active administrator would be left.
    package func delete(
        _ targets: [Target], if condition: RevisionCondition = .none, by actor: Actor
    ) async throws(DirectoryError) -> [Account] {
        try await commit(try preparedDelete(targets, if: condition, by: actor))
    }

    /// Moves one account to the recycle bin, up to the transaction.
    /// - Throws: as ``delete(_:if:by:)``, and ``DirectoryError/notFound``.
    package func preparedDelete(
        _ target: Target, if condition: RevisionCondition = .none, by actor: Actor
    ) throws(DirectoryError) -> PreparedChange<Account> {
        let all = try preparedDelete([target], if: condition, by: actor)
        return PreparedChange { storage throws(DirectoryError) in
            guard let account = try all.apply(storage).first else { throw .notFound }
            return account
        }
    }

    /// As ``delete(_:if:by:)``, up to the transaction.
    package func preparedDelete(
        _ targets: [Target], if condition: RevisionCondition = .none, by actor: Actor
    ) throws(DirectoryError) -> PreparedChange<[Account]> {
        try AccessPolicy.requireAdministrator(actor.principal)
        let now = self.now
        return PreparedChange { storage throws(DirectoryError) in
            var deleted: [Account] = []
            for target in targets {
                guard let account = try target.find(in: storage) else { continue }
                try AccessPolicy.requireWriter(actor.principal, of: account)
                try condition.check(account)
                if account.isActiveAdministrator {
                    try refuseWithoutAdministrator(besides: 1, in: storage)
                }
                var gone = account
                gone.deletedAt = now
                deleted.append(
                    try store(
                        gone, replacing: account, as: .accountDeleted, fields: [], by: actor,
                        at: now, in: storage))
            }
            return deleted
        }
    }

    /// Brings an account back from the recycle bin, if its login ids are still free.
    /// - Throws: ``DirectoryError/notFound``; ``DirectoryError/ambiguous(_:)`` when several deleted
    ///   accounts had the name; ``DirectoryError/conflict(_:)`` naming what is taken by now.
    package func restore(
        _ target: Target, by actor: Actor
    ) async throws(DirectoryError) -> Account {
        try AccessPolicy.requireAdministrator(actor.principal)
        let now = self.now
        return try await store.write { storage throws(DirectoryError) in
            let account = try deletedAccount(target, in: storage)
            try AccessPolicy.requireWriter(actor.principal, of: account)
            var back = account
            back.deletedAt = nil
            try displaceUnprovenEmail(of: back, by: actor, at: now, in: storage)
            return try store(
                back, replacing: account, as: .accountRestored, fields: [], by: actor, at: now,
                in: storage)
        }
    }

    private func deletedAccount(
        _ target: Target, in storage: any DirectoryReading
    ) throws(DirectoryError) -> Account {
        switch target {
        case .id, .number, .guid:
            guard case .id(let id) = target, let account = try storage.account(id),
                account.deletedAt != nil
            else { throw .notFound }
            return account
        case .name(let key):
            let found = try storage.deletedAccounts(named: key)
            guard let only = found.first else { throw .notFound }
            guard found.count == 1 else { throw .ambiguous(found.map(\.id)) }
            return only
        }
    }
}
