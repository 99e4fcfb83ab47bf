import RosterTestSupport
import Testing

/// What a request must be answered with (contracts/thinksns.md).
enum Answer: ScenarioAnswer {
    /// 200 and the caller itself, with all that is its own.
    case own
    /// 200 and somebody, as others see them.
    case user
    /// 200 and a list of users.
    case users
    /// 200 and a list of people who were found.
    case found
    /// 200 and a list of people who were searched for.
    case searched
    /// 200 with this body, byte for byte.
    case exactly(String)
    /// 204 without a body.
    case done
    /// 202: a code is on its way, if there is somebody to get it.
    case sent
    /// 200 and an access token.
    case login
    /// 201 and an access token, under the names that registration has for it.
    case registered
    /// 200: logged out.
    case loggedOut
    /// 201 and where to upload to.
    case announced
    /// A refusal of this status in this shape.
    case refused(Int, ErrorShape)
    /// A refusal of this status in any shape, where the contract leaves the choice.
    case refusedSomehow(Int)
    /// 422 in shape C about this field.
    case taken(String)
    /// 422 in shape D that names these fields and no others.
    case invalid(Set<String>)
    /// 429 in shape A with `Retry-After`.
    case throttled
    /// 401 with the one text that it has.
    case unauthenticated
    /// 404 with the one text that a missing record has.
    case missing
    /// 404 of a path that is no route.
    case noRoute
    /// 405 with exactly these methods in `Allow`; HEAD goes where GET goes.
    case noMethod(allowed: Set<String>)

    func problem(with response: WireResponse) -> String? {
        let hasRightType =
            response.status == 204
            || (response.header("Content-Type") ?? "").hasPrefix("application/json")
        return hasRightType && isMet(by: response) ? nil : "expected \(self), got \(response)"
    }

    private func isMet(by response: WireResponse) -> Bool {
        let (status, body, shape) = (response.status, response.body, ErrorShape.of(response))
        switch self {
        case .own: return status == 200 && UserKeys.own.problem(with: response.keys) == nil
        case .user: return status == 200 && UserKeys.other.problem(with: response.keys) == nil
        case .users: return status == 200 && Self.isList(response, of: .listed)
        case .found: return status == 200 && Self.isList(response, of: .found)
        case .searched: return status == 200 && Self.isList(response, of: .searched)
        case .exactly(let text): return status == 200 && body == text
        case .done: return status == 204 && body.isEmpty
        case .sent: return status == 202 && body == #"{"message":["获取成功"]}"#
        case .login: return status == 200 && Self.isLogin(response)
        case .registered: return status == 201 && Self.isRegistration(response)
        case .loggedOut: return status == 200 && body == #"{"message":"退出成功"}"#
        case .announced: return status == 201 && Self.isAnnouncement(response)
        case .refused(let wanted, let wantedShape):
            return status == wanted && shape == wantedShape
                && (wantedShape != .a || ErrorShape.isText(response.object["message"]))
        case .refusedSomehow(let wanted): return status == wanted && shape != nil
        case .taken(let field): return status == 422 && shape == .c && response.keys == [field]
        case .invalid(let fields):
            return status == 422 && shape == .d && Set(response.errors.keys) == fields
        case .throttled:
            let seconds = response.header("Retry-After").flatMap { Int($0) } ?? 0
            return status == 429 && seconds > 0 && shape == .a
        case .unauthenticated:
            return status == 401 && body == #"{"message":"Unauthenticated."}"#
        case .missing: return status == 404 && body == #"{"message":"内容不存在"}"#
        case .noRoute: return status == 404 && body == #"{"message":""}"#
        case .noMethod(let allowed):
            let words = (response.header("Allow") ?? "").split(separator: ",")
                .map { String($0.trimmingPrefix(" ")) }
            let head: Set<String> = allowed.contains("GET") ? ["HEAD"] : []
            return status == 405 && body == #"{"message":""}"#
                && Set(words).union(head) == allowed.union(head)
        }
    }

    private static func isList(_ response: WireResponse, of keys: UserKeys) -> Bool {
        response.body == "[]" || keys.problem(with: response.itemKeys) == nil
    }

    private static func isLogin(_ response: WireResponse) -> Bool {
        Set(response.keys) == ["access_token", "token_type", "expires_in", "refresh_ttl"]
            && response.text("access_token")?.isEmpty == false
            && response.text("token_type") == "Bearer"
            && response.number("expires_in") ?? 0 > 0 && response.number("refresh_ttl") ?? 0 > 0
    }

    private static func isRegistration(_ response: WireResponse) -> Bool {
        Set(response.keys) == ["token", "ttl", "refresh_ttl"]
            && response.text("token")?.isEmpty == false
            && response.number("ttl") ?? 0 > 0 && response.number("refresh_ttl") ?? 0 > 0
    }

    private static func isAnnouncement(_ response: WireResponse) -> Bool {
        let headers = response.object["headers"] as? [String: String] ?? [:]
        let names: Set = [
            "Authorization", "x-plus-storage-hash", "x-plus-storage-size",
            "x-plus-storage-mime-type",
        ]
        return response.keys == ["uri", "method", "headers", "form", "file_key", "node"]
            && response.text("method") == "PUT" && Set(headers.keys) == names
            && headers["Authorization"]?.hasPrefix("Bearer ") == true
            && response.isNull("form") && response.isNull("file_key")
            && response.text("node")?.hasPrefix("public:") == true
    }
}

/// Expects an answer outside of a table.
func check(
    _ response: WireResponse, is answer: Answer, _ name: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let problem = answer.problem(with: response)
    #expect(problem == nil, "\(name): \(problem ?? "")", sourceLocation: sourceLocation)
}
