package import HTTPTypes
package import RosterCore

/// The states of accounts as entity tags (RFC 9110 §8.8.3, §13.1.1): to clients an opaque string.
package enum RevisionTag {
    /// The `ETag` of an account as it was read.
    package static func text(_ account: Account) -> String { text(account.version) }

    /// What `If-Match` asks for. Weak tags never match (strong comparison), and tags that we never
    /// gave out match no account.
    package static func condition(_ headers: HTTPFields) -> RevisionCondition {
        let tags = headers[values: .ifMatch]
            .flatMap { $0.split(separator: ",") }
            .map { String($0.trimmingPrefix { $0.isWhitespace }.trimmingSuffix()) }
        if tags.isEmpty { return .none }
        if tags.contains("*") { return .any }
        return .anyOf(tags.compactMap(version))
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

extension Substring {
    fileprivate func trimmingSuffix() -> Substring {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
