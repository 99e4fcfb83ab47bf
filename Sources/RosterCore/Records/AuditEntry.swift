/// What was done to the directory. Closed: a name here is what `audit` consumers filter by.
package enum AuditAction: String, Sendable, CaseIterable {
    case accountCreated = "account.created"
    case accountUpdated = "account.updated"
    case accountDeleted = "account.deleted"
    case accountRestored = "account.restored"
    case accountPurged = "account.purged"
    case accountLinked = "account.linked"
    case surfaceKeyMoved = "surface-key.moved"
    case accountUnlocked = "account.unlocked"
    case passwordChanged = "password.changed"
    case passwordRehashed = "password.rehashed"
    /// Another account has the id in another spelling, and keeps it.
    case loginIDYielded = "login-id.yielded"
    case emailDisplaced = "email.displaced"
    case phoneDisplaced = "phone.displaced"
    case codeSent = "code.sent"
    case addressBound = "address.bound"
    case addressUnbound = "address.unbound"
    case followAdded = "follow.added"
    case followRemoved = "follow.removed"
    case countersSet = "counters.set"
    case ledgerEntered = "ledger.entered"
    case mediaStored = "media.stored"
    case sessionStarted = "session.started"
    case sessionRefreshed = "session.refreshed"
    case sessionEnded = "session.ended"
    case cardCreated = "card.created"
    case cardUpdated = "card.updated"
    case cardDeleted = "card.deleted"
    case keyCreated = "key.created"
    case keyRevoked = "key.revoked"
    case signingKeyCreated = "signing-key.created"
    /// An operator said that the clock is right.
    case clockAccepted = "clock.accepted"
}

/// One line of the audit trail, written in the transaction of the change. `fields` names what
/// changed, never the values: no secret can reach the trail (THREATS 24).
package struct AuditEntry: Sendable, Equatable {
    package let at: Timestamp
    package let action: AuditAction
    /// The account changed, if one was.
    package let subject: AccountID?
    /// The account that did it; nil for the operator and the directory itself.
    package let actor: AccountID?
    /// The API key that it came by, if it did.
    package let keyID: APIKeyID?
    package let surface: SurfaceName
    package let requestID: String
    package let address: String?
    /// Names of changed fields, or another word on the change.
    package let fields: [String]

    package init(
        at: Timestamp, action: AuditAction, subject: AccountID?, actor: AccountID?,
        keyID: APIKeyID?, surface: SurfaceName, requestID: String, address: String?,
        fields: [String]
    ) {
        self.at = at
        self.action = action
        self.subject = subject
        self.actor = actor
        self.keyID = keyID
        self.surface = surface
        self.requestID = requestID
        self.address = address
        self.fields = fields
    }
}

/// A change that subscribers learn of: written in the transaction of the change, so that none is
/// lost and none tells of work that was rolled back (THREATS 25).
package struct OutboxEvent: Sendable, Equatable {
    package let at: Timestamp
    /// The same words as ``AuditAction``.
    package let type: AuditAction
    package let accountID: AccountID
    package let guid: String
    /// The account's revision after the change.
    package let revision: Int64

    package init(
        at: Timestamp, type: AuditAction, accountID: AccountID, guid: String, revision: Int64
    ) {
        self.at = at
        self.type = type
        self.accountID = accountID
        self.guid = guid
        self.revision = revision
    }
}
