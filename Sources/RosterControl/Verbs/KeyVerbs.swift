import RosterCore

/// `key create`
package struct KeyCreateVerb: ControlVerb {
    package static let name = "key.create"

    /// What the key is for.
    package let keyName: String
    package var account: String?
    package var role: String?
    /// Nil for all surfaces.
    package var surfaces: [String]?

    package init(keyName: String) { self.keyName = keyName }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> KeyView {
        var owner: Directory.Target?
        if let account { owner = try await desk.target(account) }
        let role = try role.map(Parsed.role)
        if let surfaces, surfaces.isEmpty {
            throw ControlFailure(.usage, "a key for no surface opens nothing")
        }
        let scopes = surfaces?.map { SurfaceName($0) }
        let made = try await desk.ask { [owner] directory throws(DirectoryError) in
            try await directory.createKey(
                name: keyName, owner: owner, role: role, scopes: scopes, by: ControlDesk.actor)
        }
        var view = KeyView(made.key)
        view.secret = made.secret
        return view
    }
}

/// `key list`
package struct KeyListVerb: ControlVerb {
    package static let name = "key.list"

    package init() {}

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> [KeyView] {
        try await desk.ask { directory throws(DirectoryError) in
            try await directory.keys(by: .operator)
        }.map(KeyView.init)
    }
}

/// `key revoke`
package struct KeyRevokeVerb: ControlVerb {
    package static let name = "key.revoke"

    /// A key's number, else its name if no other key has that.
    package let key: String

    package init(key: String) { self.key = key }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> KeyView {
        let keys = try await desk.ask { directory throws(DirectoryError) in
            try await directory.keys(by: .operator)
        }
        let key = try found(among: keys)
        try await desk.ask { directory throws(DirectoryError) in
            try await directory.revokeKey(key.id, by: ControlDesk.actor)
        }
        return KeyView(key)
    }

    private func found(among keys: [APIKey]) throws(ControlFailure) -> APIKey {
        if let number = Int64(key), let found = keys.first(where: { $0.id.rawValue == number }) {
            return found
        }
        let named = keys.filter { $0.name == key }
        guard named.count < 2 else {
            let numbers = named.map { "\($0.id.rawValue)" }.joined(separator: ", ")
            throw ControlFailure(
                .refused, "several keys are called \(key); name one by its number: \(numbers)")
        }
        guard let found = named.first else {
            throw ControlFailure(.unknown, "there is no key \(key); see `roster key list`")
        }
        return found
    }
}
