import SurfaceKit
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
    @Test("a streamed document has its commas and colons where they belong")
    func stream() {
        var writer = JSONWriter(capacity: 64)
        writer.beginObject()
        writer.key("id")
        writer.value(Int64.min)
        writer.key("most")
        writer.value(UInt64.max)
        writer.key("list")
        writer.beginArray()
        writer.value(0)
        writer.value(-10)
        writer.beginArray()
        writer.endArray()
        writer.beginObject()
        writer.endObject()
        writer.null()
        writer.value(true)
        writer.value(false)
        writer.endArray()
        writer.key("raw")
        writer.value(JSONNumber(text: "1.50") ?? JSONNumber(0))
        writer.key("any")
        writer.value(["a": ["b"]] as JSONValue)
        writer.endObject()
        let expected =
            #"{"id":-9223372036854775808,"most":18446744073709551615,"#
            + #""list":[0,-10,[],{},null,true,false],"raw":1.50,"any":{"a":["b"]}}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test("taking hands over the bytes and starts anew, without a comma left over")
    func take() {
        var writer = JSONWriter()
        writer.value(1)
        #expect(writer.take() == Array("1".utf8))
        writer.value(2)
        #expect(writer.take() == Array("2".utf8))
        #expect(writer.bytes.isEmpty)
    }

    @Test(
        "only what must be is escaped, in keys as in values",
        arguments: [
            ("plain", "plain"), ("", ""), ("\"\\", #"\"\\"#), ("/é多😀", "/é多😀"),
            ("\u{8}\u{9}\u{A}\u{C}\u{D}", #"\b\t\n\f\r"#),
            ("\u{0}\u{7}\u{B}\u{1F}", #"\u0000\u0007\u000b\u001f"#),
            ("\u{7F}\u{85}\u{2028}\u{2029}", "\u{7F}\u{85}\u{2028}\u{2029}"),
            ("\r\n", #"\r\n"#), ("</script>", "</script>"), ("e\u{301}", "e\u{301}"),
        ])
    func escaping(text: String, expected: String) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key(text)
        writer.value(text)
        writer.endObject()
        #expect(writer.take() == Array("{\"\(expected)\":\"\(expected)\"}".utf8))
    }
}
