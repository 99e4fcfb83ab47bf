/// For whom work that looks at many rows is done. Such work waits in a queue of its kind of caller,
/// so that many anonymous searches do not keep a known caller waiting (THREATS 33).
package struct ScanCaller: Sendable, Equatable {
    /// By what a caller has shown of itself.
    package enum Kind: Int, Sendable, CaseIterable {
        case anonymous, user, administrator, key
    }

    package let kind: Kind
    /// ``RequestOrigin/addressBlock``: callers of one kind take turns by it.
    package let addressBlock: String?

    package init(_ kind: Kind, addressBlock: String?) {
        self.kind = kind
        self.addressBlock = addressBlock
    }

    package init(_ actor: Actor) {
        let kind: Kind =
            switch actor.principal.credential {
            case .none: .anonymous
            case .apiKey: .key
            case .local: .user
            case .operator: .administrator
            case .session, .password: actor.principal.isAdministrator ? .administrator : .user
            }
        self.init(kind, addressBlock: actor.origin.addressBlock)
    }

    /// The operator at the command line, or the directory itself.
    package static let `operator` = ScanCaller(Actor.system)

    /// The caller of the request that the task serves: a verb of the directory cannot forget to
    /// hand it on.
    @TaskLocal package static var current = ScanCaller.operator
}
