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
        "one mailbox has one key however its domain is spelt, at a login id",
        arguments: [
            "jo@bücher.example", "Jo@BÜCHER.Example", "jo@bu\u{308}cher.example",
            "jo@xn--bcher-kva.example", "jo@XN--BCHER-KVA.EXAMPLE", "jo@bücher。example",
            "jo@bücher．example", "jo@bücher｡example", "ｊｏ＠ｂüｃｈｅｒ.example",
            "jo@bücher.ｅｘａｍｐｌｅ", "jo@b\u{AD}ücher.example", "jo@bü\u{200D}cher.example",
        ])
    func oneMailbox(_ text: String) {
        #expect(FoldedKey(folding: text).rawValue == "jo@xn--bcher-kva.example")
        let once = FoldedKey(folding: text).rawValue
        #expect(FoldedKey(folding: once).rawValue == once)
    }

    @Test(
        "what is no address has no domain",
        arguments: ["小明@公司", "a@ü@ü.de", "@bücher.example", "ü@", "a@ü..de", "bücher.example", "ü"])
    func noMailbox(_ text: String) {
        #expect(FoldedKey(folding: text) == FoldedKey(foldingText: text))
    }

    @Test("of two domains that IDNA tells apart each has its key")
    func twoDomains() {
        #expect(FoldedKey(folding: "jo@straße.de").rawValue == "jo@xn--strae-oqa.de")
        #expect(FoldedKey(folding: "jo@strasse.de").rawValue == "jo@strasse.de")
        #expect(FoldedKey(folding: "jo@ς.gr") != FoldedKey(folding: "jo@σ.gr"))
    }

    @Test("a text that is searched keeps its domain as people read it")
    func text() {
        #expect(FoldedKey(foldingText: "Jo@BÜCHER.example").rawValue == "jo@bücher.example")
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
