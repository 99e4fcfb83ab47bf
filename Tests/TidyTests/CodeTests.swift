import Testing

/// How the code reads (STYLE).
@Suite struct CodeTests {
    @Test("No note of unfinished work, no way to crash on what can happen")
    func nothingUnfinished() throws {
        let words = [
            "TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK", "fatal" + "Error(", "try" + "!",
        ]
        for folder in ["Sources", "Tests", "bench"] {
            for file in try SourceTree.files(in: folder, suffix: ".swift") {
                for word in words where file.text.contains(word) {
                    Issue.record("\(file.path) holds \(word)")
                }
            }
        }
    }

    @Test("Files stay one idea: at most 350 lines")
    func filesAreSmall() throws {
        for folder in ["Sources", "Tests"] {
            for file in try SourceTree.files(in: folder, suffix: ".swift") {
                #expect(file.lines.count <= 350, "\(file.path) has \(file.lines.count) lines")
            }
        }
    }

    @Test("Functions fit a screen: at most 70 lines")
    func functionsAreShort() throws {
        for file in try SourceTree.files(in: "Sources", suffix: ".swift") {
            for (name, length) in Self.functions(of: file) where length > 70 {
                Issue.record("\(file.path): \(name) has \(length) lines")
            }
        }
    }

    @Test("What other targets may use is documented, types and functions alike")
    func sharedDeclarationsAreDocumented() throws {
        for file in try SourceTree.files(in: "Sources", suffix: ".swift") {
            let lines = file.lines.map { $0.drop { $0 == " " } }
            for (number, line) in lines.enumerated() {
                guard Self.needsComment(line) else { continue }
                let before = lines[..<number].last { !$0.hasPrefix("@") } ?? ""
                #expect(
                    before.hasPrefix("///"),
                    "\(file.path):\(number + 1) has no doc comment: \(line)")
            }
        }
    }

    /// What reads the operator's own words, or names that the system gave.
    private static let readersOfOwnWords: Set = ["RosterServer", "RosterSettings", "roster"]

    // A separator with a combining mark behind it is one `Character` with it, and would be missed.
    @Test("What others send is read by code points, never by graphemes")
    func textsAreReadByCodePoints() throws {
        let byGraphemes =
            #/(?<view>\.utf8|\.unicodeScalars|[sS]calars)?\.(?:split\(separator: "|firstIndex\(of: "|lastIndex\(of: "|firstRange\(of:|hasPrefix\(|hasSuffix\(|components\(separatedBy|(?:first|last) [!=]= "|index\((?:after|before): |contains\("[^"]"\))/#
        #expect("a.split(separator: \",\")".contains(byGraphemes))
        for file in try SourceTree.files(in: "Sources", suffix: ".swift")
        where !Self.readersOfOwnWords.contains(file.target) {
            for (number, line) in file.lines.enumerated() {
                for match in line.matches(of: byGraphemes) where match.output.view == nil {
                    Issue.record("\(file.path):\(number + 1) reads by graphemes: \(match.output.0)")
                }
            }
        }
    }

    @Test("Nothing is public: what targets share is package")
    func nothingIsPublic() throws {
        for file in try SourceTree.files(in: "Sources", suffix: ".swift") {
            for (number, line) in file.lines.enumerated()
            where line.drop(while: { $0 == " " }).hasPrefix("public ") {
                // A conformance to a library's protocol must be as visible as the protocol.
                let isConformance = ["init?(argument:", "static var allValueStrings"].contains {
                    line.contains($0)
                }
                #expect(isConformance, "\(file.path):\(number + 1)")
            }
        }
    }

    /// Types and protocols that other targets may use.
    private static func needsComment(_ line: Substring) -> Bool {
        ["struct", "enum", "final class", "protocol", "actor"].contains {
            line.hasPrefix("package \($0) ")
        }
    }

    /// Name and number of lines of each function, by indentation.
    private static func functions(of file: SourceTree.File) -> [(String, Int)] {
        var found: [(String, Int)] = []
        let lines = file.lines
        for (start, line) in lines.enumerated() where line.contains("func ") {
            let indent = line.prefix { $0 == " " }
            // The next line at the function's own depth that does not go on with its signature;
            // a requirement of a protocol has none that closes it.
            let atDepth = lines[(start + 1)...].firstIndex { next in
                next.hasPrefix(indent) && ![" ", ")"].contains(next.dropFirst(indent.count).first)
                    && next != indent && !next.isEmpty
            }
            guard let end = atDepth, lines[end].dropFirst(indent.count).first == "}" else {
                continue
            }
            found.append((line.trimmingPrefix(indent).description, end - start + 1))
        }
        return found
    }
}
