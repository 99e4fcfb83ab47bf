import RosterTestSupport

/// What a request must be answered with (contracts/tavern.md §3, §5, §7).
enum Answer: ScenarioAnswer {
    /// 200 and one card.
    case card
    /// 201 and one card.
    case created
    case list
    /// 200 and what was deleted.
    case deleted
    /// 200 and the results of a batch.
    case batch
    /// The envelope with this code; another status than the code's own where one is given.
    case error(ErrorCode, status: Int? = nil)
    /// 404 for a card that is not there, is deleted, or is somebody else's.
    case noCard
    /// 400 with an issue of this path, where the contract gives one, and code among its details.
    case issue(path: String?, code: String, message: String? = nil)
    /// The envelope with one of these statuses, where the contract leaves the code open.
    case refused(ClosedRange<Int>)

    /// What is wrong with `response`, nil if it is as it must be.
    func problem(with response: WireResponse) -> String? {
        if let wrong = Self.commonProblem(with: response) { return wrong }
        let (statuses, isRight) = judge(response)
        return statuses.contains(response.status) && isRight
            ? nil : "expected \(self), got \(response)"
    }

    /// The statuses allowed, and whether the body is right.
    private func judge(_ response: WireResponse) -> (ClosedRange<Int>, Bool) {
        switch self {
        case .card: return (200...200, response.isCard)
        case .created: return (201...201, response.isCard)
        case .list: return (200...200, response.isList)
        case .deleted: return (200...200, response.isDeletion)
        case .batch: return (200...200, response.data["results"] is [Any])
        case .error(let code, let status):
            let wanted = status ?? code.status
            return (wanted...wanted, response.isError(code.rawValue, message: code.message))
        case .noCard:
            return (
                404...404,
                response.isError(ErrorCode.notFound.rawValue, message: "User not found")
            )
        case .issue(let path, let code, let message):
            let isNamed = response.details.contains { issue in
                (path == nil || issue["path"] == path) && issue["code"] == code
                    && (message == nil || issue["message"] == message)
            }
            let kind = ErrorCode.validation
            return (400...400, isNamed && response.isError(kind.rawValue, message: kind.message))
        case .refused(let statuses):
            return (statuses, response.isError(nil))
        }
    }

    /// What holds for every answer of the surface.
    private static func commonProblem(with response: WireResponse) -> String? {
        if response.header("Content-Type") != "application/json; charset=utf-8" {
            return "Content-Type of \(response)"
        }
        if response.header("Set-Cookie") != nil { return "a cookie in \(response)" }
        if response.header("X-Request-ID") == nil { return "no X-Request-ID in \(response)" }
        return nil
    }
}
