import Foundation

/// Who sends a request of a scenario.
enum Caller: Sendable {
    case anonymous
    /// The administrator's token.
    case admin
    /// The token of `foo`, who is no administrator.
    case user
    /// An `Authorization` header as it stands.
    case header(String)
    case basic(String, String)

    /// RFC 7617: base64 of `name:password`.
    static func basicHeader(_ name: String, _ password: String) -> String {
        "Basic " + Data("\(name):\(password)".utf8).base64EncodedString()
    }
}
