import CoreMetrics
import HTTPTypes
import RosterCore
import RosterSecurity
import SurfaceKit

/// The metrics of this process and their text.
struct ProcessMetrics: Sendable {
    let registry: PrometheusRegistry
    private let waitingInteractive: any MeterHandler
    private let waitingBulk: any MeterHandler
    private let hashPool: HashPool

    init(hashPool: HashPool, startedAtMilliseconds: Int64) {
        let registry = PrometheusRegistry()
        registry.describe(
            RequestMetrics.duration,
            help: "Time to answer a request, by surface, route and status.",
            kind: .histogram)
        registry.describe(
            "roster_hash_pool_waiting", help: "Passwords that wait to be hashed or compared.",
            kind: .gauge)
        registry.describe(
            DeliveryCounters.name, help: "Tries to deliver a message, by channel and outcome.",
            kind: .counter)
        registry.describe(
            "process_start_time_seconds", help: "When the process started, seconds since 1970.",
            kind: .gauge)
        registry.makeMeter(label: "process_start_time_seconds", dimensions: [])
            .set(Double(startedAtMilliseconds) / 1000)
        self.registry = registry
        self.waitingInteractive = registry.makeMeter(
            label: "roster_hash_pool_waiting", dimensions: [("priority", "interactive")])
        self.waitingBulk = registry.makeMeter(
            label: "roster_hash_pool_waiting", dimensions: [("priority", "bulk")])
        self.hashPool = hashPool
    }

    /// The text format, as `/metrics` answers it.
    func reply() -> Reply {
        waitingInteractive.set(Int64(hashPool.waitingCount(.interactive)))
        waitingBulk.set(Int64(hashPool.waitingCount(.bulk)))
        return Reply(
            .ok, headers: [.contentType: PrometheusRegistry.contentType],
            body: Array(registry.render().utf8))
    }
}
