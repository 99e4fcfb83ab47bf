/// The types of metric family that this process shows.
package enum PrometheusKind: String, Sendable {
    case counter, gauge, summary, histogram

    /// The name of the family whose handlers are made with this label.
    func familyName(of label: String) -> String {
        let name = PrometheusText.metricName(label)
        return self == .counter && !name.hasSuffix("_total") ? name + "_total" : name
    }

    /// All names that the samples of a family take. No two families may share one.
    func sampleNames(of family: String) -> [String] {
        switch self {
        case .counter, .gauge: [family]
        case .summary: [family, family + "_sum", family + "_count"]
        case .histogram: [family, family + "_bucket", family + "_sum", family + "_count"]
        }
    }

    /// The label that the format itself sets on samples of this type, if any.
    var reservedLabel: String? {
        switch self {
        case .counter, .gauge: nil
        case .summary: "quantile"
        case .histogram: "le"
        }
    }
}
