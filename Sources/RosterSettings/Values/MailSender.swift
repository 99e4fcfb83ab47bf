/// The sender of mails: an address, and a name to show with it.
package struct MailSender: Sendable, Equatable, CustomStringConvertible {
    /// Any text without control characters, `<`, `>` and `"`; not yet encoded for a header.
    package let name: String?
    /// ASCII, one `@`; the domain may be a single label such as `localhost`.
    package let address: String

    init(name: String?, address: String) {
        self.name = name
        self.address = address
    }

    /// `someone@example.com` or `Name <someone@example.com>`; nil for anything else.
    package init?(_ text: String) {
        guard let open = text.firstIndex(of: "<") else {
            guard Self.isAddress(text) else { return nil }
            self.init(name: nil, address: text)
            return
        }
        guard text.hasSuffix(">") else { return nil }
        let address = String(text[text.index(after: open)...].dropLast())
        let name = trimmed(text[..<open])
        guard Self.isAddress(address), Self.isName(name) else { return nil }
        self.init(name: name.isEmpty ? nil : name, address: address)
    }

    package var description: String {
        name.map { "\($0) <\(address)>" } ?? address
    }

    private static func isName(_ text: String) -> Bool {
        text.count <= 128 && !text.hasControlCharacters && !text.contains { "<>\"".contains($0) }
    }

    /// A dot-atom of at most 64 bytes, `@`, a host name; 254 bytes in all (RFC 5321 §4.5.3.1).
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, parts[0].utf8.count <= 64 else {
            return false
        }
        let atoms = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let atomsAreSound = atoms.allSatisfy { atom in
            !atom.isEmpty
                && atom.allSatisfy {
                    $0.isURLLetterOrDigit || "!#$%&'*+-/=?^_`{|}~".contains($0)
                }
        }
        return atomsAreSound && HostAndPort.isName(String(parts[1]))
    }
}
