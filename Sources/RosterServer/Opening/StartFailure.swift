import Glibc
package import RosterCore
import RosterSecurity
import SurfaceKit

/// Why the server or a command cannot start: one clear line each, with what to do.
package enum StartFailure: Error, Sendable, Equatable, CustomStringConvertible {
    case dataFolder(String, errno: Int32)
    /// Another process owns the data folder; its number, if the lock tells it.
    case dataFolderInUse(String, process: Int?)
    case secretFile(String)
    case database(String, DirectoryError)
    case postgresMissing
    case collision(String)
    case cannotListen(String, errno: Int32)
    case unusableCertificate(String)
    case administrator(DirectoryError)
    case configuredKey(DirectoryError)
    /// A setting of mails or text messages, by its key.
    case delivery(String, String)

    package var description: String {
        switch self {
        case .dataFolder(let path, let number):
            "the data folder \(path) cannot be used: \(Self.text(of: number))"
        case .dataFolderInUse(let path, let process):
            "a Roster process" + (process.map { " (\($0))" } ?? "")
                + " owns the data folder \(path); stop it first"
        case .secretFile(let reason): reason
        case .database(let path, let error):
            "the database \(path) cannot be opened: \(Self.text(of: error))"
        case .postgresMissing:
            "database.url names PostgreSQL, which this build does not hold; "
                + "leave it unset to use SQLite in the data folder"
        case .collision(let text): text
        case .cannotListen(let address, let number):
            "cannot listen on \(address): \(Self.text(of: number))"
        case .unusableCertificate(let files):
            "tls.certificate and tls.key hold no usable PEM certificate and key: \(files)"
        case .administrator(let error):
            "admin.name or admin.password cannot be used: \(Self.text(of: error))"
        case .configuredKey(let error):
            "bitanswer.key cannot be used: \(Self.text(of: error))"
        case .delivery(let key, let reason): "\(key) cannot be used: \(reason)"
        }
    }

    private static func text(of number: Int32) -> String {
        unsafe String(cString: strerror(number))
    }

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
        case .notUploaded: "names no upload of the account's own"
        }
    }

    private static func text(of fault: StorageFault) -> String {
        switch fault {
        case .full: "the disk is full"
        case .unavailable: "it cannot be reached or written"
        case .corrupt: "it is damaged or no database of Roster's"
        case .newerSchema: "a newer release of Roster wrote it; use that release"
        case .secretMismatch: "its keys were wrapped with another secret.file"
        case .constraint: "it refused a value (a defect of Roster)"
        case .failed(let code): "error \(code)"
        }
    }
}
