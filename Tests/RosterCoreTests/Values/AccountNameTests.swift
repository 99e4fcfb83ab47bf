import RosterCore
import Testing

@Suite("Names of accounts")
struct AccountNameTests {
    @Test(
        "a name may be anything that a person can see and type",
        arguments: [
            "a", "Ada Lovelace", "张三", "Zoë", "e\u{301}", "o'brien", "a@b.c", "13800138000", "%_\\",
            "🦊", "...", "a.", "-", "a/b", "null", "\"", "Ⅷ", "שלום",
            String(repeating: "界", count: 64),
        ])
    func goodNames(_ text: String) throws {
        let name = try AccountName(parsing: text)
        #expect(Array(name.rawValue.utf8) == Array(text.utf8))
        #expect(name.key == FoldedKey(folding: text))
    }

    @Test(
        "a name has 1 to 64 code points",
        arguments: [
            ("", InvalidReason.tooShort(minimum: 1)),
            (String(repeating: "a", count: 65), .tooLong(maximum: 64)),
            // 33 letters to the eye, 66 code points.
            (String(repeating: "e\u{301}", count: 33), .tooLong(maximum: 64)),
        ])
    func sizes(_ text: String, _ reason: InvalidReason) {
        #expect(throws: InvalidField(.name, reason)) { try AccountName(parsing: text) }
    }

    @Test(
        "a name holds no control, format, unassigned or private-use character",
        arguments: [
            "a\u{0}b", "a\nb", "a\tb", "\u{7F}", "a\u{85}b", "a\u{200B}b", "a\u{202E}b",
            "a\u{2066}b",
            "\u{FEFF}a", "a\u{AD}b", "a\u{200D}b", "a\u{E000}", "a\u{F0000}", "a\u{378}",
            "a\u{FFFF}",
            "\u{E0041}",
        ])
    func forbiddenCharacters(_ text: String) {
        #expect(throws: InvalidField(.name, .forbiddenCharacters)) {
            try AccountName(parsing: text)
        }
    }

    @Test(
        "a name is not made of invisible characters alone",
        arguments: ["\u{3164}", "\u{115F}\u{1160}", "\u{FE0F}", "\u{34F}", "\u{FFA0}\u{FFA0}"])
    func invisibleNames(_ text: String) {
        #expect(throws: InvalidField(.name, .forbiddenCharacters)) {
            try AccountName(parsing: text)
        }
    }

    @Test(
        "a name has no white space at its edges, to the eye neither",
        arguments: [
            " a", "a ", "\u{A0}a", "a\u{3000}", "a\u{2003}", "\u{1680}a", " ", "\u{3000}",
            // An invisible letter at the edge hides the space from a look at the first and last.
            "admin \u{3164}", "\u{3164} admin", "admin\u{3000}\u{FE0F}",
        ])
    func edges(_ text: String) {
        #expect(throws: InvalidField.self) { try AccountName(parsing: text) }
    }

    @Test(
        "a name is no step in a path, in any width",
        arguments: [".", "..", "．", "．．", "‥", ".\u{FE0F}"])
    func dots(_ text: String) {
        #expect(throws: InvalidField.self) { try AccountName(parsing: text) }
    }

    @Test(
        "people may give themselves names that pose as nobody's e-mail or phone",
        arguments: ["ada", "ada2", "2ada", "1234a", "a-1234567", "张三", "v1.2", "12-34", "+1"])
    func selfService(_ text: String) throws {
        #expect(try AccountName(parsing: text).isFitForSelfService)
    }

    @Test(
        "people may not give themselves names of digits, or like an e-mail or a phone",
        arguments: [
            "1", "12345", "１２３", "١٢٣", "①", "a@b.c", "@", "a＠b.c", "﹫", "+8613800138000",
            "138-0013-8000", "138 0013 8000", "(138)00138000", "(+86) 138 0013 8000",
            "138.0013.8000",
            "＋８６１３８００１３８０００", "138\u{2010}0013\u{2010}8000", "138\u{2013}0013\u{2013}8000",
            "138\u{1680}0013\u{1680}8000",
        ])
    func reservedForms(_ text: String) throws {
        #expect(try !AccountName(parsing: text).isFitForSelfService)
    }
}
