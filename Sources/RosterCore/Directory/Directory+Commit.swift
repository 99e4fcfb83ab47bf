/// A change whose slow and outward work is done - parsing, hashing, refusing what needs no
/// transaction to refuse - and which only waits for its transaction.
package struct PreparedChange<Value: Sendable>: Sendable {
    let apply: @Sendable (any DirectoryWriting) throws(DirectoryError) -> Value

    init(_ apply: @escaping @Sendable (any DirectoryWriting) throws(DirectoryError) -> Value) {
        self.apply = apply
    }
}

extension Directory {
    /// Makes a change.
    package func commit<Value: Sendable>(
        _ change: PreparedChange<Value>
    ) async throws(DirectoryError) -> Value {
        try await store.write(change.apply)
    }

    /// Makes a change and keeps its answer in the same transaction: either both are there
    /// afterwards or neither, so that a request repeated after a crash finds what it did.
    /// - Parameter answer: Renders the answer; runs within the transaction, perhaps more than once.
    /// - Returns: The answer; an earlier one when another node was faster with the same request.
    package func commit<Value: Sendable>(
        _ change: PreparedChange<Value>, keeping key: IdempotencyKey,
        _ answer: @escaping @Sendable (Value) -> KeptAnswer
    ) async throws(DirectoryError) -> KeptAnswer {
        let now = self.now
        return try await store.write { storage throws(DirectoryError) in
            if let kept = try keptAnswer(key, at: now, in: storage) { return kept }
            let fresh = answer(try change.apply(storage))
            try keep(fresh, under: key, at: now, in: storage)
            return fresh
        }
    }

    private func keep(
        _ answer: KeptAnswer, under key: IdempotencyKey, at now: Timestamp,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        if let id = key.heldAccount {
            try use(.answerBytes, by: answer.bytesCount, of: id, at: now, in: storage)
        }
        try storage.keep(answer, under: key, at: now)
    }

    private func keptAnswer(
        _ key: IdempotencyKey, at now: Timestamp, in storage: any DirectoryReading
    ) throws(DirectoryError) -> KeptAnswer? {
        let oldest = min(now, expiryTime).adding(seconds: -Limits.keptAnswerSeconds)
        guard let kept = try storage.keptAnswer(key.id, keptAfter: oldest) else { return nil }
        guard kept.content == key.content else { throw .idempotencyKeyReused }
        return kept.answer
    }
}

extension Directory: AnswerKeeping {
    package func key(
        of caller: Principal, request: [String], content: [String]
    ) -> IdempotencyKey {
        // NUL parts the pieces: no method, path or header field holds one.
        let name = ([caller.signature] + request).joined(separator: "\0")
        return IdempotencyKey(
            id: environment.keyedHash(name),
            content: environment.keyedHash(content.joined(separator: "\0")),
            heldAccount: caller.isAdministrator ? nil : caller.account?.id)
    }

    package func alone<Value: Sendable>(
        _ key: IdempotencyKey, _ body: () async -> Value
    ) async -> Value {
        await requests.alone(key.id, body)
    }

    package func keptAnswer(
        _ key: IdempotencyKey
    ) async throws(DirectoryError) -> KeptAnswer? {
        let now = self.now
        return try await store.read { storage throws(DirectoryError) in
            try keptAnswer(key, at: now, in: storage)
        }
    }

    package func keep(
        _ answer: KeptAnswer, under key: IdempotencyKey
    ) async throws(DirectoryError) -> KeptAnswer {
        let now = self.now
        return try await store.write { storage throws(DirectoryError) in
            if let kept = try keptAnswer(key, at: now, in: storage) { return kept }
            try keep(answer, under: key, at: now, in: storage)
            return answer
        }
    }
}

extension Principal {
    /// Who asks, as far as repeated requests go: an answer that an administrator got is not given
    /// again once the role is gone.
    fileprivate var signature: String {
        let account = account.map { $0.id.description } ?? ""
        switch credential {
        case .apiKey(let key): return "key \(key.id) \(account) \(role)"
        case .local: return "local \(account)"
        case .session, .password: return "account \(account) \(role)"
        case .operator, .none: return "\(credential)"
        }
    }
}

extension PreparedChange where Value == Account {
    /// The account with the id under which `surface` knows it.
    package func known(on surface: SurfaceName) -> PreparedChange<SurfaceAccount> {
        PreparedChange<SurfaceAccount> { storage throws(DirectoryError) in
            let account = try apply(storage)
            return SurfaceAccount(
                account: account, key: try storage.surfaceKey(surface, of: account.id))
        }
    }
}
