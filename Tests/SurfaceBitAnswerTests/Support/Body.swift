import Foundation

/// Bodies of requests.
enum Body {
    /// A JSON string.
    static func text(_ text: String) -> String {
        let escaped = text.replacingOccurrences(of: "\\", with: "\\\\")
            .replacingOccurrences(of: "\"", with: "\\\"")
        return "\"\(escaped)\""
    }

    static func array(_ elements: [String]) -> String {
        "[" + elements.joined(separator: ",") + "]"
    }

    /// `[{"name":"a"},{"name":"b"}]`
    static func names(_ names: [String]) -> String {
        array(names.map { #"{"name":\#(text($0))}"# })
    }

    /// `[{"type":"user","guid":"..."}]`
    static func guids(_ guids: [String]) -> String {
        array(guids.map { #"{"type":"user","guid":"\#($0)"}"# })
    }

    /// The body of a search; a list that is empty is left out.
    static func search(_ querys: [String] = [], sorts: [String] = []) -> String {
        let lists = [("querys", querys), ("sorts", sorts)].filter { !$0.1.isEmpty }
        return "{" + lists.map { "\"\($0.0)\":" + array($0.1) }.joined(separator: ",") + "}"
    }

    /// An element of `querys` about the account.
    static func query(_ op: String, _ values: [String]) -> String {
        #"{"name":"name","op":"\#(op)","values":\#(array(values.map(text)))}"#
    }
}

/// Paths of requests.
enum Path {
    /// The path of one user: everything but letters and digits is percent-encoded.
    static func user(_ name: String) -> String {
        let encoded = name.utf8.map { byte -> String in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
            if isPlain { return String(UnicodeScalar(byte)) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return "/users/user/" + encoded.joined()
    }
}
