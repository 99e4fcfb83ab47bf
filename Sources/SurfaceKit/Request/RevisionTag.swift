import HTTPTypes
package import RosterCore

/// The states of accounts and cards as entity tags (RFC 9110 §8.8.3, §13.1.1): to clients an opaque string.
package enum RevisionTag {
    /// The `ETag` of an account as it was read.
    package static func text(_ account: Account) -> String { text(account.version) }

    /// What `If-Match` asks for. Our tags name revisions, not bytes, so a tag that a compressing
    /// proxy has made weak or marked with its coding is still that revision's. Tags that we never
    /// gave out match no account; nor does an empty field - a client whose tag got lost: to take it
    /// for no condition would overwrite what it meant to protect.
    package static func condition(_ headers: RequestHeaders) -> RevisionCondition {
        switch EntityTagCondition(headers[values: .ifMatch]) {
        case .absent: .none
        case .any: .any
        case .anyOf(let tags): .anyOf(tags.compactMap { version($0.withoutCoding) })
        }
    }

    /// The `ETag` of a card: its revision.
    package static func text(_ card: Card) -> String { "\"\(card.revision)\"" }

    /// Adds what `If-Match` asks of a card.
    package static func require(_ headers: RequestHeaders, in condition: inout CardCondition) {
        guard case .anyOf(let tags) = EntityTagCondition(headers[values: .ifMatch]) else { return }
        let revisions = tags.map(\.withoutCoding).compactMap { tag -> Int64? in
            guard let revision = Int64(tag), String(revision) == tag else { return nil }
            return revision
        }
        condition.require(anyOf: Set(revisions))
    }

    private static func text(_ version: AccountVersion) -> String { "\"\(opaque(version))\"" }

    private static func opaque(_ version: AccountVersion) -> String {
        "\(version.id)-\(version.revision)"
    }

    private static func version(_ tag: String) -> AccountVersion? {
        let numbers = tag.utf8.split(separator: UInt8(ascii: "-"))
            .compactMap { Int64(String($0) ?? "") }
        guard numbers.count == 2 else { return nil }
        let version = AccountVersion(id: AccountID(numbers[0]), revision: numbers[1])
        // Only our own spelling: no leading zeros or signs.
        return opaque(version) == tag ? version : nil
    }
}
