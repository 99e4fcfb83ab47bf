extension Directory {
    /// Writes an audit entry for a change within its transaction.
    func record(
        _ action: AuditAction, about account: Account?, by actor: Actor, at time: Timestamp,
        fields: [String] = [], in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        var keyID: APIKeyID?
        if case .apiKey(let key) = actor.principal.credential { keyID = key.id }
        try storage.append(
            AuditEntry(
                at: time, action: action, subject: account?.id,
                actor: actor.principal.account?.id, keyID: keyID, surface: actor.origin.surface,
                requestID: actor.origin.requestID, address: actor.origin.address, fields: fields))
    }

    /// Writes both the audit entry and the event of a change to an account.
    func announce(
        _ action: AuditAction, about account: Account, by actor: Actor, at time: Timestamp,
        fields: [String] = [], in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        try record(action, about: account, by: actor, at: time, fields: fields, in: storage)
        try storage.append(
            OutboxEvent(
                at: time, type: action, accountID: account.id, guid: account.guid,
                revision: account.revision))
    }
}
