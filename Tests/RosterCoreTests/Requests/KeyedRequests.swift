import RosterCore
import RosterTestSupport

/// Requests with an idempotency key, as the dispatcher makes them of a call.
extension DirectoryFixture {
    /// The key of `POST /users` under the caller's id `id`.
    func key(
        _ id: String = "1", of caller: Principal = .operator, content: String = "body"
    ) -> IdempotencyKey {
        directory.key(
            of: caller, request: ["IAM", "POST", "users", id], content: ["", content])
    }

    /// Makes an account and keeps the answer, all under one key.
    func create(
        _ name: String, under key: IdempotencyKey
    ) async throws -> KeptAnswer {
        try await create(AccountDraft(name: try AccountName(parsing: name)), under: key)
    }

    func create(
        _ draft: AccountDraft, under key: IdempotencyKey
    ) async throws(DirectoryError) -> KeptAnswer {
        let change = try await directory.preparedCreate(draft, by: .system)
        return try await directory.commit(change, keeping: key) { KeptAnswer(created: $0) }
    }
}

extension KeptAnswer {
    /// How these tests answer a new account.
    init(created account: Account) {
        self.init(
            status: 201, headers: [Header(name: "Location", value: "/users/\(account.id)")],
            body: "\(account.guid) \(account.name)")
    }
}
