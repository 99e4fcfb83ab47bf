/// The codes of the contract that answers here may carry, with their status and fixed text
/// (contracts/iam.md §2 and "Decided").
enum ErrorCode: Int, Sendable {
    case binding = 100003
    case validation = 100004
    case pageNotFound = 100006
    case database = 100101
    case signatureInvalid = 100202
    case headerInvalid = 100204
    case passwordIncorrect = 100206
    case permissionDenied = 100207
    case userNotFound = 110001
    case userExists = 110002
    case modified = 110003

    var status: Int {
        switch self {
        case .binding, .validation, .userExists: 400
        case .database: 500
        case .signatureInvalid, .headerInvalid, .passwordIncorrect: 401
        case .permissionDenied: 403
        case .pageNotFound, .userNotFound: 404
        case .modified: 412
        }
    }

    var message: String {
        switch self {
        case .binding: "Error occurred while binding the request body to the struct"
        case .validation: "Validation failed"
        case .pageNotFound: "Page not found"
        case .database: "Database error"
        case .signatureInvalid: "Signature is invalid"
        case .headerInvalid: "Invalid authorization header"
        case .passwordIncorrect: "Password was incorrect"
        case .permissionDenied: "Permission denied"
        case .userNotFound: "User not found"
        case .userExists: "User already exist"
        case .modified: "Resource has been modified"
        }
    }

    /// The whole body, byte for byte.
    var body: String { #"{"code":\#(rawValue),"message":"\#(message)"}"# }
}
