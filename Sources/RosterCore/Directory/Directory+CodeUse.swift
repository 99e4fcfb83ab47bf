/// What people do with verification codes.
extension Directory {
    /// Makes an account for somebody who has a code to claim its e-mail or phone, and logs it in.
    /// - Throws: ``DirectoryError/forbidden(_:)`` while registration is closed;
    ///   ``DirectoryError/invalid(_:)``, ``DirectoryError/conflict(_:)`` and then
    ///   ``DirectoryError/wrongCode``; ``DirectoryError/throttled(retryAfterSeconds:)``.
    package func register(
        _ draft: AccountDraft, proving destination: Destination, code: String,
        origin: RequestOrigin
    ) async throws(DirectoryError) -> IssuedToken {
        guard policy.isRegistrationOpen else { throw .forbidden(.registrationClosed) }
        try draft.check()
        if let password = draft.password { try checkNewPassword(password) }
        try refuseUnfitOwnName(draft.name)
        let now = self.now
        // A name is no secret: what is taken is told before a code is spent or hashing done.
        try await store.read { storage throws(DirectoryError) in
            try refuseTakenName(draft.name, at: now, in: storage)
        }
        let match = try await matchCode(
            code, .claim, of: destination, for: nil,
            counting: source(of: destination, owner: nil, origin: origin))
        var hash: String?
        if let password = draft.password {
            hash = try await passwords.hash(password, priority: .interactive)
        }
        var new = newAccount(draft, passwordHash: hash, isAdministrative: false)
        new.role = .user
        new.status = .active
        switch destination {
        case .email(let email): (new.email, new.emailIsProven) = (email, true)
        case .phone(let phone): (new.phone, new.phoneIsProven) = (phone, true)
        }
        let account = new
        return try await openSession(origin: origin) { storage throws(DirectoryError) in
            try spend(match, in: storage)
            try refuseTakenName(account.name, at: now, in: storage)
            let actor = Actor(principal: .anonymous, origin: origin)
            if let email = account.email, !account.emailIsProven,
                try storage.owner(of: email.key) != nil
            {
                throw .conflict(.email)
            }
            try refuseProven(destination, besides: nil, in: storage)
            try displaceUnproven(destination, by: actor, at: now, in: storage)
            return try insert(account, displacesUnproven: false, by: actor, in: storage)
        }
    }

    /// Logs in whoever has a code to prove an e-mail or phone. Unknown, disabled and wrong are
    /// answered alike.
    /// - Throws: ``DirectoryError/wrongCode``, ``DirectoryError/throttled(retryAfterSeconds:)``.
    package func logIn(
        _ destination: Destination, code: String, origin: RequestOrigin
    ) async throws(DirectoryError) -> IssuedToken {
        let (match, owner) = try await matchProof(code, of: destination, origin: origin)
        return try await openSession(origin: origin) { storage throws(DirectoryError) in
            try spend(match, in: storage)
            guard let account = try activeOwner(of: destination, in: storage),
                account.id == owner
            else { throw .wrongCode }
            return account
        }
    }

    /// Sets a password for whoever has a code to prove an e-mail or phone, and ends every session
    /// of the account.
    /// - Throws: ``DirectoryError/invalid(_:)``, ``DirectoryError/wrongCode``,
    ///   ``DirectoryError/throttled(retryAfterSeconds:)``.
    package func recoverPassword(
        of destination: Destination, code: String, new: String, origin: RequestOrigin
    ) async throws(DirectoryError) {
        try checkNewPassword(new)
        let (match, owner) = try await matchProof(code, of: destination, origin: origin)
        let hash = try await passwords.hash(new, priority: .interactive)
        let now = self.now
        let actor = Actor(principal: .anonymous, origin: origin)
        try await store.write { storage throws(DirectoryError) in
            try spend(match, in: storage)
            guard let account = try activeOwner(of: destination, in: storage),
                account.id == owner
            else { throw .wrongCode }
            try storePassword(
                hash, of: account, keeping: nil, isRecovery: true, by: actor, at: now,
                in: storage)
        }
    }

