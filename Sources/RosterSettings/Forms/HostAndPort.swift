/// `host`, `host:port`, `[IPv6]` or `[IPv6]:port` (RFC 3986 §3.2.2 and §3.2.3).
struct HostAndPort {
    enum Host {
        case name(String)
        case address(String)

        /// Without brackets, in lower case.
        var text: String {
            switch self {
            case .name(let text), .address(let text): text
            }
        }
    }

    let host: Host
    /// 0...65535.
    let port: Int?

    init?(_ text: some StringProtocol) {
        let lowered = text.lowercased()
        let hostText: Substring
        let rest: Substring
        if lowered.hasPrefix("[") {
            guard let close = lowered.firstIndex(of: "]") else { return nil }
            hostText = lowered[lowered.index(after: lowered.startIndex)..<close]
            rest = lowered[lowered.index(after: close)...]
            guard hostText.contains(":"), IPAddress(hostText) != nil else { return nil }
            host = .address(String(hostText))
        } else {
            hostText = lowered.prefix { $0 != ":" }
            rest = lowered[hostText.endIndex...]
            if IPAddress(hostText) != nil {
                host = .address(String(hostText))
            } else {
                guard Self.isName(String(hostText)) else { return nil }
                host = .name(String(hostText))
            }
        }
        if rest.isEmpty {
            port = nil
        } else {
            guard rest.hasPrefix(":"), let number = decimalNumber(rest.dropFirst()),
                number <= 65_535
            else { return nil }
            port = number
        }
    }

    /// A host name of ASCII labels. One whose last label is all digits is refused, as some readers
    /// would take it for an IPv4 address.
    static func isName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 253, let last = labels.last, !last.allSatisfy(\.isNumber) else {
            return false
        }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.allSatisfy { $0.isURLLetterOrDigit || $0 == "-" || $0 == "_" }
        }
    }

    /// As it stands in a URL, without a port that equals `defaultPort`.
    func text(without defaultPort: Int?) -> String {
        let bracketed = host.text.contains(":") ? "[\(host.text)]" : host.text
        guard let port, port != defaultPort else { return bracketed }
        return "\(bracketed):\(port)"
    }
}
