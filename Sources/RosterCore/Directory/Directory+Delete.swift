extension Directory {
    /// Moves accounts to the recycle bin, all or none: their login ids are free at once, their
    /// sessions and keys end, they are hidden everywhere. Unknown targets are passed over.
    /// - Returns: the accounts deleted, in the order asked for.
    /// - Throws: ``DirectoryError/forbidden(_:)`` for others than administrators, for an
    ///   administrator's account and a scoped key, and when no active administrator would be left.
    package func delete(
        _ targets: [Target], if condition: RevisionCondition = .none, by actor: Actor
    ) async throws(DirectoryError) -> [Account] {
        do throws(DirectoryError) {
            return try await commit(try preparedDelete(targets, if: condition, by: actor))
        } catch .inBatch(_, let error) {
            throw error
        } catch {
            throw error
        }
    }

    /// Moves one account to the recycle bin, up to the transaction.
    /// - Throws: as ``delete(_:if:by:)``, and ``DirectoryError/notFound``.
    package func preparedDelete(
        _ target: Target, if condition: RevisionCondition = .none, by actor: Actor
    ) throws(DirectoryError) -> PreparedChange<Account> {
        try AccessPolicy.requireAdministrator(actor.principal)
        let now = self.now
        return prepared(by: actor) { storage throws(DirectoryError) in
            let deleted = try delete(target, if: condition, by: actor, at: now, in: storage)
            guard let deleted else { throw .notFound }
            return deleted
        }
    }

    /// As ``delete(_:if:by:)``, up to the transaction.
    /// - Throws: what is wrong with a target as ``DirectoryError/inBatch(index:_:)``.
    package func preparedDelete(
        _ targets: [Target], if condition: RevisionCondition = .none, by actor: Actor
    ) throws(DirectoryError) -> PreparedChange<[Account]> {
        try AccessPolicy.requireAdministrator(actor.principal)
        let now = self.now
        return prepared(by: actor) { storage throws(DirectoryError) in
            var deleted: [Account] = []
            for (index, target) in targets.enumerated() {
                do throws(DirectoryError) {
                    let account = try delete(
                        target, if: condition, by: actor, at: now, in: storage)
                    if let account { deleted.append(account) }
                } catch {
                    throw error.ofElement(index)
                }
            }
            return deleted
        }
    }

    /// Nil where there is no such account.
    private func delete(
        _ target: Target, if condition: RevisionCondition, by actor: Actor, at time: Timestamp,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) -> Account? {
        guard let account = try target.find(in: storage) else { return nil }
        try AccessPolicy.requireWriter(actor.principal, of: account)
        try condition.check(account)
        if account.isActiveAdministrator {
            try refuseWithoutAdministrator(besides: 1, in: storage)
        }
        var gone = account
        gone.deletedAt = time
        return try store(
            gone, replacing: account, as: .accountDeleted, fields: [], by: actor, at: time,
            in: storage)
    }

    /// Brings an account back from the recycle bin, if its login ids are still free.
    /// - Throws: ``DirectoryError/notFound``; ``DirectoryError/ambiguous(_:)`` when several deleted
    ///   accounts had the name; ``DirectoryError/conflict(_:)`` naming what is taken by now.
    package func restore(
        _ target: Target, by actor: Actor
    ) async throws(DirectoryError) -> Account {
        try AccessPolicy.requireAdministrator(actor.principal)
        let now = self.now
        return try await write(by: actor) { storage throws(DirectoryError) in
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
        case .id, .number, .guid, .proven:
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
