import RosterTestSupport

/// The four shapes of an error (contracts/thinksns.md §2).
enum ErrorShape: Sendable, Equatable {
    /// `{"message":"text"}`
    case a
    /// `{"message":["text"]}`
    case b
    /// `{"field":["text"]}`, without a wrapper.
    case c
    /// `{"message":"text","errors":{"field":["text"]}}`
    case d

    /// The shape of an answer; nil when it has none of them, or an empty or untranslated text.
    static func of(_ response: WireResponse) -> ErrorShape? {
        let object = response.object
        if object.keys.sorted() == ["message"] {
            if object["message"] is String { return .a }
            return areTexts(object["message"]) ? .b : nil
        }
        if object.keys.sorted() == ["errors", "message"] {
            let isNamed = isText(object["message"])
            let errors = object["errors"] as? [String: Any] ?? [:]
            return isNamed && !errors.isEmpty && errors.values.allSatisfy(areTexts) ? .d : nil
        }
        return !object.isEmpty && object.values.allSatisfy(areTexts) ? .c : nil
    }

    private static func areTexts(_ value: Any?) -> Bool {
        guard let texts = value as? [String], !texts.isEmpty else { return false }
        return texts.allSatisfy(isText)
    }

    /// Texts are Chinese.
    static func isText(_ value: Any?) -> Bool {
        (value as? String ?? "").unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    }
}