    /// Binds an e-mail or phone to the caller's account, with a code to claim it. Whoever only
    /// claimed the address loses it.
    /// - Throws: ``DirectoryError/conflict(_:)`` for somebody else's, before the code is looked at;
    ///   ``DirectoryError/invalid(_:)``, ``DirectoryError/wrongCode``,
    ///   ``DirectoryError/throttled(retryAfterSeconds:)``.
    package func bind(
        _ destination: Destination, code: String, by actor: Actor
    ) async throws(DirectoryError) {
        let caller = try ownCredentials(of: actor.principal)
        guard destination.isClaimable else {
            throw .invalid([InvalidField(destination.field, .malformed)])
        }
        try await store.read { storage throws(DirectoryError) in
            try refuseProven(destination, besides: caller.id, in: storage)
        }
        let match = try await matchCode(
            code, .claim, of: destination, for: caller.id,
            counting: source(.account(caller.id), actor.origin))
        let now = self.now
        try await write(by: actor) { storage throws(DirectoryError) in
            try spend(match, in: storage)
            guard let account = try Target.id(caller.id).find(in: storage) else { throw .notFound }
            try refuseProven(destination, besides: account.id, in: storage)
            try displaceUnproven(destination, besides: account.id, by: actor, at: now, in: storage)
            var new = account
            switch destination {
            case .email(let email): (new.email, new.emailIsProven) = (email, true)
            case .phone(let phone): (new.phone, new.phoneIsProven) = (phone, true)
            }
            try store(
                new, replacing: account, as: .addressBound, fields: [destination.field.rawValue],
                by: actor, at: now, in: storage)
        }
    }

    /// Takes the proven e-mail or phone from the caller's account, with its password and a code to
    /// prove the address, in this order.
    /// - Throws: ``DirectoryError/wrongCredentials``, ``DirectoryError/wrongCode``,
    ///   ``DirectoryError/throttled(retryAfterSeconds:)``.
    package func unbind(
        _ kind: LoginIDKind, password: String, code: String, by actor: Actor
    ) async throws(DirectoryError) {
        let caller = try ownCredentials(of: actor.principal)
        let known = try await store.read { storage throws(DirectoryError) in
            try Target.id(caller.id).find(in: storage)
        }
        guard let known else { throw .notFound }
        // One after the other: else the password of one, while it is counted as a try, would refuse
        // the code of another.
        let (proof, destination, match) = try await inTurn(
            source(.account(known.id), actor.origin), password: password
        ) { source, slot async throws(DirectoryError) -> (PasswordMatch, Destination, CodeMatch) in
            let proof = try await matchPassword(
                password, of: known, from: source, in: slot, isWhole: false)
            guard let destination = known.provenDestination(kind) else { throw .wrongCode }
            let match = try await matchCode(
                code, .prove, of: destination, for: known.id, counting: source)
            return (proof, destination, match)
        }
        let now = self.now
        try await write(by: actor) { storage throws(DirectoryError) in
            try spend(match, in: storage)
            guard let account = try Target.id(known.id).find(in: storage),
                account.provenDestination(kind)?.key == destination.key
            else { throw .wrongCode }
            guard proof.isStillRight(for: account) else { throw .wrongCredentials }
            var new = account
            switch destination {
            case .email: (new.email, new.emailIsProven) = (nil, false)
            case .phone: (new.phone, new.phoneIsProven) = (nil, false)
            }
            try store(
                new, replacing: account, as: .addressUnbound, fields: [destination.field.rawValue],
                by: actor, at: now, in: storage)
        }
    }

    /// A code that proves the destination, and whose that is.
    private func matchProof(
        _ code: String, of destination: Destination, origin: RequestOrigin
    ) async throws(DirectoryError) -> (match: CodeMatch, owner: AccountID?) {
        let found = try await store.read { storage throws(DirectoryError) in
            try owner(of: destination, in: storage)
        }
        let match = try await matchCode(
            code, .prove, of: destination, for: found?.id,
            counting: source(of: destination, owner: found, origin: origin))
        return (match, found?.id)
    }

    /// The caller's own account, whose credentials no key of it may change.
    func ownAccount(of caller: Principal) throws(DirectoryError) -> Account {
        guard let account = caller.account else { throw .unauthenticated(.missing) }
        try AccessPolicy.requireWriter(caller, of: account)
        return account
    }

    /// As ``ownAccount(of:)``, for what sets how the account is logged in to or recovered.
    func ownCredentials(of caller: Principal) throws(DirectoryError) -> Account {
        if let account = caller.account {
            try AccessPolicy.requireCredentialWriter(caller, of: account.id)
        }
        return try ownAccount(of: caller)
    }
}
