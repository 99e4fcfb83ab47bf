extension Directory {
    /// Changes an account by compare-and-set. What only administrators may change is left alone
    /// for others; the last active administrator cannot be disabled or demoted.
    /// - Parameter isVisible: which accounts the surface knows of; others are not found.
    /// - Throws: ``DirectoryError/notFound``, ``DirectoryError/forbidden(_:)``,
    ///   ``DirectoryError/revisionMismatch``, ``DirectoryError/conflict(_:)``,
    ///   ``DirectoryError/invalid(_:)``.
    package func update(
        _ target: Target, _ change: AccountChange, if condition: RevisionCondition = .none,
        where isVisible: @escaping @Sendable (Account) -> Bool = { _ in true }, by actor: Actor
    ) async throws(DirectoryError) -> Account {
        try await commit(
            try preparedUpdate(target, change, if: condition, where: isVisible, by: actor))
    }

    /// As ``update(_:_:if:where:by:)``, up to the transaction.
    package func preparedUpdate(
        _ target: Target, _ change: AccountChange, if condition: RevisionCondition = .none,
        where isVisible: @escaping @Sendable (Account) -> Bool = { _ in true }, by actor: Actor
    ) throws(DirectoryError) -> PreparedChange<Account> {
        let isAdministrative = actor.principal.isAdministrator
        let change = isAdministrative ? change : change.forNonAdministrator()
        try change.check()
        let now = self.now
        return prepared(by: actor) { storage throws(DirectoryError) in
            let found = try target.find(in: storage)
            try AccessPolicy.requireMayKnow(actor.principal, of: found)
            guard let account = found, isVisible(account) else { throw .notFound }
            try AccessPolicy.requireWriter(actor.principal, of: account)
            try condition.check(account)
            // Nothing asked for, nothing changed: no revision, no trace.
            guard !change.isEmpty else { return account }
            let new = change.applied(to: account, provesEmail: isAdministrative)
            try refuseUnfit(new, from: account, by: actor, at: now, in: storage)
            if new.name != account.name, !isAdministrative {
                try use(.renames, of: account.id, at: now, in: storage)
            }
            try refuseOthersMedia(new, from: account, in: storage)
            if isAdministrative {
                try displaceUnprovenEmail(of: new, by: actor, at: now, in: storage)
            }
            return try store(
                new, replacing: account, as: .accountUpdated, fields: change.fieldNames,
                by: actor, at: now, in: storage)
        }
    }

    /// Stores `new` over `old` with a revision more, and everything that follows from the
    /// difference: login ids, a freed name, ended sessions and keys, audit entry, event and notices.
    /// - Parameters:
    ///   - notifies: Whether people are told of another e-mail, phone or password. An import tells
    ///     nobody.
    ///   - isRecovery: Whether a code took the place of the old password.
    @discardableResult
    func store(
        _ new: Account, replacing old: Account, as action: AuditAction, fields: [String],
        notifies: Bool = true, isRecovery: Bool = false, by actor: Actor, at time: Timestamp,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) -> Account {
        // Here, where every change of an account ends, so that no verb can pass it by.
        if new.hasOtherCredentials(than: old) {
            try AccessPolicy.requireCredentialWriter(actor.principal, of: old.id)
        }
        var new = new
        new.revision = old.revision + 1
        new.updatedAt = max(time, old.updatedAt)
        let entries = new.deletedAt == nil ? new.loginIDs : []
        // Asked before the row is written: its own index on live names would break first, and
        // could not say which field is taken.
        for entry in entries {
            if let owner = try storage.owner(of: entry.key), owner.accountID != new.id {
                throw .conflict(entry.kind)
            }
        }
        if new.deletedAt == nil, old.deletedAt != nil || new.name.key != old.name.key {
            try refusePhoneOfOther(new.name, owner: new.id, in: storage)
        }
        if new.phoneIsProven, new.deletedAt == nil,
            !old.phoneIsProven || old.deletedAt != nil || new.phone?.key != old.phone?.key
        {
            try refuseNameOfOther(new.phone, owner: new.id, in: storage)
        }
        guard try storage.update(new, from: old.revision) else { throw .revisionMismatch }
        if old.deletedAt != nil || entries != old.loginIDs {
            try storage.setLoginIDs(entries, of: new.id)
        }
        if old.deletedAt == nil, new.deletedAt != nil || new.name.key != old.name.key {
            try storage.closeName(
                old.name, until: time.adding(days: Limits.freedNameDays), freedBy: old.id)
        }
        if (old.deletedAt == nil) != (new.deletedAt == nil) {
            let difference: Int64 = new.deletedAt == nil ? 1 : -1
            try storage.countNeighbours(of: new.id, by: difference, at: time)
        }
        let isUsable = new.status == .active && new.deletedAt == nil
        if !isUsable { _ = try storage.endSessions(of: new.id, except: nil) }
        // A disabled account's keys are dead, and stay known as long as it is disabled, so that
        // their holder can be told why. Enabling it brings none of them back.
        if new.deletedAt != nil || new.status != old.status && new.status == .active {
            _ = try storage.deleteAPIKeys(of: new.id)
        }
        try announce(action, about: new, by: actor, at: time, fields: fields, in: storage)
        if notifies {
            try notify(
                of: new, replacing: old, isRecovery: isRecovery, by: actor, at: time, in: storage)
        }
        return new
    }

    /// A name that is somebody's proven phone in another spelling would catch that person's logins
    /// (THREATS 4).
    func refusePhoneOfOther(
        _ name: AccountName, owner id: AccountID?, in storage: any DirectoryReading
    ) throws(DirectoryError) {
        let key = PhoneNumber.key(of: name.rawValue, in: policy.phoneRegion)
        if let owner = try storage.owner(of: key), owner.entry.isPhone, owner.accountID != id {
            throw .conflict(.name)
        }
    }

    /// The reverse: a phone that is somebody's name in another spelling.
    func refuseNameOfOther(
        _ phone: PhoneNumber?, owner id: AccountID?, in storage: any DirectoryReading
    ) throws(DirectoryError) {
        guard let phone else { return }
        for name in phone.namesLikeIt(in: policy.phoneRegion) {
            if let owner = try storage.owner(of: name), owner.accountID != id {
                throw .conflict(.phone)
            }
        }
    }

    /// The rules that depend on what the account was.
    func refuseUnfit(
        _ new: Account, from old: Account, by actor: Actor, at time: Timestamp,
        in storage: any DirectoryReading
    ) throws(DirectoryError) {
        if old.isActiveAdministrator, !new.isActiveAdministrator {
            try refuseWithoutAdministrator(besides: 1, in: storage)
        }
        if new.role == .admin, old.role != .admin, !actor.principal.mayChangeAdministrators {
            throw .forbidden(.scopedKey)
        }
        if new.name != old.name, !actor.principal.isAdministrator {
            try refuseUnfitOwnName(new.name)
            if new.name.key != old.name.key {
                try refuseRecentlyFreed(new.name, for: old.id, at: time, in: storage)
            }
            // A name that is taken is told as such, below.
            let owner = try storage.owner(of: new.name.key)
            if owner == nil || owner?.accountID == old.id {
                try refuseLookAlike(new.name, for: old.id, at: time, in: storage)
            }
        }
    }

    /// The last active administrator stays (THREATS 27): refuses when `count` of them going would
    /// leave none.
    func refuseWithoutAdministrator(
        besides count: Int, in storage: any DirectoryReading
    ) throws(DirectoryError) {
        guard try storage.activeAdministrators(limit: count + 1) > count else {
            throw .forbidden(.lastAdministrator)
        }
    }
}
