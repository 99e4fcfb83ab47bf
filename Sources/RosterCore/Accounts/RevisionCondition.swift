/// One state of one account: what an entity tag stands for. The number belongs to it, because a
/// name can be freed and taken by another account of the same revision.
package struct AccountVersion: Hashable, Sendable {
    package let id: AccountID
    package let revision: Int64

    package init(id: AccountID, revision: Int64) {
        self.id = id
        self.revision = revision
    }
}

extension Account {
    /// The state that this value was read in.
    package var version: AccountVersion { AccountVersion(id: id, revision: revision) }
}

/// Whether a change insists on the state that the caller read.
package enum RevisionCondition: Sendable, Equatable {
    case none
    /// Any existing state, `If-Match: *`.
    case any
    /// One of these; none at all when the caller named only tags that we never gave out.
    case anyOf([AccountVersion])

    /// - Throws: ``DirectoryError/revisionMismatch``.
    func check(_ account: Account) throws(DirectoryError) {
        switch self {
        case .none, .any: return
        case .anyOf(let wanted):
            guard wanted.contains(account.version) else { throw .revisionMismatch }
        }
    }
}
