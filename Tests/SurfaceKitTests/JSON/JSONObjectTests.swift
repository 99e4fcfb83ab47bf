import SurfaceKit
import Testing

@Suite("JSON objects")
struct JSONObjectTests {
    @Test("composed and decomposed letters are two keys, found apart", arguments: [0, 100])
    func codePoints(others: Int) throws {
        // With many members, keys are found through an index instead of a scan.
        let rest = (0..<others).map { ",\"k\($0)\":0" }.joined()
        let document = "{\"\u{E9}\":1,\"e\u{301}\":2\(rest)}"
        let object = try #require(try JSONValue.parse(document.utf8).objectValue)
        #expect(object["\u{E9}"] == 1)
        #expect(object["e\u{301}"] == 2)
        #expect(object.count == others + 2)
    }

    @Test(
        "setting keeps the place of a key, appends a new one, and nil removes", arguments: [0, 100])
    func editing(others: Int) {
        var object: JSONObject = ["b": 1, "a": 2, "c": 3]
        for number in 0..<others { object["k\(number)"] = 0 }
        object["a"] = "new"
        object["d"] = true
        object["b"] = nil
        object["missing"] = nil
        #expect(object.keys == ["a", "c"] + (0..<others).map { "k\($0)" } + ["d"])
        #expect(object["a"] == "new")
        #expect(object["b"] == nil)
        #expect(object["c"] == 3)
        #expect(object["d"] == true)
    }

    @Test(
        "a key in another case is found unless the exact one is there",
        arguments: [
            ("name", 1), ("Name", 2), ("NAME", 3), ("nAME", 3), ("user-ID", 4), ("É", nil),
            ("é", 5),
            ("names", nil), ("", nil),
        ] as [(String, Int64?)])
    func caseInsensitive(key: String, expected: Int64?) {
        let object: JSONObject = ["name": 1, "Name": 2, "NAME": 3, "User-Id": 4, "é": 5]
        #expect(object.member(caseInsensitive: key)?.int64Value == expected)
    }

    @Test("order, spelling and code points make a difference, space does not")
    func equality() throws {
        func value(_ document: String) throws -> JSONValue {
            try JSONValue.parse(document.utf8)
        }
        #expect(try value(#"{"a":1,"b":2}"#) == value(#"{ "a" : 1, "b" : 2 }"#))
        #expect(try value(#"{"a":1,"b":2}"#) != value(#"{"b":2,"a":1}"#))
        #expect(try value(#"{"a":1}"#) != value(#"{"a":1.0}"#))
        #expect(try value(#"{"a":1}"#) != value(#"{"a":1,"b":2}"#))
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
        #expect(["\u{E9}": 1] as JSONObject != ["e\u{301}": 1])
        #expect(JSONValue.null != false)
        #expect([1] as JSONValue != 1)
    }

    @Test("literals keep their order, and a later value replaces an earlier one")
    func literals() {
        let value: JSONValue = ["z": "text", "a": [1, true, .null, ["k": -5]], "z": 2]
        #expect(value.description == #"{"z":2,"a":[1,true,null,{"k":-5}]}"#)
        #expect(JSONValue.object(JSONObject([("a", .string("b"))])).description == #"{"a":"b"}"#)
        #expect(JSONObject().isEmpty)
        #expect(!(["a": 1] as JSONObject).isEmpty)
    }

    @Test("an accessor answers only for its own kind of value")
    func accessors() {
        let values: [JSONValue] = [.null, true, 1, "x", [], [:]]
        #expect(values.map(\.isNull) == [true, false, false, false, false, false])
        #expect(values.map { $0.boolValue != nil } == [false, true, false, false, false, false])
        #expect(values.map { $0.int64Value != nil } == [false, false, true, false, false, false])
        #expect(values.map { $0.stringValue != nil } == [false, false, false, true, false, false])
        #expect(values.map { $0.arrayValue != nil } == [false, false, false, false, true, false])
        #expect(values.map { $0.objectValue != nil } == [false, false, false, false, false, true])
    }
}
