import SurfaceKit
import Testing

@Suite("Reading JSON")
struct JSONParserTests {
    @Test(
        "a compact document comes back byte for byte",
        arguments: [
            "null", "true", "false", "0", "-0", "1.0", "1e2", "-1.50E+07", "\"\"", "[]", "{}",
            "12345678901234567890.12345678901234567890", "1e-400", "[[[]],{}]",
            #"{"z":1,"a":{"y":[1,2.0],"b":null},"m":"x"}"#, #""/ é 多 \u0001 \\ \" \n""#,
            "\"\u{2028}\u{2029}\u{7F}\u{FFFE}\u{1F600}\"",
        ])
    func roundTrip(document: String) throws {
        let value = try JSONValue.parse(Array(document.utf8))
        #expect(value.bytes == Array(document.utf8))
    }

    @Test("space is allowed wherever the grammar has it, and is not kept")
    func space() throws {
        let value = try parse(" \t\r\n{ \"a\" : [ 1 , true ] , \"b\" : { } } \n")
        #expect(value.description == #"{"a":[1,true],"b":{}}"#)
    }

    @Test(
        "escapes become what they stand for",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""\u0041\u00e9\u00E9""#, "A\u{E9}\u{E9}"),
            (#""\uD83D\ude00!""#, "\u{1F600}!"),
            (#""\u0000\uFFFF""#, "\u{0}\u{FFFF}"),
            (#""a\nb\nc""#, "a\nb\nc"),
        ])
    func escapes(document: String, text: String) throws {
        #expect(try parse(document) == .string(text))
    }

    @Test("64 levels are accepted and 65 are refused, of arrays and of objects")
    func depth() throws {
        func arrays(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        func objects(_ depth: Int) -> String {
            String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
        }
        #expect(try parse(arrays(64)).description == arrays(64))
        #expect(try parse(objects(64)).description == objects(64))
        #expect(throws: JSONParseError(offset: 64, kind: .tooDeep)) { try parse(arrays(65)) }
        #expect(throws: JSONParseError(offset: 320, kind: .tooDeep)) { try parse(objects(65)) }
        #expect(throws: JSONParseError(offset: 1, kind: .tooDeep)) {
            try JSONValue.parse(Array("[[]]".utf8), depthMax: 1)
        }
        // However deep the caller wants to go, the stack decides.
        let ceiling = JSONValue.depthMaxCeiling
        #expect(throws: JSONParseError(offset: ceiling, kind: .tooDeep)) {
            try JSONValue.parse(Array(arrays(ceiling + 1).utf8), depthMax: .max)
        }
    }

    @Test("what follows the value is refused, or left alone on request")
    func trailingData() throws {
        let document = Array("{} x".utf8)
        #expect(throws: JSONParseError(offset: 3, kind: .trailingData)) {
            try JSONValue.parse(document)
        }
        #expect(try JSONValue.parse(document, allowsTrailingData: true) == [:])
    }

    @Test("any collection of bytes can be read, not only an array from zero")
    func slices() throws {
        let padded = Array("xx[1]xx".utf8)
        #expect(try JSONValue.parse(padded[2..<5]) == [1])
        #expect(try JSONValue.parse("[1]".utf8) == [1])
    }

    @Test("a fault is described by its kind and offset, without a word of the document")
    func description() {
        let error = JSONParseError(offset: 7, kind: .duplicateKey)
        #expect(error.description == "duplicate key at byte 7")
    }

    private func parse(_ document: String) throws -> JSONValue {
        try JSONValue.parse(Array(document.utf8))
    }
}
