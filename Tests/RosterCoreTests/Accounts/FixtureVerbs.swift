import RosterCore
import RosterTestSupport

extension DirectoryFixture {
    /// The live account of this name.
    func live(_ name: String) async throws(DirectoryError) -> Account? {
        try await store.read { storage throws(DirectoryError) in
            try storage.account(named: FoldedKey(folding: name))
        }
    }

    /// Lets an account set an e-mail for itself, which leaves it unproven.
    @discardableResult
    func claim(_ email: String, by account: Account) async throws -> Account {
        var change = AccountChange()
        change.email = .set(try EmailAddress(parsing: email))
        return try await directory.update(account.target, change, by: .account(account))
    }

    /// Does what a proof by code will do: the phone becomes a login id.
    func provePhone(of account: Account) async throws(DirectoryError) {
        var proven = account
        proven.phoneIsProven = true
        proven.revision += 1
        let new = proven
        try await store.write { storage throws(DirectoryError) in
            guard try storage.update(new, from: account.revision) else { throw .revisionMismatch }
            try storage.setLoginIDs(new.loginIDs, of: new.id)
        }
    }

    /// Changes an account as the operator does.
    @discardableResult
    func edit(
        _ account: Account, by actor: Actor = .system, _ edit: (inout AccountChange) -> Void
    ) async throws(DirectoryError) -> Account {
        var change = AccountChange()
        edit(&change)
        return try await directory.update(account.target, change, by: actor)
    }

    /// Deletes one account as the operator does.
    func delete(_ account: Account) async throws(DirectoryError) {
        _ = try await directory.delete([account.target], by: .system)
    }

    /// The failure counter of an account.
    func failures(of account: Account) async throws(DirectoryError) -> FailureCounter? {
        try await store.read { storage throws(DirectoryError) in
            try storage.failureCounter(.account(account.id), block: nil)
        }
    }
}

extension DirectoryError {
    /// Whether the caller may not, for whatever reason.
    var isForbidden: Bool {
        if case .forbidden = self { return true }
        return false
    }
}
