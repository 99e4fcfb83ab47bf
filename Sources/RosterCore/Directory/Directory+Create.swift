extension Directory {
    /// Creates an account. Administrators may; with open registration also people themselves,
    /// whose names must be fit for it, whose e-mail is unproven, and who cannot set role or status.
    /// - Throws: ``DirectoryError/forbidden(_:)``, ``DirectoryError/invalid(_:)``,
    ///   ``DirectoryError/conflict(_:)``, ``DirectoryError/busy(retryAfterSeconds:)``.
    package func create(
        _ draft: AccountDraft, by actor: Actor
    ) async throws(DirectoryError) -> Account {
        try await commit(try await preparedCreate(draft, by: actor))
    }

    /// As ``create(_:by:)``, up to the transaction.
    package func preparedCreate(
        _ draft: AccountDraft, by actor: Actor
    ) async throws(DirectoryError) -> PreparedChange<Account> {
        let caller = actor.principal
        let isAdministrative = caller.isAdministrator
        guard isAdministrative || policy.isRegistrationOpen else {
            throw .forbidden(.registrationClosed)
        }
        if isAdministrative, draft.role == .admin, !caller.mayChangeAdministrators {
            throw .forbidden(.scopedKey)
        }
        try draft.check()
        if let password = draft.password { try checkNewPassword(password) }
        if !isAdministrative { try refuseUnfitOwnName(draft.name) }
        // Hashing is dear: what will be refused anyway is refused first.
        let now = self.now
        try await store.read { storage throws(DirectoryError) in
            try refuseTaken(draft, isAdministrative: isAdministrative, at: now, in: storage)
        }
        var hash: String?
        if let password = draft.password {
            hash = try await passwords.hash(password, priority: .interactive)
        }
        let account = newAccount(draft, passwordHash: hash, isAdministrative: isAdministrative)
        return prepared(by: actor) { storage throws(DirectoryError) in
            try refuseTaken(draft, isAdministrative: isAdministrative, at: now, in: storage)
            return try insert(
                account, displacesUnproven: isAdministrative, by: actor, in: storage)
        }
    }

    /// Stores a new account with its login ids, audit entry and event.
    /// - Parameter now: When it is stored, if that is not when it was made.
    func insert(
        _ new: NewAccount, displacesUnproven: Bool, by actor: Actor,
        in storage: any DirectoryWriting, at now: Timestamp? = nil
    ) throws(DirectoryError) -> Account {
        let account = try storage.insert(new)
        let time = now ?? new.createdAt
        if displacesUnproven {
            try displaceUnprovenEmail(of: account, by: actor, at: time, in: storage)
        }
        try storage.setLoginIDs(account.loginIDs, of: account.id)
        // The first administrator ever made owns the keys and cards that name no owner.
        if account.role == .admin, try storage.bootstrapAccountID() == nil {
            try storage.setBootstrapAccountID(account.id)
        }
        try announce(.accountCreated, about: account, by: actor, at: time, in: storage)
        return account
    }

    /// An e-mail that nobody proved yields to an administrator who sets it, and to whoever proves
    /// it by code: the account that only claimed it loses it, in the same transaction (DESIGN §2).
    func displaceUnprovenEmail(
        of account: Account, by actor: Actor, at time: Timestamp,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        guard account.emailIsProven, let email = account.email,
            let owner = try storage.owner(of: email.key), owner.accountID != account.id,
            owner.entry.isOnlyUnprovenEmail, let loser = try storage.account(owner.accountID)
        else { return }
        // A scoped key changes no administrator, not by this way round either (THREATS 28).
        if loser.role == .admin, !actor.principal.mayChangeAdministrators {
            throw .conflict(.email)
        }
        try takeEmail(from: loser, by: actor, at: time, in: storage)
    }

    func refuseTaken(
        _ draft: AccountDraft, isAdministrative: Bool, at time: Timestamp,
        in storage: any DirectoryReading
    ) throws(DirectoryError) {
        if !isAdministrative {
            try refuseRecentlyFreed(draft.name, for: nil, at: time, in: storage)
        }
        // A name that is somebody's e-mail or proven phone is as taken as their name is; only an
        // unproven address gives way, and only to an administrator who sets that very address.
        if let owner = try storage.owner(of: draft.name.key) {
            let yields =
                isAdministrative && owner.entry.isOnlyUnprovenEmail
                && draft.email?.key == draft.name.key
            if !yields { throw .conflict(.name) }
        }
        try refusePhoneOfOther(draft.name, owner: nil, in: storage)
        if !isAdministrative { try refuseLookAlike(draft.name, for: nil, at: time, in: storage) }
        if let email = draft.email, let owner = try storage.owner(of: email.key),
            !(isAdministrative && owner.entry.isOnlyUnprovenEmail)
        {
            throw .conflict(.email)
        }
    }

    /// Names freed by delete or rename are closed to self-service for a while (THREATS 29), but to
    /// the account that freed them.
    /// - Parameter id: The account that takes the name; nil for one that is to be made.
    func refuseRecentlyFreed(
        _ name: AccountName, for id: AccountID?, at time: Timestamp,
        in storage: any DirectoryReading
    ) throws(DirectoryError) {
        guard let freed = try storage.freedName(name.key) else { return }
        if let id, freed.freedBy == id { return }
        if isClosed(freed, at: time) { throw .invalid([InvalidField(.name, .recentlyFreed)]) }
    }

    /// By the clock, and by the time that is believed while the clock is too far ahead.
    func isClosed(_ freed: FreedName, at time: Timestamp) -> Bool {
        [time, min(time, expiryTime)].contains {
            $0.end(
                ofWait: freed.closedUntil, atMost: Limits.freedNameDays * Limits.daySeconds) != nil
        }
    }

    func newAccount(
        _ draft: AccountDraft, passwordHash: String?, isAdministrative: Bool
    ) -> NewAccount {
        NewAccount(
            guid: makeGUID(), instanceID: makeInstanceID(), name: draft.name,
            displayName: draft.displayName ?? draft.name.rawValue,
            email: draft.email, emailIsProven: draft.email != nil && isAdministrative,
            phone: draft.phone, avatar: draft.avatar,
            role: isAdministrative ? draft.role : .user,
            status: isAdministrative ? draft.status : .active, extend: draft.extend,
            passwordHash: passwordHash, createdAt: now)
    }

    /// 24 lower-case hex digits.
    func makeGUID() -> String { environment.randomHex(bytes: 12) }

    func makeInstanceID() -> String {
        "user-" + environment.randomText(of: "abcdefghijklmnopqrstuvwxyz0123456789", count: 12)
    }
}
