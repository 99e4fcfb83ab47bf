/// The codes of the contract that answers may carry (contracts/tavern.md §0, §2, §3).
enum ErrorCode: String, Sendable {
    case validation = "validation_error"
    case authRequired = "auth_required"
    case invalidCredentials = "auth_invalid_credentials"
    case invalidToken = "auth_invalid_token"
    case accountDisabled = "auth_account_disabled"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case nameTaken = "user_conflict"
    case stale = "user_revision_conflict"
    case tooLarge = "payload_too_large"

    var status: Int {
        switch self {
        case .validation: 400
        case .authRequired: 401
        case .invalidCredentials, .invalidToken, .accountDisabled: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .nameTaken, .stale: 409
        case .tooLarge: 413
        }
    }

    /// The fixed text of §3; nil where the contract leaves it open.
    var message: String? {
        switch self {
        case .validation: "Request validation failed"
        case .nameTaken: "User name already exists"
        case .stale: "User has been modified by another operation"
        case .authRequired, .invalidCredentials, .invalidToken, .accountDisabled, .notFound,
            .methodNotAllowed, .tooLarge:
            nil
        }
    }
}
