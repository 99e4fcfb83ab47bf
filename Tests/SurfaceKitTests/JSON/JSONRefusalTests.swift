import SurfaceKit
import Testing

@Suite("Refusing what is not JSON")
struct JSONRefusalTests {
    @Test(
        "a malformed document is refused at the right byte",
        arguments: [
            // Nothing, or not all of it.
            ("", 0, .unexpectedEnd), (" ", 1, .unexpectedEnd), ("[", 1, .unexpectedEnd),
            ("[1", 2, .unexpectedEnd), ("[1,", 3, .unexpectedEnd), ("{", 1, .unexpectedEnd),
            (#"{"a""#, 4, .unexpectedEnd), (#"{"a":"#, 5, .unexpectedEnd),
            (#"{"a":1"#, 6, .unexpectedEnd), (#"{"a":1,"#, 7, .unexpectedEnd),
            ("\"abc", 4, .unexpectedEnd), (#""\"#, 2, .unexpectedEnd), ("tru", 3, .unexpectedEnd),
            (#""\u12"#, 5, .unexpectedEnd),
            // Commas, comments, quotes, names.
            ("[1,]", 3, .unexpectedByte), ("[,1]", 1, .unexpectedByte),
            ("[1 2]", 3, .unexpectedByte), (#"{"a":1,}"#, 7, .unexpectedByte),
            (#"{"a" 1}"#, 5, .unexpectedByte), (#"{"a":}"#, 5, .unexpectedByte),
            ("{a:1}", 1, .unexpectedByte), ("{1:1}", 1, .unexpectedByte),
            ("{'a':1}", 1, .unexpectedByte), ("[1}", 2, .unexpectedByte),
            ("]", 0, .unexpectedByte), ("/**/1", 0, .unexpectedByte),
            ("1//", 1, .trailingData), ("1 2", 2, .trailingData), ("{}}", 2, .trailingData),
            ("True", 0, .unexpectedByte), ("nulL", 3, .unexpectedByte),
            ("undefined", 0, .unexpectedByte), ("\u{A0}1", 0, .unexpectedByte),
            ("\u{B}1", 0, .unexpectedByte), ("1\u{0}", 1, .trailingData),
            // Numbers.
            ("NaN", 0, .unexpectedByte), ("Infinity", 0, .unexpectedByte),
            ("-Infinity", 0, .malformedNumber), ("+1", 0, .unexpectedByte),
            (".5", 0, .unexpectedByte), ("-", 0, .malformedNumber), ("[1.]", 1, .malformedNumber),
            ("1e", 0, .malformedNumber), ("1e+", 0, .malformedNumber),
            ("-.5", 0, .malformedNumber), ("01", 1, .trailingData), ("-01", 2, .trailingData),
            ("0x10", 1, .trailingData), ("1.0.0", 3, .trailingData), ("1_000", 1, .trailingData),
            // Strings.
            ("\"a\nb\"", 2, .controlCharacter), ("\"\t\"", 1, .controlCharacter),
            ("\"\u{0}\"", 1, .controlCharacter), ("\"\\n\u{1F}\"", 3, .controlCharacter),
            (#""\x41""#, 1, .malformedEscape), (#""\'""#, 1, .malformedEscape),
            (#""\U0041""#, 1, .malformedEscape), (#""\u00g0""#, 1, .malformedEscape),
            (#""\u 041""#, 1, .malformedEscape),
            (#""\ud800""#, 1, .loneSurrogate), (#""a\udc00""#, 2, .loneSurrogate),
            (#""\ud800\n""#, 1, .loneSurrogate), (#""\ud800\ud800""#, 1, .loneSurrogate),
            (#""\ud800\u0041""#, 1, .loneSurrogate),
            // Keys.
            (#"{"a":1,"a":2}"#, 7, .duplicateKey), (#"{"a":1,"\u0061":2}"#, 7, .duplicateKey),
            (#"{"b":{"":1,"":2}}"#, 11, .duplicateKey),
            ("\u{FEFF}{}", 0, .byteOrderMark),
        ] as [(String, Int, JSONParseError.Kind)])
    func refusal(document: String, offset: Int, kind: JSONParseError.Kind) {
        #expect(throws: JSONParseError(offset: offset, kind: kind)) {
            try JSONValue.parse(Array(document.utf8))
        }
    }

    @Test(
        "malformed UTF-8 in a string is refused",
        arguments: [
            [0x80], [0xC3], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0xAF],
            [0xF4, 0x90, 0x80, 0x80], [0xFF],
            // Also where escapes make a copy first, and not across them.
            [0x5C, 0x6E, 0xFF], [0xC3, 0x5C, 0x6E, 0xA9],
        ] as [[UInt8]])
    func malformedUTF8(bytes: [UInt8]) {
        let document = [0x5B, 0x22] + bytes + [0x22, 0x5D]
        #expect(throws: JSONParseError(offset: 1, kind: .malformedUTF8)) {
            try JSONValue.parse(document)
        }
    }

    @Test("malformed UTF-8 outside a string is refused")
    func malformedUTF8Outside() {
        #expect(throws: JSONParseError(offset: 1, kind: .unexpectedByte)) {
            try JSONValue.parse([0x5B, 0xFF, 0x5D])
        }
    }

    @Test("a duplicate is found among many keys, too")
    func duplicateAmongMany() {
        let members = (0..<1_000).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(throws: JSONParseError.self) {
            try JSONValue.parse(Array("{\(members),\"k500\":1}".utf8))
        }
    }
}
