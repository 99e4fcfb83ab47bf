import RosterCore
import Testing

@Suite("Phone numbers")
struct PhoneNumberTests {
    @Test(
        "spellings of one mainland mobile number have one key",
        arguments: [
            "13800138000", "+8613800138000", "8613800138000", "008613800138000", "138 0013 8000",
            "138-0013-8000", "+86 138-0013-8000", "+86\u{A0}138\u{2013}0013\u{2014}8000",
            "１３８００１３８０００", "＋８６１３８００１３８０００", " 13800138000 ",
        ])
    func mainlandMobiles(_ text: String) {
        #expect(PhoneNumber.key(of: text).rawValue == "13800138000")
    }

    @Test(
        "other numbers keep all their digits",
        arguments: [
            ("+1 415 555 2671", "+14155552671"), ("0086 10 6552 9988", "00861065529988"),
            ("+86 12800138000", "+8612800138000"), ("86138001380001", "86138001380001"),
            ("1380013800", "1380013800"), ("110", "110"), ("+44-20-7946-0958", "+442079460958"),
            ("8686138001380", "8686138001380"), ("+8686 13800138000", "+868613800138000"),
        ])
    func otherNumbers(_ text: String, _ key: String) {
        #expect(PhoneNumber.key(of: text).rawValue == key)
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
