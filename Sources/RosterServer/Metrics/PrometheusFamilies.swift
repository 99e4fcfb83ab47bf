/// The table of families: a value, which the registry keeps under its lock and copies to render.
struct PrometheusFamilies {
    /// All series of one name.
    private struct Family {
        let kind: PrometheusKind
        var help: String?
        /// By rendered labels.
        var series: [String: any PrometheusSeries] = [:]
    }

    private var families: [String: Family] = [:]
    /// The names of all samples of all families.
    private var takenNames: Set<String> = []

    mutating func describe(_ label: String, _ kind: PrometheusKind, help: String) {
        let name = kind.familyName(of: label)
        guard open(name, kind) else { return }
        families[name]?.help = help
    }

    /// The series of these labels, or a new one, which is kept apart when it cannot be shown.
    mutating func series<Series: PrometheusSeries>(
        _ label: String, _ labels: String, as type: Series.Type, seriesMax: Int
    ) -> Series {
        let name = Series.kind.familyName(of: label)
        guard open(name, Series.kind) else { return Series() }
        // Asked in place each time: a family in a variable would be copied whole by the change.
        if let series = families[name]?.series[labels] as? Series { return series }
        let series = Series()
        if let count = families[name]?.series.count, count < seriesMax {
            families[name]?.series[labels] = series
        }
        return series
    }

    /// Takes a series out, if it is in.
    mutating func forget(_ handler: AnyObject) {
        for (name, family) in families {
            for (labels, series) in family.series where series === handler {
                families[name]?.series[labels] = nil
                return
            }
        }
    }

    /// Makes sure that the family is there; false when the name belongs to something else.
    private mutating func open(_ name: String, _ kind: PrometheusKind) -> Bool {
        if let family = families[name] { return family.kind == kind }
        let names = kind.sampleNames(of: name)
        guard takenNames.isDisjoint(with: names) else { return false }
        takenNames.formUnion(names)
        families[name] = Family(kind: kind)
        return true
    }
}

// MARK: - Rendering

extension PrometheusFamilies {
    /// The text format 0.0.4. A family without anything to show is left out.
    var rendered: String {
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            let seen = family.series.filter { $0.value.isShown }.sorted { $0.key < $1.key }
            guard !seen.isEmpty else { continue }
            if let help = family.help {
                text += "# HELP \(name) \(PrometheusText.escapedHelp(help))\n"
            }
            text += "# TYPE \(name) \(family.kind.rawValue)\n"
            for (labels, series) in seen {
                for sample in series.samples {
                    let braced = [labels, sample.label].filter { !$0.isEmpty }
                        .joined(separator: ",")
                    text += name + sample.suffix + (braced.isEmpty ? "" : "{\(braced)}")
                    text += " \(sample.value)\n"
                }
            }
        }
        return text
    }
}
