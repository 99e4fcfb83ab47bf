/// Who sends a request, by the credential that goes with it (contracts/tavern.md §0, "credentials").
enum Caller: Sendable {
    /// No credential at all.
    case nobody
    /// `X-API-Key`.
    case key(String)
    /// `Authorization: Bearer`, with an access token or an API key.
    case bearer(String)

    var headers: [(String, String)] {
        switch self {
        case .nobody: []
        case .key(let secret): [("X-API-Key", secret)]
        case .bearer(let token): [("Authorization", "Bearer \(token)")]
        }
    }

    /// The secret or token itself.
    var text: String {
        switch self {
        case .nobody: ""
        case .key(let text), .bearer(let text): text
        }
    }
}
