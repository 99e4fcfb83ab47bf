import CoreMetrics
import Synchronization

/// A sum that only grows. Whole and fractional amounts are kept apart, so that counting calls stays
/// exact and one instruction.
final class CounterSeries: PrometheusSeries, CounterHandler, FloatingPointCounterHandler {
    static let kind = PrometheusKind.counter

    private let whole = Atomic<Int64>(0)
    private let fractional = AtomicDouble()

    /// A counter shows zero, too: a rate needs the sample before the first event.
    var isShown: Bool { true }

    var samples: [PrometheusSample] {
        let whole = whole.load(ordering: .relaxed)
        let fractional = fractional.value
        // Beyond 2^53 a double would lose single counts.
        let value =
            fractional == 0
            ? String(whole) : PrometheusText.number(Double(whole) + fractional)
        return [PrometheusSample(value: value)]
    }

    /// Negative amounts are ignored: a counter that falls reads as a restart.
    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        whole.wrappingAdd(amount, ordering: .relaxed)
    }

    /// Negative amounts, infinities and NaN are ignored, as none could be undone.
    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        fractional.update { $0 + amount }
    }

    func reset() {
        whole.store(0, ordering: .relaxed)
        fractional.update { _ in 0 }
    }
}
