import Foundation
import RosterServer
import RosterSettings
import Testing

/// The documents say what is so.
@Suite struct DocumentTests {
    @Test(
        "The README's table of settings is the code's own",
        arguments: ["README.md", "README.zh-CN.md"])
    func settingsTableIsCurrent(readme: String) throws {
        #expect(try SourceTree.text(of: readme).contains(SettingsReference.markdown))
    }

    @Test("Both READMEs have the same sections and the same commands")
    func readmesAreEqual() throws {
        let english = try SourceTree.text(of: "README.md")
        let chinese = try SourceTree.text(of: "README.zh-CN.md")
        #expect(Self.headingLevels(english) == Self.headingLevels(chinese))
        #expect(Self.code(english) == Self.code(chinese))
    }

    @Test("Every make target that a document names exists")
    func makeTargetsExist() throws {
        let makefile = try SourceTree.text(of: "Makefile")
        for path in ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "ARCHITECTURE.md"] {
            for match in try SourceTree.text(of: path).matches(of: /`make ([a-z-]+)/) {
                #expect(makefile.contains("\n\(match.1):"), "\(path) names make \(match.1)")
            }
        }
    }

    @Test("Every surface has a docs page, recorded transcripts, and a place in both READMEs")
    func surfacesAreDocumented() throws {
        let surfaces = try SourceTree.folders(in: "Sources").filter {
            $0.hasPrefix("Surface") && $0 != "SurfaceKit"
        }
        #expect(!surfaces.isEmpty)
        for folder in surfaces {
            let name = folder.dropFirst("Surface".count)
            #expect(SourceTree.exists("docs/surfaces/\(name.lowercased()).md"))
            let goldens = try SourceTree.files(
                in: "Tests/\(folder)Tests/Transcripts", suffix: ".txt")
            #expect(!goldens.isEmpty, "\(folder) has no transcripts")
            #expect(try SourceTree.text(of: "README.md").contains(name))
        }
    }

    @Test("Every test that ARCHITECTURE.md names as holding an invariant exists")
    func invariantsNameTheirTests() throws {
        let tests = try SourceTree.files(in: "Tests", suffix: ".swift").map(\.text).joined()
        let named = try SourceTree.text(of: "ARCHITECTURE.md")
            .matches(of: /`([A-Za-z]+Tests)(?:\.([A-Za-z]+))?`/)
        #expect(named.count >= 10)
        for match in named {
            let suite = String(match.1)
            let isThere =
                tests.contains("struct \(suite)") || tests.contains("extension \(suite)")
                || SourceTree.exists("Tests/\(suite)")
            #expect(isThere, "no suite \(suite)")
            if let function = match.2 {
                #expect(tests.contains("func \(function)("), "no \(function)")
            }
        }
    }

    @Test("The newest entry of the change log is the release that the code says it is")
    func changeLogIsCurrent() throws {
        let first = try SourceTree.text(of: "CHANGELOG.md").firstMatch(
            of: /## ([0-9.]+) - ([0-9-]+)/)
        #expect(first.map { String($0.1) } == Release.version)
        #expect(first.map { String($0.2) } == Release.date)
    }

    @Test("Decisions are numbered without gaps and have their five parts")
    func decisionsAreComplete() throws {
        let decisions = try SourceTree.files(in: "docs/decisions", suffix: ".md")
        #expect(!decisions.isEmpty)
        for (number, file) in decisions.enumerated() {
            let expected = "docs/decisions/" + String(format: "%04d", number + 1)
            #expect(file.path.hasPrefix(expected), "\(file.path)")
            for part in ["Status", "Context", "Decision", "Consequences", "Alternatives"] {
                #expect(file.text.contains("## \(part)"), "\(file.path) lacks \(part)")
            }
        }
    }

    @Test("Links between documents lead somewhere")
    func linksLeadSomewhere() throws {
        let pages =
            try SourceTree.files(in: "docs", suffix: ".md").map(\.path)
            + ["README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"]
        for path in pages {
            let folder = (path as NSString).deletingLastPathComponent
            for match in try SourceTree.text(of: path).matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
                let target = folder.isEmpty ? String(match.1) : folder + "/" + match.1
                #expect(SourceTree.exists(target), "\(path) links to \(match.1)")
            }
        }
    }

    private static func headingLevels(_ text: String) -> [Int] {
        outsideCode(text).filter { $0.hasPrefix("#") }.map { $0.prefix { $0 == "#" }.count }
    }

    private static func outsideCode(_ text: String) -> [Substring] {
        var isCode = false
        return text.split(separator: "\n").filter { line in
            if line.hasPrefix("```") { isCode.toggle() }
            return !isCode
        }
    }

    /// The fenced blocks, comments left out: their prose is in each language.
    private static func code(_ text: String) -> [String] {
        text.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.map {
            block in
            block.element.split(separator: "\n").filter { !$0.hasPrefix("#") }
                .map { $0.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces) }
                .joined(separator: "\n")
        }
    }
}
