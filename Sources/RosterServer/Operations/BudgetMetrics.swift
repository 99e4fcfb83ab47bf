import CoreMetrics
import SurfaceKit

/// What the memory that callers share holds, and how often it had no room.
struct BudgetMetrics: Sendable {
    let heads: HeadBudget
    let bodies: BodyBudget
    let unread: AnswerBudget
    let refusals: ConnectionRefusals
    private let refusedHeads = Counted()
    private let refusedBodies = Counted()
    private let refusedAnswers = Counted()
    private let closedConnections = Counted()
    private let refusedConnections = Counted()

    init(
        heads: HeadBudget, bodies: BodyBudget, unread: AnswerBudget,
        refusals: ConnectionRefusals
    ) {
        self.heads = heads
        self.bodies = bodies
        self.unread = unread
        self.refusals = refusals
    }

    func describe(in registry: PrometheusRegistry) {
        registry.describe(
            "roster_head_bytes", help: "Memory that heads of requests hold, by size of head.",
            kind: .gauge)
        registry.describe(
            "roster_heads_refused_total",
            help: "Heads of requests for which there was no room in memory.", kind: .counter)
        registry.describe(
            "roster_body_bytes", help: "Memory that request bodies hold, by size of body.",
            kind: .gauge)
        registry.describe(
            "roster_answer_bytes", help: "Memory of answers that wait for their readers.",
            kind: .gauge)
        registry.describe(
            "roster_bodies_refused_total", help: "Bodies for which there was no room in memory.",
            kind: .counter)
        registry.describe(
            "roster_answers_refused_total",
            help: "Answers for which there was no room in memory.", kind: .counter)
        registry.describe(
            "roster_unread_connections_closed_total",
            help: "Connections that read nothing and were closed to make room for answers.",
            kind: .counter)
        registry.describe(
            "roster_connections_refused_total",
            help: "Connections beyond the part that one address may have.", kind: .counter)
    }

    func collect(into registry: PrometheusRegistry) {
        let bySize = [
            ("roster_head_bytes", heads.usedBytes), ("roster_body_bytes", bodies.usedBytes),
        ]
        for (name, used) in bySize {
            for (size, bytes) in [("large", used.large), ("small", used.small)] {
                registry.makeMeter(label: name, dimensions: [("size", size)]).set(Int64(bytes))
            }
        }
        registry.makeMeter(label: "roster_answer_bytes", dimensions: [])
            .set(Int64(unread.usedBytes))
        let counts: [(String, Counted, Int)] = [
            ("roster_heads_refused_total", refusedHeads, heads.refusedCount),
            ("roster_bodies_refused_total", refusedBodies, bodies.refusedCount),
            ("roster_answers_refused_total", refusedAnswers, unread.refusedCount),
            ("roster_unread_connections_closed_total", closedConnections, unread.closedCount),
            ("roster_connections_refused_total", refusedConnections, refusals.count),
        ]
        for (name, counted, count) in counts {
            registry.makeCounter(label: name, dimensions: [])
                .increment(by: counted.rise(to: count))
        }
    }
}
