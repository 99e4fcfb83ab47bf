package import RosterCore

/// What the directory says, in words for an operator.
package enum OperatorWords {
    /// A directory's error in words for an operator.
    package static func text(of error: DirectoryError) -> String {
        switch error {
        case .unauthenticated, .wrongCredentials: "wrong credentials"
        case .accountDisabled: "the account is disabled"
        case .throttled(let seconds): "too many tries; again in \(seconds) s"
        case .forbidden(let refusal): text(of: refusal)
        case .notFound: "there is no such account or key"
        case .conflict(let kind): "the \(kind.rawValue) is taken"
        case .cardNameTaken: "another card has the name"
        case .wrongCode: "the code does not fit"
        case .alreadyFollowing: "it follows the account already"
        case .ownFollow: "nobody follows itself"
        case .balanceOutOfRange: "the balance would fall below zero, or grow beyond counting"
        case .uploadRefused: "the upload was not taken"
        case .inBatch(let index, let error): "element \(index): \(text(of: error))"
        case .idempotencyKeyReused: "the idempotency key came with another request"
        case .quotaExceeded(let quota, _):
            "the account has as much as it may (\(quota.setting) raises the bound)"
        case .revisionMismatch: "it was changed in the meantime"
        case .invalid(let fields):
            fields.map { "\(text(of: $0.field)): \(text(of: $0.reason))" }.joined(separator: "; ")
        case .ambiguous(let ids):
            "several deleted accounts had this name; choose by number: "
                + ids.map(\.description).joined(separator: ", ")
        case .busy: "busy; try again"
        case .storage(let fault): text(of: fault)
        }
    }

    private static func text(of refusal: Refusal) -> String {
        switch refusal {
        case .notAdministrator: "only administrators may"
        case .lastAdministrator: "the last active administrator must stay"
        case .scopedKey: "a key for one surface cannot change administrators"
        case .keyOfOwnAccount: "a key cannot change how its own account is logged in to"
        case .outOfScope: "the key is not for this surface"
        case .registrationClosed: "registration is closed"
        }
    }

    private static func text(of field: Field) -> String {
        switch field {
        case .keyName: "the key's name"
        case .displayName: "the name to show"
        case .cardName: "the card's name"
        case .name, .email, .phone, .password, .avatar, .background, .bio, .sex, .location, .role,
            .status, .extend, .amount, .note, .counter, .upload:
            field.rawValue
        }
    }

    private static func text(of reason: InvalidReason) -> String {
        switch reason {
        case .missing: "missing"
        case .malformed: "malformed"
        case .beyondOwner: "more than its account may do"
        case .forbiddenCharacters: "holds characters that are not allowed"
        case .tooShort(let minimum): "shorter than \(minimum)"
        case .tooLong(let maximum): "longer than \(maximum)"
        case .reservedForm: "looks like a number, an e-mail or a phone"
        case .recentlyFreed: "was freed within the last 30 days"
        case .confusable: "looks like a name that is there already"
        case .restrictedCharacters:
            "mixes scripts or holds characters that are easily mistaken for others"
        case .notUploaded: "names no upload of the account's own"
        }
    }

    private static func text(of fault: StorageFault) -> String {
        switch fault {
        case .full: "the disk is full"
        case .unavailable: "it cannot be reached or written"
        case .corrupt: "it is damaged or no database of Roster's"
        case .newerSchema: "a newer release of Roster wrote it; use that release"
        case .olderSchema: "an older release of Roster wrote it; `roster migrate` comes first"
        case .secretMismatch: "its keys were wrapped with another secret.file"
        case .constraint: "it refused a value (a defect of Roster)"
        case .inputOutput(let code):
            "its disk or file system did not read, write or lock (error \(code))"
        case .failed(let code): "it failed in a way that Roster does not know (error \(code))"
        }
    }
}
