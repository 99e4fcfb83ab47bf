import CoreMetrics
import HTTPTypes
import RosterCore
import RosterSecurity
import SurfaceKit
import Synchronization

/// The metrics of this process and their text.
struct ProcessMetrics: Sendable {
    let registry: PrometheusRegistry
    private let waitingInteractive: any MeterHandler
    private let waitingBulk: any MeterHandler
    private let hashPool: HashPool
    /// By kind of caller.
    private let waitingScans: [any MeterHandler]
    private let scans: ScanQueues
    private let logBytes: @Sendable () -> Int
    private let logBytesMeter: any MeterHandler
    private let droppedLines: any CounterHandler
    /// How many dropped log lines the counter has; the lock lets one scrape at a time add.
    private let countedLines = Counted()
    private let logQueue: LogQueue
    private let budgets: BudgetMetrics?

    init(
        hashPool: HashPool, scans: ScanQueues, logBytes: @escaping @Sendable () -> Int,
        budgets: BudgetMetrics? = nil, startedAtMilliseconds: Int64,
        logQueue: LogQueue = .standardError
    ) {
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
            DeliveryCounters.budgetName,
            help: "Codes that an hour's budget let out and refused, and notices that it put off.",
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
        registry.describe(
            "roster_scans_waiting", help: "Lists and searches that wait for their turn.",
            kind: .gauge)
        self.waitingScans = ScanCaller.Kind.allCases.map { kind in
            registry.makeMeter(
                label: "roster_scans_waiting", dimensions: [("caller", "\(kind)")])
        }
        self.scans = scans
        registry.describe(
            "roster_database_log_bytes", help: "Bytes of the database's write-ahead log.",
            kind: .gauge)
        self.logBytesMeter = registry.makeMeter(
            label: "roster_database_log_bytes", dimensions: [])
        self.logBytes = logBytes
        registry.describe(
            "roster_log_lines_dropped_total",
            help: "Log lines that were not read in time, or could not be written.",
            kind: .counter)
        self.droppedLines = registry.makeCounter(
            label: "roster_log_lines_dropped_total", dimensions: [])
        self.logQueue = logQueue
        self.budgets = budgets
        budgets?.describe(in: registry)
    }

    /// The text format, as `/metrics` answers it.
    func reply() -> Reply {
        waitingInteractive.set(Int64(hashPool.waitingCount(.interactive)))
        waitingBulk.set(Int64(hashPool.waitingCount(.bulk)))
        for (kind, meter) in zip(ScanCaller.Kind.allCases, waitingScans) {
            meter.set(Int64(scans.waitingCount(kind)))
        }
        logBytesMeter.set(Int64(logBytes()))
        droppedLines.increment(by: countedLines.rise(to: logQueue.droppedCount))
        budgets?.collect(into: registry)
        return Reply(
            .ok, headers: [.contentType: PrometheusRegistry.contentType],
            body: Array(registry.render().utf8))
    }
}

/// A count that others raise, as amounts to add to a counter.
final class Counted: Sendable {
    private let state = Mutex(0)

    /// What is new since the last call.
    func rise(to count: Int) -> Int64 {
        state.withLock { known in
            defer { known = max(known, count) }
            return Int64(max(0, count - known))
        }
    }
}
