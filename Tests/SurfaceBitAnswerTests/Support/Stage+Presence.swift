import RosterTestSupport

/// Sessions: they begin and are used on IAM, and this surface shows and ends them.
extension Stage {
    /// An access token of a new session.
    func logIn(_ name: String, password: String = Stage.password) async throws -> String {
        try await server.token(of: name, password: password)
    }

    /// What IAM answers to a login: 200, or 401.
    func loginStatus(_ name: String, _ password: String) async throws -> Int {
        let body = #"{"username":\#(Body.text(name)),"password":\#(Body.text(password))}"#
        return try await server.iam.send("POST", "/login", body: body).status
    }

    /// What IAM answers to a request of `name` about itself: 200, or 401 once the session is over.
    func useStatus(_ token: String, of name: String) async throws -> Int {
        try await server.iam.send(
            "GET", "/v1/users/\(name)", headers: [("Authorization", "Bearer \(token)")]
        ).status
    }

    /// The account's guid, as this surface shows it.
    func guid(of name: String) async throws -> String {
        let answer = try await call("GET", Path.user(name))
        guard let guid = answer.items.first?["guid"] as? String else {
            throw FixtureFailure(text: "guid of \(name): \(answer)")
        }
        return guid
    }

    /// `status` of `GET /users/status`: 0 offline, 1 disabled, 2 online.
    func presence(of guid: String) async throws -> Int? {
        let answer = try await call("GET", "/users/status?type=user&guid=\(guid)")
        return answer.items.first?["status"] as? Int
    }
}
