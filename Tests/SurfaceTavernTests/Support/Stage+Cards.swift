import RosterTestSupport

/// Cards that a test takes for granted, and what is read of them.
extension Stage {
    /// Makes a card.
    /// - Returns: Its id.
    @discardableResult
    func make(
        _ name: String, more: String = "", by caller: Caller = .nobody
    ) async throws -> String {
        let response = try await call(
            "POST", "/users", by: caller, body: Body.card(name, more: more))
        guard response.status == 201, !response.id.isEmpty else {
            throw FixtureFailure(text: "card \(name): \(response)")
        }
        return response.id
    }

    func read(_ id: String, by caller: Caller = .nobody) async throws -> WireResponse {
        try await call("GET", "/users/\(id)", by: caller)
    }

    /// Changes a card, which must succeed.
    func patch(_ id: String, _ body: String, by caller: Caller = .nobody) async throws {
        let response = try await call("PATCH", "/users/\(id)", by: caller, body: body)
        guard response.status == 200 else {
            throw FixtureFailure(text: "change of \(id): \(response)")
        }
    }

    /// Deletes a card, which must succeed.
    func delete(_ id: String, by caller: Caller = .nobody) async throws {
        let response = try await call("DELETE", "/users/\(id)", by: caller)
        guard response.status == 200 else {
            throw FixtureFailure(text: "delete of \(id): \(response)")
        }
    }

    /// Cards of all statuses, by name.
    func all(by caller: Caller = .nobody) async throws -> WireResponse {
        try await call(
            "GET", "/users?include_deleted=true&sort_by=name&sort_order=asc&limit=100", by: caller)
    }
}
