import Testing

@testable import roster

@Suite("Text for roff")
struct RoffTests {
    @Test(
        "prose is never taken for a request, a macro or an escape",
        arguments: [
            (".json or .csv", ["\\&.json or .csv"]),
            ("'quoted' words", ["\\&'quoted' words"]),
            ("C:\\new and \\fB", ["C:\\enew and \\efB"]),
            ("say --data ./data", ["say \\-\\-data ./data"]),
            ("a ~ b ^ \"c\"", ["a \\(ti b \\(ha \\(dqc\\(dq"]),
            ("run `roster config` first", ["run \\fBroster config\\fR first"]),
            ("姓名", ["\\[u59D3]\\[u540D]"]),
            ("", []),
        ])
    func escapes(prose: String, lines: [String]) {
        #expect(Roff.lines(prose) == lines)
    }

    @Test(
        "each sentence begins a line, and no abbreviation ends one",
        arguments: [
            ("One. Two! (Three?) Four", ["One.", "Two!", "(Three?)", "Four"]),
            ("Take one, e.g. this.", ["Take one, e.g.\\& this."]),
            ("See `iam.prefix`. Then", ["See \\fBiam.prefix\\fR.", "Then"]),
            ("Line\nbreaks and  spaces", ["Line breaks and spaces"]),
        ])
    func sentences(prose: String, lines: [String]) {
        #expect(Roff.lines(prose) == lines)
    }

    @Test("lines are at most 80 bytes long, and a dot that comes to begin one is guarded")
    func width() {
        let lines = Roff.lines(Array(repeating: ".dot", count: 60).joined(separator: " "))
        #expect(lines.count == 4)
        #expect(lines.allSatisfy { $0.hasPrefix("\\&.dot") && $0.utf8.count <= 80 })
    }

    @Test(
        "an argument of a macro is one, and text",
        arguments: [
            ("user", "user"), ("two words", "\"two words\""), ("Ar", "\\&Ar"), ("|", "\\&|"),
            ("-data", "\\-data"), ("h", "h"), ("", "\"\""), ("a\"b", "a\\(dqb"),
        ])
    func arguments(text: String, argument: String) {
        #expect(Roff.argument(text) == argument)
    }
}
