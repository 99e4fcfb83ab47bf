import RosterCore
import RosterTestSupport

/// Somebody with everything that a person can hold: a session begun on IAM, one begun on
/// Management with its refresh token, one begun on ThinkSNS, and an API key.
struct SignedIn: Sendable {
    let name: String
    /// Where Management shows the person.
    let path: String
    let iam: String
    let management: String
    let refreshToken: String
    let thinkSNS: String
    let key: String
}

/// How everything that a person holds is answered at this moment.
struct Uses: Equatable, Sendable {
    /// The token of IAM's session on IAM, Management, Tavern and ThinkSNS.
    var iamToken = open
    /// The token of Management's session on the same.
    var managementToken = open
    /// The token of ThinkSNS's session on the same.
    var thinkSNSToken = open
    /// A refresh on IAM with IAM's token, and on Management with its refresh token.
    var refreshes = [200, 200]
    /// The API key on IAM, Management, Tavern and ThinkSNS.
    var key = open

    static let open = [200, 200, 200, 200]
    static let closed = [401, 401, 403, 401]

    static let alive = Uses()

    /// Sessions are over; the key, which is none, lives.
    static let sessionsOver = Uses(
        iamToken: closed, managementToken: closed, thinkSNSToken: closed, refreshes: [401, 401])

    /// Nothing works any more.
    static let dead = Uses(
        iamToken: closed, managementToken: closed, thinkSNSToken: closed, refreshes: [401, 401],
        key: closed)
}

extension AllSurfaces {
    func signIn(_ name: String) async throws -> SignedIn {
        let body = #"{"username":"\#(name)","password":"\#(Self.password)"}"#
        let login = try await main("POST", "/v1/auth/login", by: .nobody, body: body)
        guard let access = login.data["access_token"] as? String,
            let refresh = login.data["refresh_token"] as? String
        else { throw FixtureFailure(text: "login of \(name): \(login)") }
        let network = try await thinkSNS(
            "POST", "/auth/login", by: .nobody,
            body: #"{"login":"\#(name)","password":"\#(Self.password)"}"#)
        guard let social = network.object["access_token"] as? String else {
            throw FixtureFailure(text: "login of \(name): \(network)")
        }
        let made = try await directory.createKey(
            name: "script", owner: .name(FoldedKey(folding: name)), role: nil, scopes: nil,
            by: .system)
        return SignedIn(
            name: name, path: try await path(of: name),
            iam: try await server.token(of: name, password: Self.password), management: access,
            refreshToken: refresh, thinkSNS: social, key: made.secret)
    }

    /// Uses everything that the person holds, once everywhere.
    func uses(of person: SignedIn) async throws -> Uses {
        let refreshed = try await iam("POST", "/refresh", by: .bearer(person.iam))
        let refreshedElsewhere = try await main(
            "POST", "/v1/auth/refresh", by: .nobody,
            body: #"{"refresh_token":"\#(person.refreshToken)"}"#)
        return Uses(
            iamToken: try await uses(of: person, .bearer(person.iam), .bearer(person.iam)),
            managementToken: try await uses(
                of: person, .bearer(person.management), .bearer(person.management)),
            thinkSNSToken: try await uses(
                of: person, .bearer(person.thinkSNS), .bearer(person.thinkSNS)),
            refreshes: [refreshed.status, refreshedElsewhere.status],
            key: try await uses(of: person, .bearer(person.key), .apiKey(person.key)))
    }

    /// Reads the person on IAM and on Management, the cards on Tavern, and the caller on ThinkSNS.
    private func uses(
        of person: SignedIn, _ credential: Credential, _ onTavern: Credential
    ) async throws -> [Int] {
        [
            try await iam("GET", "/v1/users/\(person.name)", by: credential).status,
            try await main("GET", person.path, by: credential).status,
            try await main("GET", "/users", by: onTavern).status,
            try await thinkSNS("GET", "/user", by: credential).status,
        ]
    }
}
