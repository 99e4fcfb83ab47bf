package import HTTPTypes

/// The header fields of a request, as a surface reads them: by name, and only what it declares in
/// ``Surface/headers``. What is read and not declared would be missing in the answer to a
/// preflight, so that pages could not send it; a debug build stops there.
package struct RequestHeaders: Sendable {
    /// All of them, for what the HTTP layer itself looks at.
    let fields: HTTPFields
    #if DEBUG
    private let declared: HeaderDeclaration?
    #endif

    /// - Parameter declared: What may be read; all when it is left out.
    package init(_ fields: HTTPFields, declared: HeaderDeclaration? = nil) {
        self.fields = fields
        #if DEBUG
        self.declared = declared
        #endif
    }

    /// The values of a field, joined by commas where it stands more than once.
    package subscript(name: HTTPField.Name) -> String? {
        check(name)
        return fields[name]
    }

    /// The values of a field, one for each time that it stands.
    package subscript(values name: HTTPField.Name) -> [String] {
        check(name)
        return fields[values: name]
    }

    package func contains(_ name: HTTPField.Name) -> Bool {
        check(name)
        return fields.contains(name)
    }

    private func check(_ name: HTTPField.Name) {
        #if DEBUG
        precondition(
            declared.map { $0.reads.contains(name) } ?? true,
            "the surface reads \(name) and does not declare it")
        #endif
    }
}

/// The request header fields that belong to a surface's API. Pages of the origins in `cors.origins`
/// may send them, and no list beside this says so again.
package struct HeaderDeclaration: Sendable {
    /// Fields that the surface reads.
    package let reads: Set<HTTPField.Name>

    package init(reads: Set<HTTPField.Name>) { self.reads = reads }
}

extension HTTPField.Name {
    /// What script libraries send with every call to be told apart from pages; no surface reads it.
    package static let xRequestedWith = HTTPField.Name.named("X-Requested-With")
    /// What the SDK of Tavern's web client sends with every call, whichever surface it calls; no
    /// surface reads it (contracts/tavern.md §2).
    package static let xAccountID = HTTPField.Name.named("X-Account-Id")
}
