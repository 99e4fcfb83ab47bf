import SurfaceKit
import Testing

/// Documents made to cost: at a quadratic price the larger ones would run for minutes.
@Suite("Hostile JSON", .timeLimit(.minutes(1)))
struct JSONHostileTests {
    private static let mebibyte = 1_048_576

    @Test(
        "a mebibyte that opens and never closes is refused at the 65th level",
        arguments: ["[", "{\"a\":", "[{\"a\":"])
    func openings(opening: String) {
        let count = JSONHostileTests.mebibyte / opening.utf8.count
        let error = #expect(throws: JSONParseError.self) {
            try JSONValue.parse(Array(String(repeating: opening, count: count).utf8))
        }
        #expect(error?.kind == .tooDeep)
    }

    @Test("200 000 keys in one object are read, found and written")
    func manyKeys() throws {
        let count = 200_000
        let members = (0..<count).map { "\"key\($0)\":\($0)" }.joined(separator: ",")
        let document = Array("{\(members)}".utf8)
        let object = try #require(try JSONValue.parse(document).objectValue)
        #expect(object.count == count)
        for number in 0..<count where object["key\(number)"]?.int64Value != Int64(number) {
            Issue.record("key\(number) has another value")
        }
        #expect(JSONValue.object(object).bytes == document)
    }

    @Test("a mebibyte of digits is a number that neither fits nor takes long")
    func longNumber() throws {
        let digits = String(repeating: "9", count: JSONHostileTests.mebibyte)
        let integer = try #require(try JSONValue.parse(digits.utf8).numberValue)
        #expect(integer.int64 == nil)
        #expect(integer.double == nil)
        let exponent = try #require(try JSONValue.parse("1e\(digits)".utf8).numberValue)
        #expect(exponent.int64 == nil)
        #expect(exponent.text.utf8.count == digits.utf8.count + 2)
    }

    @Test(
        "a mebibyte of one string is read and written",
        arguments: ["a", "é", "\u{301}", "😀", "\\n", "\\u0001", "\\u0041", "\\ud83d\\ude00"])
    func longString(piece: String) throws {
        let count = JSONHostileTests.mebibyte / piece.utf8.count
        let document = "\"\(String(repeating: piece, count: count))\""
        let value = try JSONValue.parse(document.utf8)
        #expect(value.stringValue?.unicodeScalars.count == count)
        #expect(try JSONValue.parse(value.bytes) == value)
    }

    @Test("keys that differ only in their last combining mark are told apart in good time")
    func combiningKeys() throws {
        let marks = String(repeating: "\u{301}", count: 500)
        let members = (0..<1_000).map { "\"a\(marks)\($0)\":0" }.joined(separator: ",")
        let object = try #require(try JSONValue.parse("{\(members)}".utf8).objectValue)
        #expect(object.count == 1_000)
    }
}
