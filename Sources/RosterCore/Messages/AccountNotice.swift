/// What people are told of a change to what logs in to their account or recovers it (THREATS 36).
/// Every text in it is the directory's own; nothing comes as a caller wrote it.
package struct AccountNotice: Sendable, Equatable {
    /// What was changed.
    package enum Change: String, Sendable, CaseIterable {
        case emailChanged = "email.changed"
        case emailRemoved = "email.removed"
        case phoneChanged = "phone.changed"
        case phoneRemoved = "phone.removed"
        case passwordChanged = "password.changed"
        /// The account had no password before.
        case passwordSet = "password.set"
        /// By a code, without the old one.
        case passwordRecovered = "password.recovered"
        case keyCreated = "key.created"
    }

    package let change: Change
    /// With its zone, as the setting `timeZone` has it.
    package let time: String
    package let surface: String
    /// Where the call came from; nil for the command line.
    package let address: String?
    /// The new e-mail or phone, masked; nil where there is none.
    package let newAddress: String?

    package init(
        change: Change, time: String, surface: String, address: String?, newAddress: String?
    ) {
        self.change = change
        self.time = time
        self.surface = surface
        self.address = address
        self.newAddress = newAddress
    }

    /// As the outbox keeps it: a line for each field, empty for none.
    var stored: String {
        [change.rawValue, time, surface, address ?? "", newAddress ?? ""].joined(separator: "\n")
    }

    init?(stored text: String) {
        let lines = text.split(at: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count == 5, let change = Change(rawValue: lines[0]) else { return nil }
        self.init(
            change: change, time: lines[1], surface: lines[2],
            address: lines[3].isEmpty ? nil : lines[3],
            newAddress: lines[4].isEmpty ? nil : lines[4])
    }
}

extension Destination {
    /// For those who are not to learn it whole: `a***@example.com`, `***8000`. Of what its owner
    /// chose, nothing is left that could pass for a code or for words.
    var masked: String {
        switch self {
        case .phone(let phone):
            let digits = phone.key.rawValue.unicodeScalars.filter { ("0"..."9").contains($0) }
            return "***" + String(String.UnicodeScalarView(digits.suffix(4)))
        case .email(let email):
            let parts = email.key.rawValue.split(at: "@")
            let first = parts.first?.unicodeScalars.first
            let isPlain = first.map { ("a"..."z").contains($0) || ("0"..."9").contains($0) }
            let letter = isPlain == true ? first.map { String(Character($0)) } ?? "" : ""
            let domain = parts.count == 2 && Self.isShowable(parts[1]) ? String(parts[1]) : "***"
            return "\(letter)***@\(domain)"
        }
    }

    private static let shownDomainBytesMax = 40

    /// A domain of letters, with at most two digits beside each other.
    private static func isShowable(_ domain: Substring) -> Bool {
        var digits = 0
        for byte in domain.utf8 {
            digits = (0x30...0x39).contains(byte) ? digits + 1 : 0
            if byte >= 0x80 || digits > 2 { return false }
        }
        return domain.utf8.count <= shownDomainBytesMax
    }
}
