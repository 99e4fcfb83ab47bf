extension Form where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the words of an enumeration, in upper or lower case.
    static var choice: Self {
        Form(
            read: { (text) throws(BadValue) in
                guard let value = Value(rawValue: text.lowercased()) else {
                    let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
                    throw BadValue("must be one of \(words), not \(quoted(text))")
                }
                return value
            },
            write: { $0.rawValue },
            offer: .words(Value.allCases.map(\.rawValue)))
    }
}

extension Form<SurfaceSelection> {
    /// `all`, or names of surfaces with commas between them.
    static var surfaces: Self {
        Form(
            read: { (text) throws(BadValue) in
                if text.lowercased() == "all" { return .all }
                return .only(try names(text))
            },
            write: { selection in
                switch selection {
                case .all: "all"
                case .only(let names): names.map(\.rawValue).joined(separator: ",")
                }
            },
            isList: true,
            offer: .words(["all"] + SurfaceName.allCases.map(\.rawValue)))
    }

    private static func names(_ text: String) throws(BadValue) -> [SurfaceName] {
        var names: [SurfaceName] = []
        let known = SurfaceName.allCases.map(\.rawValue).joined(separator: ", ")
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let word = trimmed(item)
            guard let name = SurfaceName(matching: word) else {
                throw BadValue(
                    "must be all, or a comma list of \(known); \(quoted(word)) is none of them")
            }
            guard !names.contains(name) else {
                throw BadValue("must name each surface once (of \(known)), not \(quoted(text))")
            }
            names.append(name)
        }
        return names
    }
}

extension Form<NamedTimeZone> {
    static var timeZone: Self {
        Form(
            read: { (text) throws(BadValue) in
                guard let zone = NamedTimeZone(text) else {
                    let names = ZoneAdvice.names(for: text)
                    let advice = names.isEmpty ? "" : "; use \(names.joined(separator: " or "))"
                    throw BadValue(
                        "must be UTC or the name of an area, such as Asia/Shanghai, "
                            + "not \(quoted(text))\(advice)")
                }
                return zone
            },
            write: { $0.identifier })
    }
}
