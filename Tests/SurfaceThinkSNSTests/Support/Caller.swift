/// Who sends a request of a scenario.
enum Caller: Sendable {
    case anonymous
    /// Somebody whom the stage let log in.
    case person(String)
    /// An access token or API key, or what is sent for one.
    case bearer(String)
    /// An `Authorization` header as it stands.
    case header(String)

    /// The bootstrap administrator.
    static let admin = Caller.person("admin")
    /// `anna`, who is no administrator.
    static let anna = Caller.person("anna")
    static let bert = Caller.person("bert")
}
