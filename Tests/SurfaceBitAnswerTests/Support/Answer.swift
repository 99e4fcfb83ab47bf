import RosterTestSupport

/// The numbers of the envelope that a request can bring about (contracts/bitanswer.md §0).
enum Outcome: Int, Sendable {
    case invalid = 1001
    case badKey = 1002
    case notFound = 1004
    case conflict = 1005
    case tooMany = 1006
    case unknownRoute = 1009

    /// 200 for all that a handler decides.
    var httpStatus: Int {
        switch self {
        case .invalid, .notFound, .conflict, .tooMany: 200
        case .badKey: 401
        case .unknownRoute: 404
        }
    }
}

/// What a request must be answered with.
enum Answer: ScenarioAnswer {
    /// Success, whatever the items.
    case ok
    /// Success with full records of these accounts in this order, and the total where it is more.
    case records([String], total: Int? = nil)
    /// Success with these items in this order, byte for byte.
    case echo([String])
    /// Nothing done. `msg` names one of these: account, field or index.
    case refused(Outcome, http: Int? = nil, naming: [String] = [])

    /// What is wrong with `response`, nil if it is as it must be.
    func problem(with response: WireResponse) -> String? {
        if let wrong = Self.commonProblem(with: response) { return wrong }
        let isRight =
            switch self {
            case .ok: response.isSuccess
            case .records(let names, let total):
                response.isSuccess && response.names == names
                    && response.total == (total ?? names.count)
                    && response.items.allSatisfy(Record.isWhole)
            case .echo(let items):
                response.isSuccess && response.total == items.count
                    && response.body.contains("\"items\":" + Body.array(items))
            case .refused(let outcome, let http, let words):
                response.status == (http ?? outcome.httpStatus)
                    && response.isRefusal(outcome) && response.tells(words)
            }
        return isRight ? nil : "expected \(self), got \(response)"
    }

    /// What holds for every answer of the surface.
    private static func commonProblem(with response: WireResponse) -> String? {
        if response.header("Content-Type")?.hasPrefix("application/json") != true {
            return "Content-Type of \(response)"
        }
        if response.header("Set-Cookie") != nil { return "a cookie in \(response)" }
        if response.header("X-Request-ID") == nil { return "no X-Request-ID in \(response)" }
        return nil
    }
}

/// The user record (contracts/bitanswer.md §5).
enum Record {
    /// All five keys and no other, each in its form.
    static func isWhole(_ item: [String: Any]) -> Bool {
        item.hasOnly(["nickName", "name", "guid", "regDate", "status"])
            && item["nickName"] is String && item["name"] is String && isFormed(item)
    }

    /// `guid`, `regDate` and `status` have their forms.
    static func isFormed(_ item: [String: Any]) -> Bool {
        guard let guid = item["guid"] as? String, let date = item["regDate"] as? String,
            let status = item["status"] as? Int
        else { return false }
        return guid.wholeMatch(of: /[0-9a-f]{24}/) != nil
            && date.wholeMatch(of: /\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/) != nil
            && (0...2).contains(status)
    }
}
