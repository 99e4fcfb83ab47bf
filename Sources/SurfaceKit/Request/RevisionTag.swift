package import HTTPTypes
package import RosterCore

/// The states of accounts and cards as entity tags (RFC 9110 §8.8.3, §13.1.1): to clients an opaque string.
package enum RevisionTag {
    /// The `ETag` of an account as it was read.
    package static func text(_ account: Account) -> String { text(account.version) }

    /// What `If-Match` asks for. Weak tags never match (strong comparison), and tags that we never
    /// gave out match no account.
    package static func condition(_ headers: HTTPFields) -> RevisionCondition {
        switch wanted(headers) {
        case nil: .none
        case .any: .any
        case .tags(let tags): .anyOf(tags.compactMap(version))
        }
    }

    /// The `ETag` of a card: its revision.
    package static func text(_ card: Card) -> String { "\"\(card.revision)\"" }

    /// Adds what `If-Match` asks of a card.
    package static func require(_ headers: HTTPFields, in condition: inout CardCondition) {
        guard case .tags(let tags) = wanted(headers) else { return }
        let revisions = tags.compactMap { tag -> Int64? in
            guard let revision = Int64(tag.dropFirst().dropLast()) else { return nil }
            return "\"\(revision)\"" == tag ? revision : nil
        }
        condition.require(anyOf: Set(revisions))
    }

    private enum Wanted {
        case any
        case tags([String])
    }

    /// Nil without the field. One that is empty - a client whose tag got lost - asks for a state
    /// that there never was: to take it for no condition would overwrite what it meant to protect.
    private static func wanted(_ headers: HTTPFields) -> Wanted? {
        guard headers.contains(.ifMatch) else { return nil }
        let tags = headers[values: .ifMatch]
            .flatMap { $0.split(separator: ",") }.map { String($0).trimmingWhiteSpace() }
        return tags.contains("*") ? .any : .tags(tags)
    }

    private static func text(_ version: AccountVersion) -> String {
        "\"\(version.id)-\(version.revision)\""
    }

    private static func version(_ tag: String) -> AccountVersion? {
        let numbers = tag.dropFirst().dropLast().split(separator: "-").compactMap { Int64($0) }
        guard numbers.count == 2 else { return nil }
        let version = AccountVersion(id: AccountID(numbers[0]), revision: numbers[1])
        // Only our own spelling: quotes on both sides, no leading zeros or signs.
        return text(version) == tag ? version : nil
    }
}
