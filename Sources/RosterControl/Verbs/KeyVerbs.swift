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

    package let key: Int64

    package init(key: Int64) { self.key = key }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> Nothing {
        try await desk.ask { directory throws(DirectoryError) in
            try await directory.revokeKey(APIKeyID(key), by: ControlDesk.actor)
        }
        return Nothing()
    }
}
