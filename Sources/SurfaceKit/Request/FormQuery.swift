/// A query string as form data: `+` is a space, names may repeat, order is kept (DESIGN §1).
package struct FormQuery: Sendable, Equatable {
    package let items: [(name: String, value: String)]

    package init(items: [(name: String, value: String)] = []) { self.items = items }

    /// Nil for a malformed percent-escape, text that is not UTF-8, or too many items.
    package init?(parsing text: some StringProtocol) {
        var items: [(name: String, value: String)] = []
        for part in text.utf8.split(separator: UInt8(ascii: "&")) {
            guard items.count < Bounds.queryItemsMax else { return nil }
            let pair = part.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(pair[0], plusIsSpace: true) else { return nil }
            let raw = pair.count == 2 ? pair[1] : pair[0].suffix(0)
            guard let value = PercentCoding.decode(raw, plusIsSpace: true) else { return nil }
            items.append((name, value))
        }
        self.items = items
    }

    /// The first value of a name.
    package subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    /// All values of a name, in order.
    package func values(_ name: String) -> [String] {
        items.filter { $0.name == name }.map(\.value)
    }

    package func contains(_ name: String) -> Bool { items.contains { $0.name == name } }

    package static func == (left: FormQuery, right: FormQuery) -> Bool {
        left.items.elementsEqual(right.items) { $0 == $1 }
    }
}
