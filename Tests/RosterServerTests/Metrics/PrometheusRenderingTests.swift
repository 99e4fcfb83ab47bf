import CoreMetrics
import RosterServer
import Testing

@Suite("Rendering metrics for Prometheus")
struct PrometheusRenderingTests {
    private let registry = PrometheusRegistry()

    @Test("families and series are sorted, each with its help and type once")
    func golden() {
        registry.describe("http.requests", help: "Requests by route.", kind: .counter)
        registry.describe("never_used", help: "Not shown.", kind: .gauge)
        registry.describe("http_request_duration_seconds", help: "How long.", kind: .histogram)
        count("http.requests", [("route", "/b"), ("method", "GET")], by: 3)
        count("http.requests", [("method", "GET"), ("route", "/a")], by: 1)
        FloatingPointCounter(label: "bytes_total", factory: registry).increment(by: 2.5)
        Gauge(label: "9lives", factory: registry).record(-0.25)
        Meter(label: "sessions", factory: registry).set(12)
        Recorder(label: "page.size", factory: registry).record(40)
        Recorder(label: "page.size", factory: registry).record(2.5)
        let timer = Timer(
            label: "http_request_duration_seconds", dimensions: [("status", "200")],
            factory: registry)
        // At an end, between two, beyond all, and of a clock that was set back.
        for nanoseconds in [500_000, 500_001, 3_000_000_000, 10_000_000_001, -1] as [Int64] {
            timer.recordNanoseconds(nanoseconds)
        }
        _ = Timer(
            label: "http_request_duration_seconds", dimensions: [("status", "500")],
            factory: registry)
        #expect(registry.render() == PrometheusRenderingTests.expected)
    }

    @Test("nothing is rendered where nothing was made")
    func empty() {
        registry.describe("requests", help: "Requests.", kind: .counter)
        _ = Timer(label: "wait_seconds", factory: registry)
        _ = Recorder(label: "size", factory: registry)
        #expect(registry.render().isEmpty)
        #expect(PrometheusRegistry.contentType == "text/plain; version=0.0.4; charset=utf-8")
    }

    @Test(
        "numbers are spelt as Prometheus reads them",
        arguments: [
            (0, "0"), (-0.0, "-0"), (1, "1"), (0.1, "0.1"), (1e6, "1000000"), (1e21, "1e+21"),
            (0.00001, "1e-05"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
        ] as [(Double, String)])
    func numbers(value: Double, text: String) {
        Gauge(label: "x", factory: registry).record(value)
        #expect(registry.render() == "# TYPE x gauge\nx \(text)\n")
    }

    @Test("a count stays exact beyond what a double holds")
    func largeCount() {
        count("x", [], by: 9_007_199_254_740_993)
        #expect(registry.render() == "# TYPE x_total counter\nx_total 9007199254740993\n")
    }

    @Test(
        "a name becomes one that Prometheus takes",
        arguments: [
            ("plain:name_1", "plain:name_1"), ("a.b-c d", "a_b_c_d"), ("1st", "_1st"), ("", "_"),
            ("é", "_"), ("e\u{301}", "e_"), ("a\r\nb", "a__b"), ("多\u{0}", "__"),
            ("x{y=\"z\"}", "x_y__z__"),
        ])
    func names(label: String, name: String) {
        Meter(label: label, factory: registry).set(1)
        #expect(registry.render() == "# TYPE \(name) gauge\n\(name) 1\n")
    }

    @Test("label values and help texts are escaped, each by its own rule")
    func escaping() {
        registry.describe("x", help: "a \"quote\", a \\ and\nlines\r\nof text", kind: .gauge)
        Meter(label: "x", dimensions: [("a.b", "\"\\\n\r\né{},=")], factory: registry).set(1)
        let expected =
            "# HELP x a \"quote\", a \\\\ and\\nlines\r\\nof text\n"
            + "# TYPE x gauge\n"
            + "x{a_b=\"\\\"\\\\\\n\r\\né{},=\"} 1\n"
        #expect(Array(registry.render().utf8) == Array(expected.utf8))
    }

    @Test("label names are made valid, unique and not those that the format sets itself")
    func labelNames() {
        Meter(
            label: "x", dimensions: [("a.b", "1"), ("a-b", "2"), ("c:d", "3"), ("", "4")],
            factory: registry
        ).set(1)
        #expect(registry.render().contains("\nx{_=\"4\",a_b=\"2\",c_d=\"3\"} 1\n"))
        Timer(label: "t", dimensions: [("le", "5")], factory: registry).recordNanoseconds(1)
        #expect(registry.render().contains("\nt_bucket{exported_le=\"5\",le=\"+Inf\"} 1\n"))
    }

    private func count(_ label: String, _ dimensions: [(String, String)], by amount: Int64) {
        Counter(label: label, dimensions: dimensions, factory: registry).increment(by: amount)
    }

    private static let expected = #"""
        # TYPE _9lives gauge
        _9lives -0.25
        # TYPE bytes_total counter
        bytes_total 2.5
        # HELP http_request_duration_seconds How long.
        # TYPE http_request_duration_seconds histogram
        http_request_duration_seconds_bucket{status="200",le="0.0005"} 2
        http_request_duration_seconds_bucket{status="200",le="0.001"} 3
        http_request_duration_seconds_bucket{status="200",le="0.0025"} 3
        http_request_duration_seconds_bucket{status="200",le="0.005"} 3
        http_request_duration_seconds_bucket{status="200",le="0.01"} 3
        http_request_duration_seconds_bucket{status="200",le="0.025"} 3
        http_request_duration_seconds_bucket{status="200",le="0.05"} 3
        http_request_duration_seconds_bucket{status="200",le="0.1"} 3
        http_request_duration_seconds_bucket{status="200",le="0.25"} 3
        http_request_duration_seconds_bucket{status="200",le="0.5"} 3
        http_request_duration_seconds_bucket{status="200",le="1"} 3
        http_request_duration_seconds_bucket{status="200",le="2.5"} 3
        http_request_duration_seconds_bucket{status="200",le="5"} 4
        http_request_duration_seconds_bucket{status="200",le="10"} 4
        http_request_duration_seconds_bucket{status="200",le="+Inf"} 5
        http_request_duration_seconds_sum{status="200"} 13.001000002
        http_request_duration_seconds_count{status="200"} 5
        # HELP http_requests_total Requests by route.
        # TYPE http_requests_total counter
        http_requests_total{method="GET",route="/a"} 1
        http_requests_total{method="GET",route="/b"} 3
        # TYPE page_size summary
        page_size_sum 42.5
        page_size_count 2
        # TYPE sessions gauge
        sessions 12

        """#
}
