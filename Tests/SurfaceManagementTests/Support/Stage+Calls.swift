import RosterCore
import RosterTestSupport

/// Calls that many tests make on their way to what they are about.
extension Stage {
    /// What a login hands out.
    struct Tokens: Sendable {
        let access: String
        let refresh: String
    }

    /// Logs in over this surface.
    func logIn(
        _ name: String, password: String = Stage.password, headers: [(String, String)] = []
    ) async throws -> Tokens {
        let answer = try await call(
            "POST", "/v1/auth/login", by: .anonymous, headers: headers,
            body: Body.login(name, password))
        guard answer.status == 200, let access = answer.text("access_token"),
            let refresh = answer.text("refresh_token")
        else { throw FixtureFailure(text: "login of \(name): \(answer)") }
        return Tokens(access: access, refresh: refresh)
    }

    /// `POST /v1/auth/refresh` as clients send it: without a credential.
    func refresh(
        _ token: String, headers: [(String, String)] = []
    ) async throws -> WireResponse {
        try await call(
            "POST", "/v1/auth/refresh", by: .anonymous, headers: headers,
            body: Body.refresh(token))
    }

    /// Creates a user, with an `Idempotency-Key` where one is given.
    func create(
        _ body: String, key: String? = nil, by caller: Caller = .admin
    ) async throws -> WireResponse {
        let headers = key.map { [("Idempotency-Key", $0)] } ?? []
        return try await call("POST", "/v1/users", by: caller, headers: headers, body: body)
    }

    /// How many users the list counts.
    func total() async throws -> Int {
        let list = try await call("GET", "/v1/users?page_size=1")
        guard let total = list.total else { throw FixtureFailure(text: "no total: \(list)") }
        return total
    }

    /// An access token of a new administrator.
    func makeAdministrator(_ name: String) async throws -> (account: Account, token: String) {
        let account = try await directory.make(name, password: Stage.password) { $0.role = .admin }
        return (account, try await server.token(of: name, password: Stage.password))
    }

    /// A call of IAM's listener.
    func callIAM(
        _ method: String, _ target: String, by caller: Caller, body: String? = nil
    ) async throws -> WireResponse {
        try await server.iam.send(
            method, target, headers: try authorization(of: caller), body: body)
    }
}
