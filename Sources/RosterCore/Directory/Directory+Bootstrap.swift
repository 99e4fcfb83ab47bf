extension Directory {
    /// What the first start did about an administrator.
    package enum BootstrapOutcome: Sendable, Equatable {
        /// There was an active administrator already, the first of them this one; name and password
        /// of the settings are ignored.
        case present(AccountName)
        /// Made with the password of the settings.
        case created(AccountName)
        /// Made with a password that nobody has seen yet: show it once.
        case createdWithPassword(AccountName, String)
    }

    /// Makes the first administrator when the directory has none.
    /// - Throws: ``DirectoryError/invalid(_:)`` when the settings' name or password is unfit.
    package func bootstrap(
        name: String, password: String?
    ) async throws(DirectoryError) -> BootstrapOutcome {
        let present = try await store.read { storage throws(DirectoryError) in
            try storage.firstActiveAdministrator()
        }
        if let present { return .present(present.name) }
        let parsed: AccountName
        do throws(InvalidField) {
            parsed = try AccountName(parsing: name)
        } catch {
            throw .invalid([error])
        }
        let generated = makePassword()
        var draft = AccountDraft(name: parsed)
        draft.role = .admin
        draft.password = password ?? generated
        _ = try await create(draft, by: .system)
        return password == nil ? .createdWithPassword(parsed, generated) : .created(parsed)
    }

    /// A password for somebody who gave none: letters and digits that cannot be mistaken for each
    /// other, about 116 bits.
    package func makePassword() -> String {
        environment.randomText(
            of: "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", count: 20)
    }
}
