import CoreMetrics
import Synchronization

/// A number that goes up and down: the last one wins.
final class GaugeSeries: PrometheusSeries, MeterHandler, RecorderHandler {
    static let kind = PrometheusKind.gauge

    private let current = AtomicDouble()

    /// A gauge shows from the start, as zero.
    var isShown: Bool { true }

    var samples: [PrometheusSample] {
        [PrometheusSample(value: PrometheusText.number(current.value))]
    }

    func set(_ value: Int64) { set(Double(value)) }

    func set(_ value: Double) { current.update { _ in value } }

    func increment(by amount: Double) { current.update { $0 + amount } }

    func decrement(by amount: Double) { current.update { $0 - amount } }

    func record(_ value: Int64) { set(Double(value)) }

    func record(_ value: Double) { set(value) }
}
