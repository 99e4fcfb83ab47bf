import Foundation
import RosterTestSupport

/// The parts of answers.
extension WireResponse {
    var list: [[String: Any]] { (try? json()) as? [[String: Any]] ?? [] }

    /// The ids of a list, in order.
    var ids: [Int] { list.compactMap { $0["id"] as? Int } }

    /// The user names of a list, in order.
    var names: [String] { list.compactMap { $0["name"] as? String } }

    func text(_ key: String) -> String? { object[key] as? String }

    func number(_ key: String) -> Int? { object[key] as? Int }

    func flag(_ key: String) -> Bool? { object[key] as? Bool }

    func isNull(_ key: String) -> Bool { object[key] is NSNull }

    /// A member that is an object; empty when it is none.
    func part(_ key: String) -> [String: Any] { object[key] as? [String: Any] ?? [:] }

    /// A counter within `extra`.
    func counter(_ key: String) -> Int? { part("extra")[key] as? Int }

    /// The outermost keys in order.
    var keys: [String] { JSONPaths.of(body).filter { !$0.contains(".") && !$0.contains("[") } }

    /// The keys of the items of a list, in order and once.
    var itemKeys: [String] {
        var seen: Set<String> = []
        return JSONPaths.of(body).filter { $0.hasPrefix("[].") }
            .map { String($0.dropFirst("[].".count)) }
            .filter { !$0.contains(".") && seen.insert($0).inserted }
    }

    /// The fields that shape D names, each with its texts.
    var errors: [String: [String]] { object["errors"] as? [String: [String]] ?? [:] }
}
