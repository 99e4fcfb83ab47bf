import CoreMetrics
import Synchronization

/// How many values there were and what they add up to, for values that are no durations.
final class SummarySeries: PrometheusSeries, RecorderHandler {
    static let kind = PrometheusKind.summary

    private let count = Atomic<UInt64>(0)
    private let sum = AtomicDouble()

    var isShown: Bool { count.load(ordering: .relaxed) > 0 }

    var samples: [PrometheusSample] {
        [
            PrometheusSample(suffix: "_sum", value: PrometheusText.number(sum.value)),
            PrometheusSample(suffix: "_count", value: String(count.load(ordering: .relaxed))),
        ]
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        sum.update { $0 + value }
        count.wrappingAdd(1, ordering: .relaxed)
    }
}
