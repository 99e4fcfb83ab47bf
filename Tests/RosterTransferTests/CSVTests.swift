import RosterCore
import RosterTestSupport
import Testing

@testable import RosterTransfer

@Suite("Comma-separated values")
struct CSVTests {
    struct Scenario: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let rows: [String]

        init(_ sentence: String, _ text: String, _ rows: [String]) {
            testDescription = sentence
            self.text = text
            self.rows = rows
        }
    }

    static let scenarios: [Scenario] = [
        .init("plain cells", "a,b\n1,2\n3,4\n", ["a=1 b=2", "a=3 b=4"]),
        .init("the last line without an end", "a,b\n1,2", ["a=1 b=2"]),
        .init("the last cell quoted without an end", "a,b\n1,\"2\"", ["a=1 b=2"]),
        .init("the last cell empty without an end", "a,b\n1,", ["a=1"]),
        .init("lines that end in CRLF", "a,b\r\n1,2\r\n3,4\r\n", ["a=1 b=2", "a=3 b=4"]),
        .init("lines that end in CR", "a,b\r1,2\r3,4\r", ["a=1 b=2", "a=3 b=4"]),
        .init(
            "lines that end in all three", "a,b\n1,2\r\n3,4\r5,6",
            ["a=1 b=2", "a=3 b=4", "a=5 b=6"]),
        .init("blank lines of all three", "a,b\n\n1,2\r\n\r\n\r\r3,4\n\n", ["a=1 b=2", "a=3 b=4"]),
        .init("blank lines before the header", "\n\r\na,b\n1,2\n", ["a=1 b=2"]),
        .init("no line", "", []), .init("a header alone", "a,b\n", []),
        .init("a header alone without an end", "a,b", []),
        .init("a byte order mark", "\u{FEFF}a,b\n1,2\n", ["a=1 b=2"]),
        .init("a byte order mark and a quoted header", "\u{FEFF}\"a\",b\n1,2\n", ["a=1 b=2"]),
        .init("a byte order mark alone", "\u{FEFF}", []),
        .init("names in capitals", "A,Beta\n1,2\n", ["a=1 beta=2"]),
        .init("commas in quotes", "a,b\n\"1,1\",2\n", ["a=1,1 b=2"]),
        .init("quotes in quotes", "a,b\n\"1\"\"1\",\"\"\"\"\n", ["a=1\"1 b=\""]),
        .init("line ends in quotes", "a,b\n\"1\n1\",\"2\r\n2\"\n", ["a=1\n1 b=2\r\n2"]),
        .init("a lone CR in quotes", "a,b\n\"1\r1\",2\n", ["a=1\r1 b=2"]),
        .init("spaces are kept", "a,b\n 1 , 2\n", ["a= 1  b= 2"]),
        .init("no value", "a,b\n,2\n1,\n", ["b=2", "a=1"]),
        .init("an empty text", "a,b\n\"\",2\n", ["a= b=2"]),
        .init("an empty text alone in its line", "a\n\"\"\n", ["a="]),
        .init("NULL and \\N for no value", "a,b\nNULL,\\N\n", [""]),
        .init("the words NULL and \\N in quotes", "a,b\n\"NULL\",\"\\N\"\n", ["a=NULL b=\\N"]),
        .init(
            "what only looks like NULL", "a,b\nnull,\\n\n NULL,NULLS\n",
            ["a=null b=\\n", "a= NULL b=NULLS"]),
        .init("a stray quote in a cell", "a,b\n1\"1,2\n3,4\n", ["!", "a=3 b=4"]),
        .init("text after a quoted cell", "a,b\n\"1\"1,2\n3,4\n", ["!", "a=3 b=4"]),
        .init("a space after a quoted cell", "a,b\n\"1\" ,2\n3,4\n", ["!", "a=3 b=4"]),
        .init("a space before a quoted cell", "a,b\n \"1\",2\n3,4\n", ["!", "a=3 b=4"]),
        .init("a quote that never closes", "a,b\n1,2\n\"3,4\n5,6\n", ["a=1 b=2", "!"]),
        .init("too few cells", "a,b\n1\n3,4\n", ["!", "a=3 b=4"]),
        .init("too many cells", "a,b\n1,2,3\n3,4\n", ["!", "a=3 b=4"]),
        .init("a comma at the end is a cell", "a,b\n1,2,\n", ["!"]),
        .init("a line of commas", "a,b\n,\n", [""]),
        .init("guards are taken away", "a,b\n'=1,''+1\n", ["a==1 b='+1"]),
        .init("apostrophes that guard nothing stay", "a,b\n'x,'\n", ["a='x b='"]),
        .init("formulas of old tables are texts", "a,b\n=1,-1\n", ["a==1 b=-1"]),
        .init("NUL is a character", "a,b\n\u{0},2\n", ["a=\u{0} b=2"]),
    ]

    @Test("are read as RFC 4180 has them", arguments: scenarios)
    func reading(_ scenario: Scenario) async throws {
        #expect(try await ReadTable.words(scenario.text, .csv) == scenario.rows)
    }

    @Test("that are not in UTF-8 cost their row, and no other")
    func badBytes() async throws {
        for bytes: [UInt8] in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF8]] {
            let table = Array("a,b\n1,".utf8) + bytes + Array("\n3,4\n".utf8)
            #expect(try await ReadTable.words(table, .csv) == ["!", "a=3 b=4"], "\(bytes)")
        }
    }

    @Test("number their rows in the file's order, faulty ones too")
    func numbers() async throws {
        let records = try await ReadTable.records("a\n1\n\n\"x\"y\n3\n", .csv)
        #expect(records.map(\.number) == [1, 2, 3])
        #expect(records.map { $0.fault == nil } == [true, false, true])
    }

    @Test("of a row without measure are not kept, and the next row is read")
    func tooLong() async throws {
        let long = [UInt8](repeating: 0x78, count: TransferBounds.rowBytesMax + 1)
        for (opening, closing) in [("", ""), ("\"", "\""), ("\"\"\"\n,", "\n\""), ("1,\"", "\",")] {
            let table =
                Array("a,b\n1,2\n".utf8) + Array(opening.utf8) + long + Array(closing.utf8)
                + Array("\n3,4\n".utf8)
            #expect(
                try await ReadTable.words(table, .csv) == ["a=1 b=2", "!", "a=3 b=4"],
                "\(opening)")
        }
    }

    @Test("are the same wherever the file's pieces are cut")
    func pieces() async throws {
        let pieceBytes = 256 * 1024
        let rows = Array("\"p\"\"\n\",é\r\n\"\",🙂\r\r\"NULL\",'=1\n".utf8)
        let expected = ["a=p\"\n b=é", "a= b=🙂", "a=NULL b==1"]
        let head = Array("\u{FEFF}a,b\n".utf8)
        for cut in 0...rows.count {
            let filling = pieceBytes - head.count - cut - 3
            let table =
                head + [UInt8](repeating: 0x78, count: filling) + Array(",y\n".utf8) + rows
            let words = try await ReadTable.words(table, .csv)
            #expect(Array(words.dropFirst()) == expected, "cut after byte \(cut)")
        }
    }
}
