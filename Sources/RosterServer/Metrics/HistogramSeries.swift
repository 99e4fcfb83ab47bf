import CoreMetrics
import Synchronization

/// How many durations were at most so long, in seconds.
final class HistogramSeries: PrometheusSeries, TimerHandler {
    static let kind = PrometheusKind.histogram

    /// Upper ends of the buckets in nanoseconds, inclusive. One more bucket holds what is longer.
    private static let bounds: [Int64] = [
        500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000,
        250_000_000, 500_000_000, 1_000_000_000, 2_500_000_000, 5_000_000_000, 10_000_000_000,
    ]

    private let buckets = (0...bounds.count).map { _ in AtomicCount() }
    /// Wraps after 584 years of durations.
    private let sumNanoseconds = Atomic<UInt64>(0)

    /// Handlers are often made ahead, for answers that may never come.
    var isShown: Bool { buckets.contains { $0.value > 0 } }

    var samples: [PrometheusSample] {
        // The count is the last bucket and not a number of its own, so that the two always agree.
        var count: UInt64 = 0
        var samples: [PrometheusSample] = []
        let ends = HistogramSeries.bounds.map(HistogramSeries.seconds) + ["+Inf"]
        for (end, bucket) in zip(ends, buckets) {
            count += bucket.value
            samples.append(
                PrometheusSample(suffix: "_bucket", label: "le=\"\(end)\"", value: String(count)))
        }
        let sum = HistogramSeries.seconds(sumNanoseconds.load(ordering: .relaxed))
        samples.append(PrometheusSample(suffix: "_sum", value: sum))
        samples.append(PrometheusSample(suffix: "_count", value: String(count)))
        return samples
    }

    /// A negative duration, which a clock that was set back yields, counts as none.
    func recordNanoseconds(_ duration: Int64) {
        let duration = max(duration, 0)
        let fitting = HistogramSeries.bounds.firstIndex { duration <= $0 }
        buckets[fitting ?? HistogramSeries.bounds.count].increment()
        sumNanoseconds.wrappingAdd(UInt64(duration), ordering: .relaxed)
    }

    private static func seconds(_ nanoseconds: some BinaryInteger) -> String {
        PrometheusText.number(Double(nanoseconds) / 1_000_000_000)
    }
}
