import RosterCore
import RosterTestSupport
import Testing

@Suite("The form in which texts are compared")
struct FoldedKeyTests {
    @Test(
        "spellings of one name have one key",
        arguments: [
            ("Ada", "ada"), ("ADA", "ada"), ("ＡＤＡ", "ada"), ("a\u{200B}da", "ada"),
            ("a\u{AD}da", "ada"), ("\u{FEFF}ada", "ada"), ("ada\u{FE0F}", "ada"),
            ("a\u{3164}da", "ada"),
            ("a\u{34F}da", "ada"), ("\u{202E}ada", "ada"), ("a\u{E0041}da", "ada"), ("ªda", "ada"),
            ("e\u{301}", "é"), ("É", "é"), ("STRASSE", "straße"), ("ﬁ", "fi"), ("Ⅷ", "viii"),
            ("①", "1"), ("ｶﾞ", "ガ"), ("Å", "å"), ("Σ", "ς"), ("\u{3000}", " "), ("𝐀𝖉𝕒", "ada"),
            ("", ""),
        ])
    func oneKey(_ left: String, _ right: String) {
        let keys = [FoldedKey(folding: left), FoldedKey(folding: right)]
        #expect(keys[0] == keys[1])
        #expect(Array(keys[0].rawValue.utf8) == Array(keys[1].rawValue.utf8))
    }

    @Test(
        "what people can tell apart has keys of its own",
        arguments: [
            ("ada", "adа"), ("a", "á"), ("a b", "ab"), ("a-b", "ab"), ("i", "ı"), ("1", "l"),
            ("", " "),
            ("か", "カ"), ("后", "後"),
        ])
    func twoKeys(_ left: String, _ right: String) {
        #expect(FoldedKey(folding: left) != FoldedKey(folding: right))
    }

    @Test(
        "a text of ignorable characters alone has an empty key",
        arguments: ["", "\u{200B}", "\u{3164}\u{FE0F}", "\u{AD}\u{2060}\u{E0020}"])
    func emptyKeys(_ text: String) {
        #expect(FoldedKey(folding: text).isEmpty)
    }

    @Test("folding a key again changes nothing, whatever the text")
    func foldingIsStable() {
        let random = SeededBytes(seed: 20_240_229)
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<6 {
                let bytes = random.next(4)
                let value = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                // Half from the first planes' scripts, half from anywhere.
                let scalar = Unicode.Scalar(bytes[0] < 128 ? value % 0x3000 : value % 0x11_0000)
                if let scalar { text.unicodeScalars.append(scalar) }
            }
            let once = FoldedKey(folding: text).rawValue
            let twice = FoldedKey(folding: once).rawValue
            #expect(Array(once.utf8) == Array(twice.utf8), "\(text.unicodeScalars.map(\.value))")
        }
    }

    @Test("a text that grows eighteenfold is folded whole")
    func growth() {
        let once = FoldedKey(folding: "\u{FDFA}").rawValue
        #expect(once.unicodeScalars.count == 18)
        let many = FoldedKey(folding: String(repeating: "\u{FDFA}", count: 1000)).rawValue
        #expect(many == String(repeating: once, count: 1000))
    }
}
