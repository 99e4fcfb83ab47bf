/// Everything that can go wrong inside, closed: each surface renders it in one exhaustive
/// switch, so that a new case breaks the build wherever it has no rendering yet.
package enum DirectoryError: Error, Sendable, Equatable {
    /// No usable credential: the caller is nobody.
    case unauthenticated(AuthenticationFailure)
    /// A login, an old password or Basic credentials that do not fit: one answer for unknown,
    /// disabled, locked, passwordless and wrong (THREATS 9).
    case wrongCredentials
    /// The password is right, but the account is disabled. Only where a contract says so may a
    /// surface show the difference; elsewhere it renders as ``wrongCredentials``.
    case accountDisabled
    /// Too many tries: not compared, not counted.
    case throttled(retryAfterSeconds: Int)
    /// The caller is known and may not.
    case forbidden(Refusal)
    /// No such account, card, session or key, or none that this caller may know of.
    case notFound
    /// A login id is someone else's.
    case conflict(LoginIDKind)
    /// Another card of the same account has the name.
    case cardNameTaken
    /// No code that was sent fits: never sent, of another purpose, destination or account, spent,
    /// too old, or mistyped. One answer for all (THREATS 6, 9).
    case wrongCode
    /// The caller follows the account already.
    case alreadyFollowing
    /// Nobody follows itself.
    case ownFollow
    /// A ledger would fall below zero, or pass what can be counted.
    case balanceOutOfRange
    /// Bytes of an upload that were not taken.
    case uploadRefused(UploadRefusal)
    /// The account holds, or has done today, as much as it may; the wait is until the day is over.
    case quotaExceeded(Quota, retryAfterSeconds: Int?)
    /// The account or card was changed since the caller read it.
    case revisionMismatch
    /// One entry for each failing field.
    case invalid([InvalidField])
    /// `restore` by name found several deleted accounts: their ids, ascending.
    case ambiguous([AccountID])
    /// An element of a batch, counted from 0, is why nothing of the batch was done.
    indirect case inBatch(index: Int, DirectoryError)
    /// The caller has used this idempotency key for another request.
    case idempotencyKeyReused
    /// The hash pool or the database cannot take more just now.
    case busy(retryAfterSeconds: Int)
    /// The storage failed; the change did not happen.
    case storage(StorageFault)
}

/// Why a credential was not accepted.
package enum AuthenticationFailure: Sendable, Equatable {
    /// No credential was sent.
    case missing
    /// What was sent is no token or key of ours.
    case malformed
    /// Right in form, wrong in signature, key, issuer, or nobody's key.
    case invalid
    /// Past its time.
    case expired
    /// Its session is over: logout, forced logout, disable, delete, password change.
    case sessionEnded
    /// A right token of a session that began on another surface, where only the session's own
    /// surface may take it.
    case otherSurface
    /// A right token or key of an account that is disabled.
    case accountDisabled
}

/// Why a known caller may not do something.
package enum Refusal: Sendable, Equatable {
    /// Only administrators may.
    case notAdministrator
    /// The last active administrator stays one (THREATS 27).
    case lastAdministrator
    /// A key scoped to a surface cannot change administrators (THREATS 28).
    case scopedKey
    /// No key changes what logs in to, or recovers, the account that it belongs to (THREATS 28).
    case keyOfOwnAccount
    /// The key is not for this surface.
    case outOfScope
    /// `registration` is closed.
    case registrationClosed
}

/// A field of the directory that input can get wrong.
package enum Field: String, Sendable, Equatable {
    case name, displayName, email, phone, password, avatar, background, bio, sex, location, role
    case status, extend, keyName, cardName, amount, note, counter, upload
}

/// What is wrong with a field.
package enum InvalidReason: Sendable, Equatable {
    case missing
    case malformed
    /// Characters that no name, address or text may hold.
    case forbiddenCharacters
    case tooShort(minimum: Int)
    case tooLong(maximum: Int)
    /// A key cannot do more than the account whose rights it borrows.
    case beyondOwner
    /// A name that only an administrator may give: all digits, or like an e-mail or a phone.
    case reservedForm
    /// A name freed within the last 30 days is closed to self-service (THREATS 29).
    case recentlyFreed
    /// Only an administrator may give a name that looks like another account's, or like one that is
    /// reserved or was freed lately (THREATS 29).
    case confusable
    /// Only an administrator may give a name with such characters, or with scripts that no language
    /// writes together (UTS #39).
    case restrictedCharacters
    /// It names an upload that is not there, or not the account's own.
    case notUploaded
}

/// A field and what is wrong with it.
package struct InvalidField: Error, Sendable, Equatable {
    package let field: Field
    package let reason: InvalidReason

    package init(_ field: Field, _ reason: InvalidReason) {
        self.field = field
        self.reason = reason
    }
}

/// What failed below the domain, as far as an operator can act on it.
package enum StorageFault: Sendable, Equatable {
    /// The disk or a quota is full.
    case full
    /// The database cannot be reached or opened.
    case unavailable
    /// The file is damaged, or not a database of ours.
    case corrupt
    /// The database was written by a newer release.
    case newerSchema
    /// A database of an older release, where nothing may be changed.
    case olderSchema
    /// `secret.file` does not open what the database holds.
    case secretMismatch
    /// A statement broke a constraint that the code should have kept: a defect of ours.
    case constraint
    /// The disk or its file system did not read, write or lock; `code` is the driver's number.
    case inputOutput(code: Int)
    /// Anything else the driver reported; `code` is its number, for the log.
    case failed(code: Int)
}

extension DirectoryError {
    /// The error with the element of a batch that it is about.
    func ofElement(_ index: Int) -> DirectoryError {
        isOfElement ? .inBatch(index: index, self) : self
    }

    /// Whether the element is to blame: not for a full disk or a busy pool.
    private var isOfElement: Bool {
        switch self {
        case .busy, .storage, .inBatch, .unauthenticated, .throttled, .idempotencyKeyReused,
            .quotaExceeded:
            false
        case .wrongCredentials, .accountDisabled, .forbidden, .notFound, .conflict, .cardNameTaken,
            .revisionMismatch, .invalid, .ambiguous, .wrongCode, .alreadyFollowing, .ownFollow,
            .balanceOutOfRange, .uploadRefused:
            true
        }
    }
}
