import CoreMetrics
import Dispatch
import Foundation
import RosterServer
import Testing

@Suite("The registry of metrics")
struct PrometheusRegistryTests {
    private let registry = PrometheusRegistry()

    @Test("a label with the same dimensions is one series, in whatever order they come")
    func sameSeries() {
        let first = [("a", "1"), ("b", "2")]
        Counter(label: "x", dimensions: first, factory: registry).increment(by: 1)
        Counter(label: "x", dimensions: first.reversed(), factory: registry).increment(by: 2)
        // One counter, however it is spelt and whatever it counts in.
        FloatingPointCounter(label: "x_total", dimensions: first, factory: registry)
            .increment(by: 0.5)
        #expect(registry.render() == "# TYPE x_total counter\nx_total{a=\"1\",b=\"2\"} 3.5\n")
    }

    @Test("a counter ignores what would make it fall or spoil it, and can be reset")
    func counter() {
        let handler = registry.makeCounter(label: "x", dimensions: [])
        let fractional = registry.makeFloatingPointCounter(label: "x", dimensions: [])
        handler.increment(by: 5)
        handler.increment(by: -3)
        for amount in [-1, .nan, .infinity] { fractional.increment(by: amount) }
        #expect(registry.render().hasSuffix("\nx_total 5\n"))
        fractional.increment(by: 0.25)
        fractional.reset()
        #expect(registry.render().hasSuffix("\nx_total 0\n"))
    }

    @Test("a gauge goes up and down from wherever it was set")
    func gauge() {
        let meter = registry.makeMeter(label: "x", dimensions: [])
        meter.set(10 as Int64)
        meter.increment(by: 2.5)
        meter.decrement(by: 0.5)
        #expect(registry.render() == "# TYPE x gauge\nx 12\n")
        meter.set(0.5)
        #expect(registry.render() == "# TYPE x gauge\nx 0.5\n")
    }

    @Test("a family asked for with another type keeps its own, and the handler works apart")
    func otherType() {
        Meter(label: "x", factory: registry).set(1)
        let before = registry.render()
        Timer(label: "x", factory: registry).recordNanoseconds(1)
        Recorder(label: "x", factory: registry).record(7)
        registry.describe("x", help: "Something else.", kind: .histogram)
        #expect(registry.render() == before)
        Meter(label: "x", factory: registry).set(2)
        #expect(registry.render() == "# TYPE x gauge\nx 2\n")
    }

    @Test("a family cannot take a name of another one's samples, whoever comes first")
    func sampleNames() {
        Timer(label: "x", factory: registry).recordNanoseconds(1)
        for label in ["x_count", "x_sum", "x_bucket"] {
            Meter(label: label, factory: registry).set(77)
        }
        Meter(label: "y_count", factory: registry).set(1)
        Recorder(label: "y", factory: registry).record(77)
        let text = registry.render()
        #expect(!text.contains("77"))
        #expect(text.hasSuffix("x_count 1\n# TYPE y_count gauge\ny_count 1\n"))
    }

    @Test("a type that was described ahead is the family's type")
    func describedAhead() {
        registry.describe("x", help: "Seconds.", kind: .histogram)
        Meter(label: "x", factory: registry).set(1)
        #expect(registry.render().isEmpty)
    }

    @Test("a later help text replaces an earlier one, with or without the suffix")
    func help() {
        Counter(label: "x", factory: registry).increment()
        registry.describe("x", help: "Early.", kind: .counter)
        registry.describe("x_total", help: "Late.", kind: .counter)
        #expect(registry.render() == "# HELP x_total Late.\n# TYPE x_total counter\nx_total 1\n")
    }

    @Test("a destroyed series is gone, and starts anew when asked for again")
    func destroy() {
        let counter = Counter(label: "c", factory: registry)
        counter.increment(by: 5)
        let handlers = (
            FloatingPointCounter(label: "f", factory: registry),
            Meter(label: "m", factory: registry), Recorder(label: "r", factory: registry),
            Timer(label: "t", factory: registry)
        )
        handlers.2.record(1)
        handlers.3.recordNanoseconds(1)
        handlers.0.destroy()
        handlers.1.destroy()
        handlers.2.destroy()
        handlers.3.destroy()
        #expect(registry.render() == "# TYPE c_total counter\nc_total 5\n")
        counter.destroy()
        Counter(label: "c", factory: registry).increment()
        #expect(registry.render() == "# TYPE c_total counter\nc_total 1\n")
    }

    @Test("series beyond the bound of a family work but are not kept")
    func bound() {
        let registry = PrometheusRegistry(seriesPerFamilyMax: 2)
        for number in 0..<5 {
            Meter(label: "x", dimensions: [("n", "\(number)")], factory: registry).set(1)
        }
        Meter(label: "y", factory: registry).set(1)
        Meter(label: "x", dimensions: [("n", "0")], factory: registry).set(2)
        let expected = "# TYPE x gauge\nx{n=\"0\"} 2\nx{n=\"1\"} 1\n# TYPE y gauge\ny 1\n"
        #expect(registry.render() == expected)
    }

    @Test("many tasks at once lose nothing, while others make series and render")
    func concurrency() async {
        let registry = registry
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<16 {
                group.addTask {
                    let shared = Counter(label: "shared", factory: registry)
                    let sum = FloatingPointCounter(label: "fractional", factory: registry)
                    let timer = Timer(label: "wait_seconds", factory: registry)
                    let size = Recorder(label: "size", factory: registry)
                    let level = Meter(label: "level", factory: registry)
                    for round in 0..<2_000 {
                        shared.increment()
                        sum.increment(by: 0.25)
                        timer.recordNanoseconds(round % 2 == 0 ? 500_000_000 : 1_500_000_000)
                        size.record(2)
                        level.increment(by: 3)
                        level.decrement(by: 2)
                        let dimensions = [("n", "\(round % 10)")]
                        Counter(label: "made", dimensions: dimensions, factory: registry)
                            .increment()
                        if round % 500 == task { _ = registry.render() }
                    }
                }
            }
        }
        let lines = Set(registry.render().split(separator: "\n").map(String.init))
        let made = (0..<10).map { "made_total{n=\"\($0)\"} 3200" }
        #expect(
            lines.isSuperset(
                of: made + [
                    "shared_total 32000", "fractional_total 8000", "wait_seconds_count 32000",
                    "wait_seconds_sum 32000", "wait_seconds_bucket{le=\"0.5\"} 16000",
                    "wait_seconds_bucket{le=\"1\"} 16000", "wait_seconds_bucket{le=\"2.5\"} 32000",
                    "size_sum 64000", "size_count 32000", "level 32000",
                ]))
    }

    @Test("fractions added at the same moment are all there")
    func contention() {
        let sum = FloatingPointCounter(label: "x", factory: registry)
        // Threads of their own: tasks would queue behind other tests and hardly ever meet.
        let finished = DispatchSemaphore(value: 0)
        for _ in 0..<4 {
            Thread.detachNewThread {
                for _ in 0..<1_000_000 { sum.increment(by: 0.5) }
                finished.signal()
            }
        }
        for _ in 0..<4 { finished.wait() }
        #expect(registry.render() == "# TYPE x_total counter\nx_total 2000000\n")
    }
}
