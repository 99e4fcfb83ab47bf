extension Directory {
    /// Appends an entry to an account's ledger.
    /// - Parameter amount: Not 0, at most ``Limits/ledgerAmountMax`` either way; negative to take.
    /// - Throws: ``DirectoryError/forbidden(_:)`` for others than administrators;
    ///   ``DirectoryError/notFound``, ``DirectoryError/invalid(_:)``,
    ///   ``DirectoryError/balanceOutOfRange``.
    package func enter(
        _ amount: Int64, _ currency: Currency, note: String, to target: Target, by actor: Actor
    ) async throws(DirectoryError) -> LedgerEntry {
        try AccessPolicy.requireAdministrator(actor.principal)
        guard amount != 0, amount.magnitude <= UInt64(Limits.ledgerAmountMax) else {
            throw .invalid([InvalidField(.amount, .malformed)])
        }
        let problem = BoundedText.problem(
            of: note, .note, codePointsMax: Limits.ledgerNoteCodePointsMax)
        try DirectoryError.refuse([problem])
        let now = self.now
        return try await write(by: actor) { storage throws(DirectoryError) in
            guard let account = try target.find(in: storage) else { throw .notFound }
            try AccessPolicy.requireWriter(actor.principal, of: account)
            let last = try storage.lastEntry(currency, of: account.id)
            guard let balance = (last?.balance ?? Balance()).adding(amount, at: now) else {
                throw .balanceOutOfRange
            }
            let entry = LedgerEntry(
                accountID: account.id, currency: currency, number: (last?.number ?? 0) + 1,
                amount: amount, note: note, at: now, balance: balance)
            try storage.append(entry)
            try record(
                .ledgerEntered, about: account, by: actor, at: now, fields: [currency.rawValue],
                in: storage)
            return entry
        }
    }

    /// The newest entries of an account's ledger, newest first.
    /// - Throws: ``DirectoryError/forbidden(_:)`` for others than administrators and the account
    ///   itself; ``DirectoryError/notFound``.
    package func ledger(
        _ currency: Currency, of target: Target, limit: Int, by caller: Principal
    ) async throws(DirectoryError) -> [LedgerEntry] {
        try await store.read { storage throws(DirectoryError) in
            let account = try target.find(in: storage)
            try AccessPolicy.requireMayKnow(caller, of: account)
            guard let account else { throw .notFound }
            return try storage.ledgerEntries(
                currency, of: account.id, limit: max(1, min(limit, Limits.pageSizeMax)))
        }
    }
}
