import Foundation
import RosterTestSupport

/// What holds for every answer of the surface, whatever it says (contracts/management.md §1 and
/// "Decided").
enum Envelope {
    private static let keys = ["code", "message", "data", "timestamp"]

    /// What is wrong with the envelope of `response`, nil if it is as it must be.
    static func problem(of response: WireResponse) -> String? {
        let object = response.object
        let type = response.header("Content-Type") ?? ""
        let data = object["data"]
        let timestamp = /"timestamp"\s*:\s*[1-9][0-9]{12}\s*[,}]/
        let checks: [(String, Bool)] = [
            ("Content-Type", type.hasPrefix("application/json")),
            ("a cookie", response.header("Set-Cookie") == nil),
            ("X-Request-ID", response.header("X-Request-ID") != nil),
            ("the keys", response.envelopeKeys.filter { $0 != "errors" } == keys),
            ("code", object["code"] as? Int == response.status),
            ("message", isFit(response.message, status: response.status)),
            ("timestamp", response.body.contains(timestamp)),
            ("data", data is NSNull || (data is [String: Any] && response.status < 400)),
            ("errors", areFit(object["errors"], status: response.status)),
        ]
        return checks.first { !$0.1 }.map { "\($0.0) of \(response)" }
    }

    /// `success` for reads, else a Chinese sentence.
    private static func isFit(_ message: String, status: Int) -> Bool {
        if status < 400, message == "success" { return true }
        return message.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    }

    /// Of bad requests alone, and at least one then.
    private static func areFit(_ errors: Any?, status: Int) -> Bool {
        guard let errors else { return true }
        guard status == 400, let list = errors as? [[String: Any]], !list.isEmpty else {
            return false
        }
        return list.allSatisfy { entry in
            let texts = ["field", "message"].compactMap { entry[$0] as? String }
            return entry.count == 2 && texts.count == 2 && texts.allSatisfy { !$0.isEmpty }
        }
    }
}

/// The parts of an envelope.
extension WireResponse {
    /// The outermost keys in order.
    var envelopeKeys: [String] {
        JSONPaths.of(body).filter { !$0.contains(".") && !$0.contains("[") }
    }

    var message: String { object["message"] as? String ?? "" }

    /// Empty when it is null.
    var data: [String: Any] { object["data"] as? [String: Any] ?? [:] }

    var hasNullData: Bool { object["data"] is NSNull }

    /// Milliseconds.
    var timestamp: Int? { object["timestamp"] as? Int }

    /// The keys within `data` in order, those of list items once: `items[].id`.
    var dataKeys: [String] {
        var seen: Set<String> = []
        return JSONPaths.of(body).filter { $0.hasPrefix("data.") }
            .map { String($0.dropFirst("data.".count)) }.filter { seen.insert($0).inserted }
    }

    /// A text within `data`.
    func text(_ key: String) -> String? { data[key] as? String }

    /// Whether a key is within `data` and null.
    func isNull(_ key: String) -> Bool { data[key] is NSNull }

    /// The fields that `errors` names.
    var failingFields: Set<String> {
        let errors = object["errors"] as? [[String: Any]] ?? []
        return Set(errors.compactMap { $0["field"] as? String })
    }

    var items: [[String: Any]] { data["items"] as? [[String: Any]] ?? [] }

    /// The user names of a list, in order.
    var usernames: [String] { items.compactMap { $0["username"] as? String } }

    /// How many match, whatever the page.
    var total: Int? { data["total"] as? Int }

    var page: Int? { data["page"] as? Int }

    var pageSize: Int? { data["page_size"] as? Int }

    /// The path of the user that `data` shows.
    var path: String { "/v1/users/\(text("id") ?? "")" }
}
