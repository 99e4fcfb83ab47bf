import Foundation
import RosterTestSupport

/// What the tests read from answers.
extension WireResponse {
    /// The fields of the User object in their order (contracts/tavern.md §5).
    static let cardFields = [
        "id", "name", "status", "snapshot", "revision", "created_at", "updated_at",
    ]

    /// The value of `data` where it is an object.
    var data: [String: Any] { object["data"] as? [String: Any] ?? [:] }

    var id: String { data["id"] as? String ?? "" }

    var revision: Int? { data["revision"] as? Int }

    /// The value of `data` where it is a list.
    var cards: [[String: Any]] { object["data"] as? [[String: Any]] ?? [] }

    var names: [String] { cards.compactMap { $0["name"] as? String } }

    var ids: [String] { cards.compactMap { $0["id"] as? String } }

    /// The `meta` of a list.
    var meta: [String: Any] { object["meta"] as? [String: Any] ?? [:] }

    /// The `meta` of a batch.
    var batchMeta: [String: Any] { data["meta"] as? [String: Any] ?? [:] }

    /// The actions of a batch in their order.
    var actions: [String] {
        (data["results"] as? [[String: Any]] ?? []).compactMap { $0["action"] as? String }
    }

    /// The text of a snapshot as it came over the wire, of the first card in the body.
    var snapshotText: String {
        guard let start = body.range(of: #""snapshot":"#),
            let end = body.range(of: #","revision":"#)
        else { return "" }
        return String(body[start.upperBound..<end.lowerBound])
    }

    /// One card in its envelope, with exactly the contract's fields in their order and its ETag.
    var isCard: Bool {
        let paths = JSONPaths.of(body).filter { !$0.hasPrefix("data.snapshot.") }
        let fields: [String] = Self.cardFields.map { "data.\($0)" }
        return paths == ["data"] + fields && Self.isSound(data) && hasRevisionTag
    }

    /// A list in its envelope, with exactly the contract's fields in their order.
    var isList: Bool {
        guard object["data"] is [Any] else { return false }
        let paths = JSONPaths.of(body).filter { !$0.hasPrefix("data[].snapshot.") }
        let card: [String] = Self.cardFields.map { "data[].\($0)" }
        var expected: [String] = ["data"]
        for _ in cards { expected += card }
        expected += [
            "meta", "meta.total", "meta.limit", "meta.offset", "meta.has_more", "meta.sort_by",
            "meta.sort_order",
        ]
        return paths == expected && cards.allSatisfy { Self.isSound($0) }
    }

    /// The answer to a delete, with its ETag.
    var isDeletion: Bool {
        JSONPaths.of(body) == ["data", "data.id", "data.deleted", "data.revision"]
            && data["deleted"] as? Bool == true && hasRevisionTag
    }

    /// `ETag: "<revision>"` (contracts/tavern.md §0, "response extras").
    private var hasRevisionTag: Bool {
        guard let revision else { return false }
        return header("ETag") == "\"\(revision)\""
    }

    private static func isSound(_ card: [String: Any]) -> Bool {
        guard let id = card["id"] as? String, let name = card["name"] as? String,
            let snapshot = card["snapshot"] as? [String: Any],
            let status = card["status"] as? String, let revision = card["revision"] as? Int,
            let created = card["created_at"] as? Int, let updated = card["updated_at"] as? Int
        else { return false }
        return id.wholeMatch(of: /usr_[A-Za-z0-9_-]{21}/) != nil
            && snapshot["name"] as? String == name && !name.isEmpty
            && ["active", "disabled", "deleted"].contains(status) && revision >= 0
            && created > 1_600_000_000_000 && created <= updated
    }
}

/// The error envelope (contracts/tavern.md §3).
extension WireResponse {
    /// The issues of a `validation_error`; empty where one is not made of three texts.
    var details: [[String: String]] {
        let error = object["error"] as? [String: Any] ?? [:]
        return error["details"] as? [[String: String]] ?? []
    }

    var errorCode: String? { (object["error"] as? [String: Any])?["code"] as? String }

    /// Whether the body is the envelope and nothing more; with this code and text where given.
    /// Details go with `validation_error` alone.
    func isError(_ code: String?, message: String? = nil) -> Bool {
        guard Set(object.keys) == ["error"], let error = object["error"] as? [String: Any],
            let found = error["code"] as? String, let text = error["message"] as? String,
            !found.isEmpty, !text.isEmpty, code == nil || found == code,
            message == nil || text == message
        else { return false }
        guard found == ErrorCode.validation.rawValue else {
            return Set(error.keys) == ["code", "message"]
        }
        return Set(error.keys) == ["code", "message", "details"] && !details.isEmpty
            && details.allSatisfy { Set($0.keys) == ["path", "message", "code"] }
    }
}
