import RosterTestSupport

/// The envelope of every answer (contracts/bitanswer.md §2).
extension WireResponse {
    /// The number in `status`; not the HTTP status.
    var outcome: Int? { object["status"] as? Int }

    var message: String { object["msg"] as? String ?? "" }

    var items: [[String: Any]] { data["items"] as? [[String: Any]] ?? [] }

    /// The account names of the items, in order.
    var names: [String] { items.compactMap { $0["name"] as? String } }

    var total: Int? { data["total"] as? Int }

    /// A field of the first item as text; numbers in digits.
    func field(_ name: String) -> String? { items.first?[name].map { "\($0)" } }

    /// 200 and `{"status":0,"data":{"total":…,"items":[…]}}` with no key more.
    var isSuccess: Bool {
        guard status == 200, outcome == 0, total != nil, data["items"] is [Any] else {
            return false
        }
        return object.hasOnly(["status", "data"]) && data.hasOnly(["total", "items"])
    }

    /// `{"status":<number>,"msg":"<some text>"}` with no key more.
    func isRefusal(_ expected: Outcome) -> Bool {
        outcome == expected.rawValue && object.hasOnly(["status", "msg"]) && !message.isEmpty
    }

    /// Whether `msg` holds one of these words; words that are numbers must stand by themselves.
    func tells(_ words: [String]) -> Bool {
        let numbers = message.split { !$0.isNumber }.map(String.init)
        return words.isEmpty
            || words.contains {
                Int($0) == nil ? message.contains($0) : numbers.contains($0)
            }
    }

    private var data: [String: Any] { object["data"] as? [String: Any] ?? [:] }
}

extension [String: Any] {
    /// Whether the object has these keys and no other.
    func hasOnly(_ expected: Set<String>) -> Bool { Set(keys) == expected }
}
