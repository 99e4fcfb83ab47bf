import CoreMetrics
import RosterServer
import Testing

@Suite("The text format that Prometheus reads")
struct PrometheusFormatTests {
    private static let hostile = [
        "", " ", "\"", "\\", "\n", "\\n", "\r\n", "\"} 1\nfake_total 99\n", "# TYPE x counter\n",
        "\\\"", "\\", "}", "{", ",", "=", "é", "e\u{301}", "\u{0}", "\u{2028}", "😀",
        "a=\"b\",c=\"d\"",
    ]

    @Test("a reader that only knows the format reads back hostile labels as they were")
    func hostileLabels() throws {
        let registry = PrometheusRegistry()
        for (number, value) in PrometheusFormatTests.hostile.enumerated() {
            let dimensions = [("value", value), ("n\(value)", "\(number)")]
            Counter(label: "counter\(value)", dimensions: dimensions, factory: registry)
                .increment(by: Int64(number))
            Meter(label: "gauge", dimensions: dimensions, factory: registry).set(number)
            Timer(label: "timer_seconds", dimensions: dimensions, factory: registry)
                .recordNanoseconds(Int64(number))
            Recorder(label: "size", dimensions: dimensions, factory: registry).record(number)
            registry.describe("gauge", help: value, kind: .gauge)
        }
        let exposition = try PrometheusExposition(registry.render())
        let gauges = exposition.samples.filter { $0.name == "gauge" }
        #expect(gauges.count == PrometheusFormatTests.hostile.count)
        for (number, value) in PrometheusFormatTests.hostile.enumerated() {
            let sample = gauges.first { $0.value == "\(number)" }
            let found = try #require(sample?.labels.first { $0.name == "value" })
            #expect(Array(found.value.utf8) == Array(value.utf8))
        }
        #expect(!exposition.samples.contains { $0.name == "fake_total" })
    }

    @Test("every histogram is cumulative and ends in its count")
    func histograms() throws {
        let registry = PrometheusRegistry()
        for status in ["200", "404"] {
            let timer = Timer(
                label: "wait_seconds", dimensions: [("status", status)], factory: registry)
            for power in 0..<40 { timer.recordNanoseconds(1 << power) }
        }
        let exposition = try PrometheusExposition(registry.render())
        for status in ["200", "404"] {
            let label = PrometheusExposition.Label(name: "status", value: status)
            let own = exposition.samples.filter { $0.labels.contains(label) }
            let buckets = own.filter { $0.name == "wait_seconds_bucket" }
            let ends = buckets.compactMap { $0.labels.first { $0.name == "le" }?.value }
            #expect(
                ends == [
                    "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25",
                    "0.5", "1", "2.5", "5", "10", "+Inf",
                ])
            let counts = buckets.compactMap { Int($0.value) }
            #expect(counts == counts.sorted())
            #expect(counts.last == 40)
            #expect(own.first { $0.name == "wait_seconds_count" }?.value == "40")
            // 2^40 - 1 nanoseconds.
            #expect(own.first { $0.name == "wait_seconds_sum" }?.value == "1099.511627775")
        }
    }

    @Test(
        "the reader of these tests refuses what breaks the format",
        arguments: [
            "x 1", "x 1\n", "# TYPE x gauge\nx one\n", "# TYPE x gauge\nx{a=\"b} 1\n",
            "# TYPE x gauge\nx 1\nx 1\n", "# TYPE x gauge\nx 1\n# TYPE x gauge\nx{a=\"1\"} 1\n",
            "# TYPE x gauge\nx{a=\"1\",a=\"2\"} 1\n", "# TYPE x gauge\nx{a=\"\\t\"} 1\n",
            "# TYPE x gauge\n9x 1\n", "# TYPE x gauge\n\nx 1\n", "# TYPE x gauge\nx_sum 1\n",
            "# TYPE y gauge\ny 1\n# TYPE x gauge\nx 1\n",
        ])
    func readerRefuses(text: String) {
        #expect(throws: PrometheusExposition.Fault.self) { try PrometheusExposition(text) }
    }
}
