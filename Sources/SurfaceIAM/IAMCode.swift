import HTTPTypes

/// IAM's registered error codes, those that this surface answers (contracts/iam.md §2). The message
/// is the code's fixed text; the reason goes to the log alone.
enum IAMCode: Int, Sendable {
    case bind = 100003
    case validation = 100004
    case pageNotFound = 100006
    case database = 100101
    case signatureInvalid = 100202
    case invalidAuthHeader = 100204
    case passwordIncorrect = 100206
    case permissionDenied = 100207
    case userNotFound = 110001
    case userAlreadyExists = 110002
    case resourceModified = 110003

    var message: String {
        switch self {
        case .bind: "Error occurred while binding the request body to the struct"
        case .validation: "Validation failed"
        case .pageNotFound: "Page not found"
        case .database: "Database error"
        case .signatureInvalid: "Signature is invalid"
        case .invalidAuthHeader: "Invalid authorization header"
        case .passwordIncorrect: "Password was incorrect"
        case .permissionDenied: "Permission denied"
        case .userNotFound: "User not found"
        case .userAlreadyExists: "User already exist"
        case .resourceModified: "Resource has been modified"
        }
    }

    /// The status that the code is registered with.
    var status: HTTPResponse.Status {
        switch self {
        case .bind, .validation, .userAlreadyExists: .badRequest
        case .pageNotFound, .userNotFound: .notFound
        case .database: .internalServerError
        case .signatureInvalid, .invalidAuthHeader, .passwordIncorrect: .unauthorized
        case .permissionDenied: .forbidden
        case .resourceModified: .preconditionFailed
        }
    }
}
