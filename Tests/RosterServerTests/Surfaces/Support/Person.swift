import Foundation
import RosterCore
import RosterTestSupport
import Testing

/// How an account must look on every surface that shows it.
struct Person: Sendable {
    var name: String
    var displayName: String
    var email: String?
    var isActive = true

    /// One line for each surface, as ``AllSurfaces/sight(of:)`` has them.
    /// - Parameters:
    ///   - iam: IAM's `metadata.id`.
    ///   - management: What follows `user_` in Management's id.
    func lines(
        iam: String, management: String, guid: String, thinkSNS: String
    ) -> [String] {
        let iamLine =
            isActive
            ? "IAM \(iam) \(name) (\(displayName)) \(email ?? "") 1" : "IAM 404 110001"
        return [
            iamLine,
            "Management user_\(management) \(name) \(email ?? "null") "
                + (isActive ? "active" : "inactive"),
            "BitAnswer \(guid) \(name) (\(displayName)) \(isActive ? 0 : 1)",
            "ThinkSNS \(thinkSNS) \(name) \(isActive ? "active" : "ended")",
        ]
    }

    /// As ``lines(iam:management:guid:thinkSNS:)``, of an account that no surface knows by an imported id.
    func lines(of account: Account) -> [String] {
        lines(
            iam: "\(account.id)", management: "\(account.id)", guid: account.guid,
            thinkSNS: "\(account.id)")
    }

    /// The lines of a name that nobody has.
    static let nobody = [
        "IAM 404 110001", "Management has none", "BitAnswer 200 1004", "ThinkSNS 404",
    ]
}

extension AllSurfaces {
    /// What IAM, Management, BitAnswer and ThinkSNS show of the account called `name`, a line each:
    /// ids, name, display name, e-mail and status, as far as the surface tells them.
    func sight(of name: String) async throws -> [String] {
        let iam = try await iam("GET", "/v1/users/\(name)")
        let bitAnswer = try await bitAnswer("GET", "/users/user/\(name)")
        let thinkSNS = try await thinkSNS("GET", "/users/\(name)")
        return [
            Self.iamLine(iam), try await managementLine(name), Self.bitAnswerLine(bitAnswer),
            Self.thinkSNSLine(thinkSNS),
        ]
    }

    /// Expects that all surfaces show the account as it must look, and as one.
    func expect(
        _ person: Person, _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let account = try await account(person.name)
        let seen = try await sight(of: person.name)
        #expect(seen == person.lines(of: account), "\(what)", sourceLocation: sourceLocation)
    }

    private static func iamLine(_ answer: WireResponse) -> String {
        guard answer.status == 200 else { return "IAM \(answer.status) \(text(answer.code))" }
        let user = answer.object
        let metadata = user["metadata"] as? [String: Any] ?? [:]
        return "IAM \(text(metadata["id"])) \(text(metadata["name"])) (\(text(user["nickname"]))) "
            + "\(text(user["email"])) \(text(user["status"]))"
    }

    /// By the list, which alone knows names, and then by the id.
    private func managementLine(_ name: String) async throws -> String {
        let list = try await main("GET", "/v1/users?page_size=100&keyword=\(name)")
        let found = list.items.filter { $0["username"] as? String == name }
        guard found.count == 1, let id = found[0]["id"] as? String else {
            return found.isEmpty ? "Management has none" : "Management has \(found.count)"
        }
        let user = try await main("GET", "/v1/users/\(id)").data
        return "Management \(Self.text(user["id"])) \(Self.text(user["username"])) "
            + "\(Self.text(user["email"])) \(Self.text(user["status"]))"
    }

    private static func bitAnswerLine(_ answer: WireResponse) -> String {
        guard answer.status == 200, answer.outcome == 0, let user = answer.items.first else {
            return "BitAnswer \(answer.status) \(text(answer.outcome))"
        }
        return "BitAnswer \(text(user["guid"])) \(text(user["name"])) "
            + "(\(text(user["nickName"]))) \(text(user["status"]))"
    }

    private static func thinkSNSLine(_ answer: WireResponse) -> String {
        guard answer.status == 200 else { return "ThinkSNS \(answer.status)" }
        let user = answer.object
        return "ThinkSNS \(text(user["id"])) \(text(user["name"])) "
            + (user["deleted_at"] is NSNull ? "active" : "ended")
    }

    private static func text(_ value: Any?) -> String {
        guard let value else { return "missing" }
        return value is NSNull ? "null" : "\(value)"
    }
}
