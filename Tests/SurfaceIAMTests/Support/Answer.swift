import Foundation
import RosterTestSupport

/// What a request must be answered with.
enum Answer: ScenarioAnswer {
    /// 200 and the literal `null`.
    case null
    /// 200 and a user.
    case user
    /// 200 and a list of users.
    case list
    /// 200 and a token.
    case token
    /// 200, whatever the body.
    case ok
    /// The first error shape, byte for byte; another status than the code's own where one is given.
    case code(ErrorCode, status: Int? = nil)
    /// The second error shape with `WWW-Authenticate`; the text too where one is given.
    case unauthorized(String? = nil)
    /// Throttled: 429 in the second shape, with `Retry-After`.
    case throttled

    /// What is wrong with `response`, nil if it is as it must be.
    func problem(with response: WireResponse) -> String? {
        if let wrong = Self.commonProblem(with: response) { return wrong }
        switch self {
        case .null: return check(response, 200, response.body == "null")
        case .user: return check(response, 200, response.object["metadata"] is [String: Any])
        case .list: return check(response, 200, response.object["items"] is [Any])
        case .token:
            return check(
                response, 200, JSONPaths.of(response.body) == ["expire", "token"])
        case .ok: return check(response, 200, true)
        case .code(let code, let status):
            return check(response, status ?? code.status, response.body == code.body)
        case .unauthorized(let text):
            let isShaped =
                text.map { response.body == #"{"message":"\#($0)"}"# }
                ?? response.isMessage
            return check(
                response, 401,
                isShaped && response.headers("WWW-Authenticate").contains("JWT realm=Roster"))
        case .throttled:
            let seconds = response.header("Retry-After").flatMap { Int($0) } ?? 0
            return check(response, 429, response.isMessage && seconds > 0)
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

    private func check(_ response: WireResponse, _ status: Int, _ isRight: Bool) -> String? {
        response.status == status && isRight ? nil : "expected \(self), got \(response)"
    }
}

extension WireResponse {
    /// Whether the body is `{"message":"<some text>"}` and nothing more.
    var isMessage: Bool {
        guard let text = object["message"] as? String else { return false }
        return JSONPaths.of(body) == ["message"] && !text.isEmpty
    }

    /// The user names of a list, in order.
    var names: [String] {
        (object["items"] as? [[String: Any]] ?? []).compactMap {
            ($0["metadata"] as? [String: Any])?["name"] as? String
        }
    }

    var totalCount: Int? { object["totalCount"] as? Int }

    var metadata: [String: Any] { object["metadata"] as? [String: Any] ?? [:] }
}
