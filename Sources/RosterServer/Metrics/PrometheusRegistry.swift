package import CoreMetrics
import Synchronization

/// Keeps the metrics of this process and renders them for Prometheus. It needs no
/// `MetricsSystem.bootstrap`: hand it to `Counter(label:dimensions:factory:)` and its like.
///
/// | swift-metrics | Prometheus |
/// |---|---|
/// | `Counter`, `FloatingPointCounter` | counter; `_total` is added to the name where missing |
/// | `Meter`, `Gauge`, `Recorder(aggregate: false)` | gauge |
/// | `Recorder(aggregate: true)` | summary without quantiles: `_sum` and `_count` |
/// | `Timer` | histogram in seconds; the name is expected to end in `_seconds` |
///
/// A label with the same dimensions, in whatever order, is one series however often it is asked for.
/// What cannot be shown gets a handler that works but is kept apart and never rendered: a name that
/// is taken by a family of another type or by one of its sample names (`x_count` beside a histogram
/// `x`), and series beyond `seriesPerFamilyMax`.
///
/// Handlers are free of locks; the registry's lock guards the table of families, so that callers
/// make their handlers once and keep them.
package final class PrometheusRegistry: Sendable {
    /// The content type of ``render()``.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private let families = Mutex<PrometheusFamilies>(PrometheusFamilies())
    private let seriesPerFamilyMax: Int

    /// - Parameter seriesPerFamilyMax: How many combinations of label values a family shows, as a
    ///   caller may have a hand in them.
    package init(seriesPerFamilyMax: Int = 10_000) {
        self.seriesPerFamilyMax = seriesPerFamilyMax
    }

    /// Sets the help text of a family ahead of its first series, and with it the family's type.
    /// Without effect when the name is taken by another type.
    ///
    /// - Parameter name: The label that the handlers are made with; `_total` may be left out.
    package func describe(_ name: String, help: String, kind: PrometheusKind) {
        families.withLock { $0.describe(name, kind, help: help) }
    }

    /// All families that have something to show, in the text format 0.0.4, sorted.
    package func render() -> String {
        // A copy of the table, so that nobody waits for the rendering.
        let table = families.withLock { $0 }
        return table.rendered
    }
}

extension PrometheusRegistry: MetricsFactory {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, as: CounterSeries.self)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, dimensions, as: CounterSeries.self)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, as: GaugeSeries.self)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        guard aggregate else { return series(label, dimensions, as: GaugeSeries.self) }
        return series(label, dimensions, as: SummarySeries.self)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, as: HistogramSeries.self)
    }

    package func destroyCounter(_ handler: any CounterHandler) { forget(handler) }

    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
        forget(handler)
    }

    package func destroyMeter(_ handler: any MeterHandler) { forget(handler) }

    package func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }

    package func destroyTimer(_ handler: any TimerHandler) { forget(handler) }

    private func series<Series: PrometheusSeries>(
        _ label: String, _ dimensions: [(String, String)], as type: Series.Type
    ) -> Series {
        let labels = PrometheusText.labels(dimensions, reserved: Series.kind.reservedLabel)
        return families.withLock {
            $0.series(label, labels, as: type, seriesMax: seriesPerFamilyMax)
        }
    }

    private func forget(_ handler: AnyObject) {
        families.withLock { $0.forget(handler) }
    }
}
