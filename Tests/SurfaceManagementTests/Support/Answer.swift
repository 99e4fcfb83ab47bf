import RosterTestSupport
import Testing

/// What a request must be answered with; each in the envelope, with exactly the keys of its call in
/// the seed's order (contracts/management.md §3).
enum Answer: ScenarioAnswer {
    /// 200 and a user with all its keys.
    case user
    /// 200 and a page of users.
    case page
    /// 201 and the new user.
    case created
    /// 200 and the changed user.
    case updated
    /// 200 and null.
    case deleted
    /// 200, an access token and a refresh token.
    case login
    /// 200 and an access token.
    case refreshed
    /// 200 and null.
    case loggedOut
    /// A refusal of this status.
    case refused(Int)
    /// A refusal of one of these statuses, where the contract leaves the choice.
    case refusedByOne(of: [Int])
    /// 400 with `errors` that name these fields and no others.
    case invalid(Set<String>)
    /// 429 with `Retry-After`.
    case throttled

    private static let userKeys = [
        "id", "username", "email", "phone", "avatar", "status", "role", "created_at", "updated_at",
    ]
    private static let pageKeys = ["total", "page", "page_size", "items"]
    private static let itemKeys = ["id", "username", "email", "status", "created_at", "updated_at"]
        .map { "items[].\($0)" }
    private static let createdKeys = ["id", "username", "email", "status", "created_at"]
    private static let updatedKeys = ["id", "username", "email", "phone", "avatar", "updated_at"]
    private static let tokenKeys = ["access_token", "token_type", "expires_in"]

    /// What is wrong with `response`, nil if it is as it must be.
    func problem(with response: WireResponse) -> String? {
        if let wrong = Envelope.problem(of: response) { return wrong }
        return isMet(by: response) ? nil : "expected \(self), got \(response)"
    }

    private func isMet(by response: WireResponse) -> Bool {
        let (status, message, keys) = (response.status, response.message, response.dataKeys)
        switch self {
        case .user:
            return status == 200 && message == "success" && keys == Self.userKeys
        case .page:
            let items = response.items.isEmpty ? [] : Self.itemKeys
            return status == 200 && message == "success" && keys == Self.pageKeys + items
        case .created:
            return status == 201 && message == "用户创建成功" && keys == Self.createdKeys
        case .updated:
            return status == 200 && message == "用户更新成功" && keys == Self.updatedKeys
        case .deleted:
            return status == 200 && message == "用户删除成功" && response.hasNullData
        case .login:
            let refresh = response.text("refresh_token") ?? ""
            return isToken(response) && keys == Self.tokenKeys + ["refresh_token"]
                && !refresh.isEmpty
        case .refreshed:
            return isToken(response) && keys == Self.tokenKeys
        case .loggedOut:
            return status == 200 && response.hasNullData
        case .refused(let wanted):
            return status == wanted
        case .refusedByOne(let wanted):
            return wanted.contains(status)
        case .invalid(let fields):
            return status == 400 && response.failingFields == fields
        case .throttled:
            let seconds = response.header("Retry-After").flatMap { Int($0) } ?? 0
            return status == 429 && seconds > 0
        }
    }

    private func isToken(_ response: WireResponse) -> Bool {
        let access = response.text("access_token") ?? ""
        let seconds = response.data["expires_in"] as? Int ?? 0
        return response.status == 200 && !access.isEmpty && seconds > 0
            && response.text("token_type") == "Bearer"
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
