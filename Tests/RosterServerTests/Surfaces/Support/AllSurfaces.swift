import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport

/// A server with all its surfaces on, Tavern asking everybody for a credential, and the ways to
/// call each surface.
struct AllSurfaces: Sendable {
    let server: ServerFixture
    /// The bootstrap administrator's access token.
    let admin: String
    /// The setting `bitanswer.key`: role admin, scoped to BitAnswer.
    static let key = "licence-server-0123456789abcdef"
    /// The password of everybody whom a test makes with one.
    static let password = "Foo@2020"

    static func run(
        _ change: (inout RosterSettings.Settings) -> Void = { _ in }, clock: TestClock? = nil,
        _ body: @Sendable (AllSurfaces) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            try await run(in: folder, change, clock: clock, body)
        }
    }

    /// As ``run(_:clock:_:)``, over a data folder that outlives the server.
    static func run(
        in folder: String, _ change: (inout RosterSettings.Settings) -> Void = { _ in },
        clock: TestClock? = nil, _ body: @Sendable (AllSurfaces) async throws -> Void
    ) async throws {
        try await ServerFixture.run(
            in: folder,
            change: { settings in
                settings.bitanswerKey = key
                settings.tavernAuth = .required
                change(&settings)
            }, adjusting: { $0.running(on: clock) }
        ) { server in
            try await body(AllSurfaces(server: server, admin: try await server.adminToken()))
        }
    }

    /// The directory below, for what no call can do.
    var directory: Directory { server.server.open.directory }

    /// A call of IAM; by the administrator unless somebody else is named.
    func iam(
        _ method: String, _ path: String, by caller: Credential? = nil, body: String? = nil
    ) async throws -> WireResponse {
        try await send(server.iam, method, path, caller ?? .bearer(admin), body)
    }

    /// A call of the main listener by its whole path, for Management and Tavern; by the
    /// administrator unless somebody else is named.
    func main(
        _ method: String, _ path: String, by caller: Credential? = nil, body: String? = nil
    ) async throws -> WireResponse {
        try await send(server.main, method, path, caller ?? .bearer(admin), body)
    }

    /// A call of BitAnswer by what follows its prefix; by the configured key unless another
    /// credential is given.
    func bitAnswer(
        _ method: String, _ path: String, by caller: Credential = .bitkey(AllSurfaces.key),
        body: String? = nil
    ) async throws -> WireResponse {
        try await send(server.main, method, "/bitanswer/api" + path, caller, body)
    }

    /// A call of ThinkSNS by what follows its prefix; by the administrator unless somebody else is
    /// named.
    func thinkSNS(
        _ method: String, _ path: String, by caller: Credential? = nil, body: String? = nil
    ) async throws -> WireResponse {
        try await send(server.main, method, "/api/v2" + path, caller ?? .bearer(admin), body)
    }

    private func send(
        _ client: WireClient, _ method: String, _ path: String, _ caller: Credential,
        _ body: String?
    ) async throws -> WireResponse {
        let type = body == nil ? [] : [("Content-Type", "application/json")]
        return try await client.send(method, path, headers: caller.headers + type, body: body)
    }
}

/// What a request shows of its sender.
enum Credential: Sendable {
    case nobody
    /// An access token, or an API key in its place.
    case bearer(String)
    /// An API key as Tavern takes it.
    case apiKey(String)
    /// An API key as BitAnswer takes it.
    case bitkey(String)

    var headers: [(String, String)] {
        switch self {
        case .nobody: []
        case .bearer(let token): [("Authorization", "Bearer \(token)")]
        case .apiKey(let secret): [("X-API-Key", secret)]
        case .bitkey(let secret): [("bitkey", secret)]
        }
    }
}

/// The parts of answers that several surfaces have in common.
extension WireResponse {
    /// `data` where it is an object: Management, BitAnswer, a card of Tavern.
    var data: [String: Any] { object["data"] as? [String: Any] ?? [:] }

    /// `data.items`: the lists of Management and of BitAnswer.
    var items: [[String: Any]] { data["items"] as? [[String: Any]] ?? [] }

    /// The body where it is an array of objects: the lists of ThinkSNS.
    var list: [[String: Any]] { (try? json()) as? [[String: Any]] ?? [] }

    /// The number in BitAnswer's envelope.
    var outcome: Int? { object["status"] as? Int }

    /// The number in an answer of IAM's first error shape.
    var code: Int? { object["code"] as? Int }

    /// The word in Tavern's error envelope.
    var errorCode: String? { (object["error"] as? [String: Any])?["code"] as? String }
}
