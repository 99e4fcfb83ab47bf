import RosterCore
import RosterTestSupport
import Testing

@Suite("Phone numbers")
struct PhoneNumberTests {
    @Test(
        "spellings of one mainland mobile number have one key",
        arguments: [
            "13800138000", "+8613800138000", "8613800138000", "008613800138000", "138 0013 8000",
            "138-0013-8000", "+86 138-0013-8000", "+86\u{A0}138\u{2013}0013\u{2014}8000",
            "１３８００１３８０００", "＋８６１３８００１３８０００", " 13800138000 ", "(138) 0013 8000",
            "+86 (0) 138.0013.8000", "013800138000", "0086-0138/0013/8000", "tel:+86-138-0013-8000",
            "\u{0661}\u{0663}\u{0668}\u{0660}\u{0660}13\u{0668}000", "++86 13800138000",
            "１３８（0013）8000",
        ])
    func mainlandMobiles(_ text: String) {
        #expect(PhoneNumber.key(of: text).rawValue == "+8613800138000")
    }

    @Test(
        "spellings of one number of another kind or country have one key, too",
        arguments: [
            ("+1 415 555 2671", "+14155552671"), ("001-415-555-2671", "+14155552671"),
            ("0086 10 6552 9988", "+861065529988"), ("(010) 65529988", "+861065529988"),
            ("+44-20-7946-0958", "+442079460958"), ("+39 02 3661 8300", "+390236618300"),
        ])
    func otherNumbers(_ text: String, _ key: String) {
        #expect(PhoneNumber.key(of: text).rawValue == key)
    }

    @Test(
        "a mobile range that the library has not heard of is one key, too",
        arguments: ["16812345678", "+86 168-1234-5678", "0168 1234 5678"])
    func newRanges(_ text: String) {
        #expect(PhoneNumber.key(of: text).rawValue == "+8616812345678")
    }

    @Test(
        "what is no number, has letters or an extension keeps its own form",
        arguments: [
            ("+86 12800138000", "+8612800138000"), ("86138001380001", "86138001380001"),
            ("1380013800", "1380013800"), ("110", "110"), ("8686138001380", "8686138001380"),
            ("+8686 13800138000", "+868613800138000"), ("138 0013 8000 ext. 5", "13800138000ext.5"),
            ("1-800-FLOWERS", "1800flowers"), ("13800138000#5", "13800138000#5"),
            ("+86+13800138000", "+86+13800138000"), ("13800138000,,5", "13800138000,,5"),
            ("+13800138000", "+13800138000"), ("☎", "☎"),
        ])
    func texts(_ text: String, _ key: String) {
        #expect(PhoneNumber.key(of: text).rawValue == key)
        #expect(!PhoneNumber.isNumber(PhoneNumber.key(of: text)))
    }

    @Test("a number without its country's code is read in the region")
    func regions() throws {
        let germany = try #require(PhoneRegion("de"))
        let america = try #require(PhoneRegion("US"))
        #expect(PhoneNumber.key(of: "030 901820", in: germany).rawValue == "+4930901820")
        #expect(PhoneNumber.key(of: "0049 30 901820", in: germany).rawValue == "+4930901820")
        #expect(PhoneNumber.key(of: "(415) 555-2671", in: america).rawValue == "+14155552671")
        for region in [germany, america] {
            #expect(
                PhoneNumber.key(of: "+86 138 0013 8000", in: region).rawValue == "+8613800138000")
            #expect(!PhoneNumber.isNumber(PhoneNumber.key(of: "13800138000", in: region)))
        }
        #expect(PhoneRegion("XX") == nil && PhoneRegion("") == nil && PhoneRegion("CHN") == nil)
    }

    @Test("a phone is free text and kept as it was written")
    func freeText() throws {
        for text in [
            "ext. 5 (ask for Zoë)", "+86 138-0013-8000", "☎", String(repeating: "1", count: 32),
        ] {
            #expect(try PhoneNumber(parsing: text).rawValue == text)
        }
    }

    @Test(
        "a phone has at most 32 code points, something to see, and no hidden characters",
        arguments: [
            (String(repeating: "1", count: 33), InvalidReason.tooLong(maximum: 32)),
            ("", .malformed), ("  ", .malformed), ("\u{3000}", .malformed),
            ("138\u{0}", .forbiddenCharacters), ("138\n", .forbiddenCharacters),
            ("138\u{200B}", .forbiddenCharacters), ("\u{202E}138", .forbiddenCharacters),
        ])
    func badPhones(_ text: String, _ reason: InvalidReason) {
        #expect(throws: InvalidField(.phone, reason)) { try PhoneNumber(parsing: text) }
    }
}
