import CoreMetrics

/// The request-time series of one route, made ahead for the statuses that occur often, so that
/// recording takes neither a lock nor an allocation.
struct RouteTimers: Sendable {
    private let timers: [Int: any TimerHandler]
    private let makeTimer: @Sendable (Int) -> any TimerHandler

    init(surface: String, route: String, factory: any MetricsFactory) {
        let make: @Sendable (Int) -> any TimerHandler = { status in
            factory.makeTimer(
                label: RequestMetrics.duration,
                dimensions: [
                    ("surface", surface), ("route", route), ("status", String(status)),
                ])
        }
        let usual = [200, 201, 204, 304, 400, 401, 404, 422, 429]
        self.timers = Dictionary(uniqueKeysWithValues: usual.map { ($0, make($0)) })
        self.makeTimer = make
    }

    func record(status: Int, nanoseconds: Int64) {
        (timers[status] ?? makeTimer(status)).recordNanoseconds(nanoseconds)
    }
}

/// The names of the HTTP layer's metrics.
package enum RequestMetrics {
    /// A histogram, in seconds, by surface, route and status.
    package static let duration = "roster_http_request_duration_seconds"
}
