import HTTPTypes

/// The codes of errors, with their status and fixed message (contracts/tavern.md §2, §3).
enum TavernCode: String, Sendable {
    case validation = "validation_error"
    case authRequired = "auth_required"
    case invalidCredentials = "auth_invalid_credentials"
    case invalidToken = "auth_invalid_token"
    case accountDisabled = "auth_account_disabled"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case requestTimeout = "request_timeout"
    case userConflict = "user_conflict"
    case revisionConflict = "user_revision_conflict"
    case idempotencyConflict = "idempotency_conflict"
    case payloadTooLarge = "payload_too_large"
    case rateLimited = "rate_limited"
    case quotaExceeded = "quota_exceeded"
    case forbidden
    case internalError = "internal_error"
    case resourceBusy = "resource_busy"

    var message: String {
        switch self {
        case .validation: "Request validation failed"
        case .authRequired: "Authentication is required"
        case .invalidCredentials: "Invalid API key"
        case .invalidToken: "Invalid bearer token"
        case .accountDisabled: "Account is disabled"
        case .notFound: "User not found"
        case .methodNotAllowed: "Method not allowed"
        case .requestTimeout: "Request body did not arrive in time"
        case .userConflict: "User name already exists"
        case .revisionConflict: "User has been modified by another operation"
        case .idempotencyConflict: "Idempotency-Key was used for another request"
        case .payloadTooLarge: "Request payload exceeds the configured size limit"
        case .rateLimited: "Too many requests"
        case .quotaExceeded: "Quota exceeded"
        case .forbidden: "Not allowed"
        case .internalError: "Unexpected server error"
        case .resourceBusy: "Resource is temporarily busy, please retry"
        }
    }

    var status: HTTPResponse.Status {
        switch self {
        case .validation: .badRequest
        case .authRequired: .unauthorized
        case .invalidCredentials, .invalidToken, .accountDisabled, .forbidden, .quotaExceeded:
            .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .requestTimeout: .requestTimeout
        case .userConflict, .revisionConflict, .idempotencyConflict: .conflict
        case .payloadTooLarge: .contentTooLarge
        case .rateLimited: .tooManyRequests
        case .internalError: .internalServerError
        case .resourceBusy: .serviceUnavailable
        }
    }
}
