/// One combination of labels of a family: what a handler writes to and a scrape reads, at once and
/// without a lock.
protocol PrometheusSeries: AnyObject, Sendable {
    static var kind: PrometheusKind { get }

    init()

    /// Whether there is anything to show yet.
    var isShown: Bool { get }

    /// The lines to show, in order.
    var samples: [PrometheusSample] { get }
}

/// A line of a series.
struct PrometheusSample {
    /// What follows the family's name.
    var suffix = ""
    /// A label of its own, rendered; empty when it has none.
    var label = ""
    /// The number, rendered.
    let value: String
}
