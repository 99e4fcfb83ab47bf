import RosterCore
import RosterTestSupport
import SurfaceKit
import Testing

@testable import RosterTransfer

@Suite("JSON Lines")
struct JSONLinesTests {
    private static func nested(_ depth: Int) -> String {
        #"{"a":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            + "}"
    }

    static let scenarios: [CSVTests.Scenario] = [
        .init("one object a line", "{\"a\":1}\n{\"a\":\"x\"}\n", ["a=1", "a=x"]),
        .init("the last line without an end", "{\"a\":1}", ["a=1"]),
        .init("lines that end in CRLF", "{\"a\":1}\r\n{\"a\":2}\r\n", ["a=1", "a=2"]),
        .init("blank lines", "\n{\"a\":1}\n\r\n \t\n{\"a\":2}\n\n", ["a=1", "a=2"]),
        .init("no line", "", []), .init("a byte order mark", "\u{FEFF}{\"a\":1}\n", ["a=1"]),
        .init("null is no value", #"{"a":null,"b":""}"#, ["b="]),
        .init("an object within", #"{"M":{"Id":1,"b":null}}"#, [#"m={"Id":1,"b":null} m.id=1"#]),
        .init("a list and a truth", #"{"a":[1],"b":true}"#, ["a=[1] b=true"]),
        .init(
            "big numbers as they are spelt", #"{"a":12345678901234567890}"#,
            ["a=12345678901234567890"]),
        .init("texts that CSV would guard", #"{"a":"'=1","b":"NULL"}"#, ["a='=1 b=NULL"]),
        .init("no JSON", "nonsense\n{\"a\":1}\n", ["!", "a=1"]),
        .init("half a line", "{\"a\":\n{\"a\":1}\n", ["!", "a=1"]),
        .init("two objects in a line", "{\"a\":1}{\"a\":2}\n{\"a\":3}\n", ["!", "a=3"]),
        .init(
            "something else than an object", "1\n[1]\n\"x\"\nnull\n{}\n", ["!", "!", "!", "!", ""]),
        .init("a member twice", #"{"a":1,"a":2}"#, ["!"]),
        .init("a lone surrogate", #"{"a":"\ud800"}"#, ["!"]),
        .init(
            "deep", nested(60),
            ["a=" + String(repeating: "[", count: 60) + String(repeating: "]", count: 60)]),
        .init("too deep", nested(66), ["!"]), .init("absurdly deep", nested(100_000), ["!"]),
    ]

    @Test("are read line by line", arguments: scenarios)
    func reading(_ scenario: CSVTests.Scenario) async throws {
        #expect(try await ReadTable.words(scenario.text, .jsonl) == scenario.rows)
    }

    @Test("that differ in case alone are not one of the two by chance")
    func caseTwins() async throws {
        let first = try await ReadTable.words(#"{"name":"x","NAME":"y"}"#, .jsonl)
        for _ in 0..<5 {
            #expect(try await ReadTable.words(#"{"name":"x","NAME":"y"}"#, .jsonl) == first)
        }
    }

    @Test("without measure are not kept, and the next line is read")
    func tooLong() async throws {
        let long = [UInt8](repeating: 0x78, count: TransferBounds.rowBytesMax + 1)
        let table = Array("{\"a\":\"".utf8) + long + Array("\"}\n{\"a\":1}\n".utf8)
        #expect(try await ReadTable.words(table, .jsonl) == ["!", "a=1"])
        #expect(try await ReadTable.words(Array(long), .jsonl) == ["!"])
    }

    @Test("that are not in UTF-8 cost their row, and no other")
    func badBytes() async throws {
        let table = Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}\n{\"a\":1}\n".utf8)
        #expect(try await ReadTable.words(table, .jsonl) == ["!", "a=1"])
    }
}
