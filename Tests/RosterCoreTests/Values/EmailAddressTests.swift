import RosterCore
import Testing

@Suite("E-mail addresses")
struct EmailAddressTests {
    private static let local64 = String(repeating: "a", count: 64)
    private static let label63 = String(repeating: "b", count: 63)

    @Test(
        "an address of a person's mailbox is kept as it was written",
        arguments: [
            "ada@example.com", "Ada.Lovelace@Example.COM", "a@b.c", "a+b@example.co.uk", "1@2.3",
            "!#$%&'*+-/=?^_`{|}~@example.com", "用户@例子.中国", "zoë@exämple.com", "a@xn--fsq.com",
            "a@a-b.c-d.e", "a@b。c", "a@ｂ．c", "نص@مثال.إختبار", "a@क्\u{200D}ष.भारत",
            local64 + "@example.com", "a@" + label63 + "." + label63,
        ])
    func goodAddresses(_ text: String) throws {
        let email = try EmailAddress(parsing: text)
        #expect(Array(email.rawValue.utf8) == Array(text.utf8))
        #expect(email.key == FoldedKey(folding: text))
    }

    @Test(
        "anything else is malformed",
        arguments: [
            "", "@", "a", "a@", "@b.c", "a@b", "a@b.", "a@.b", "a@b..c", ".a@b.c", "a.@b.c",
            "a..b@c.d",
            "a@b@c.d", "a b@c.d", "a@b c.d", " a@b.c", "a@b.c ", "a@b.c\n", "a\u{0}@b.c",
            "\"a b\"@c.d",
            "a@[127.0.0.1]", "a@-b.c", "a@b-.c", "a@b_c.d", "a,b@c.d", "<a@b.c>", "a(b)@c.d",
            "a:b@c.d",
            "a@b.c,d@e.f", "a＠b.c", "a\u{200B}@b.c", "a@b\u{200B}.c", "a\u{202E}@b.c",
            "a@b.c\u{3164}", "a@b。。c", "a@b。", "a@ü\u{200D}.c", "a@\u{301}b.c", "a@ü_.c", "a@-ü.c",
            "a@אb.c", "a\r\nBcc:x@b.c", "a@🦊.c", "a@b/c.d",
            local64 + "a@example.com", "a@" + label63 + "b.c",
        ])
    func badAddresses(_ text: String) {
        #expect(throws: InvalidField(.email, .malformed)) { try EmailAddress(parsing: text) }
    }

    @Test(
        "one mailbox is one address however its domain is spelt",
        arguments: ["jo@BÜCHER.example", "jo@xn--bcher-kva.example", "Jo@bücher。example"])
    func domains(_ text: String) throws {
        let email = try EmailAddress(parsing: text)
        #expect(email.key.rawValue == "jo@xn--bcher-kva.example")
        #expect(email.searchText.rawValue == "jo@bücher.example")
    }

    @Test("a domain that is too long on the wire is, however short it is written")
    func longOnTheWire() {
        let labels = (0..<5).map { String(repeating: "ü", count: 19) + "\($0)x" }
        let domain = (labels + labels.prefix(1)).joined(separator: ".")
        let text = "a@" + domain
        #expect(text.utf8.count <= 254)
        // Each label grows to its A-label.
        #expect(throws: InvalidField.self) {
            try EmailAddress(parsing: String(repeating: "l", count: 64) + "@" + domain)
        }
    }

    @Test("an address has at most 254 bytes")
    func sizes() throws {
        let tail = "." + Self.label63 + "." + Self.label63
        let longest = Self.local64 + "@" + String(repeating: "c", count: 61) + tail
        #expect(longest.utf8.count == 254)
        #expect(try EmailAddress(parsing: longest).rawValue == longest)
        #expect(throws: InvalidField(.email, .tooLong(maximum: 254))) {
            try EmailAddress(parsing: Self.local64 + "@" + String(repeating: "c", count: 62) + tail)
        }
        // Bytes, not letters: 64 of two bytes each.
        #expect(throws: InvalidField(.email, .malformed)) {
            try EmailAddress(parsing: String(repeating: "ë", count: 33) + "@example.com")
        }
    }
}
