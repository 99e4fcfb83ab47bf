package import CoreMetrics
import HTTPTypes
package import Logging
package import RosterCore

/// What all surfaces of a process share at the edge.
package struct DispatchContext: Sendable {
    let metrics: any MetricsFactory
    let logger: Logger
    let buckets: AddressBuckets
    /// Of searches by anonymous callers.
    let searches: AddressBuckets
    /// Of changes by users, by account.
    let changes: KeyedBuckets<AccountID>
    let trustedProxies: [AddressBlock]
    let corsOrigins: Set<String>
    let answers: any AnswerKeeping
    let heads: HeadBudget
    let bodies: BodyBudget
    let pages = ByteBudget(
        bytesMax: Bounds.pageBudgetBytes, blockBytesMax: Bounds.pageBudgetBytes)
    let unread: AnswerBudget
    /// A monotonic clock, in nanoseconds.
    let nanoseconds: @Sendable () -> Int64
    /// The wall clock, in milliseconds since 1970.
    let milliseconds: @Sendable () -> Int64
    let makeRequestID: @Sendable () -> String
    let unowned: RouteTimers

    package init(
        metrics: any MetricsFactory, logger: Logger, buckets: AddressBuckets,
        searches: AddressBuckets, changes: KeyedBuckets<AccountID>,
        trustedProxies: [AddressBlock], corsOrigins: Set<String>,
        answers: any AnswerKeeping, heads: HeadBudget = HeadBudget(),
        bodies: BodyBudget = BodyBudget(),
        unread: AnswerBudget? = nil,
        nanoseconds: @escaping @Sendable () -> Int64,
        milliseconds: @escaping @Sendable () -> Int64,
        makeRequestID: @escaping @Sendable () -> String
    ) {
        self.metrics = metrics
        self.logger = logger
        self.buckets = buckets
        self.searches = searches
        self.changes = changes
        self.trustedProxies = trustedProxies
        self.corsOrigins = corsOrigins
        self.answers = answers
        self.heads = heads
        self.bodies = bodies
        self.unread = unread ?? AnswerBudget(nanoseconds: nanoseconds)
        self.nanoseconds = nanoseconds
        self.milliseconds = milliseconds
        self.makeRequestID = makeRequestID
        self.unowned = RouteTimers(surface: "none", route: "unowned", factory: metrics)
    }

    /// Whether an answer is worth a line at the level of the settings.
    func logs(_ reply: Reply) -> Bool { level(of: reply) >= logger.logLevel }

    /// One line a request, at the edge and nowhere else. Neither query nor headers are written:
    /// both may hold credentials.
    func log(
        _ reply: Reply, request: IncomingRequest, client: ClientAddress?, requestID: String,
        surface: SurfaceName?, nanoseconds: Int64
    ) {
        var metadata: Logger.Metadata = [
            "request": "\(requestID)", "method": "\(request.method.rawValue)",
            "path": "\(request.pathText)", "status": "\(reply.status.code)",
            "milliseconds": "\(nanoseconds / 1_000_000)",
        ]
        if let surface { metadata["surface"] = "\(surface)" }
        if let client { metadata["client"] = "\(client)" }
        if let note = reply.note { metadata["reason"] = "\(note)" }
        logger.log(level: level(of: reply), "request", metadata: metadata)
    }

    private func level(of reply: Reply) -> Logger.Level {
        switch reply.status.kind {
        case .serverError: .error
        case .clientError: .info
        default: .debug
        }
    }
}
