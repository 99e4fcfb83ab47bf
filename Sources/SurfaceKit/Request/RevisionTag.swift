package import HTTPTypes
package import RosterCore

/// Revisions as entity tags (RFC 9110 §8.8.3, §13.1.1): outside, a revision is an opaque string.
package enum RevisionTag {
    /// The `ETag` of a revision.
    package static func text(_ revision: Int64) -> String { "\"\(revision)\"" }

    /// What `If-Match` asks for. Weak tags never match (strong comparison), and tags that we never
    /// gave out match no revision.
    package static func condition(_ headers: HTTPFields) -> RevisionCondition {
        let tags = headers[values: .ifMatch]
            .flatMap { $0.split(separator: ",") }
            .map { $0.trimmingPrefix(while: \.isWhitespace) }
            .map { text in
                var text = text
                while text.last?.isWhitespace == true { text.removeLast() }
                return String(text)
            }
        if tags.isEmpty { return .none }
        if tags.contains("*") { return .any }
        let revisions = tags.compactMap(revision)
        // Several tags mean "any of these"; a client of ours has read one.
        return tags.count == 1 && revisions.count == 1 ? .exactly(revisions[0]) : .anyOf(revisions)
    }

    private static func revision(_ tag: String) -> Int64? {
        guard tag.count > 2, tag.first == "\"", tag.last == "\"" else { return nil }
        let digits = tag.dropFirst().dropLast()
        guard let number = Int64(digits), text(number) == tag else { return nil }
        return number
    }
}
