import CPlatform

/// Columns for people, each as wide as its widest cell. Cells are made ``Swift/String/printable``.
func table(_ head: [String], _ rows: [[String]]) -> String {
    let lines = [head] + rows.map { $0.map(\.printable) }
    let widths = head.indices.map { column in lines.map { $0[column].columns }.max() ?? 0 }
    return lines.map { row in
        let cells = zip(row, widths).map { cell, width in
            cell + String(repeating: " ", count: width - cell.columns)
        }
        var line = cells.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }.joined()
}

extension Unicode.Scalar {
    /// Whether a terminal may obey it rather than show it.
    var movesCursor: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

extension String {
    /// The text without what would move a terminal's cursor or end its line: what people entered is
    /// not the operator's to obey.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    scalar.movesCursor ? "\u{FFFD}" : scalar
                }))
    }

    /// Lines of a text, each made ``printable``.
    var printableLines: String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).printable }.joined(separator: "\n")
    }

    /// How many columns of a terminal the text takes: two for a Chinese character.
    fileprivate var columns: Int { Int(unsafe roster_columns(self)) }
}
