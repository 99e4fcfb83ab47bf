import Foundation
import Glibc
import RosterSettings
import RosterTestSupport
import Testing

@Suite("roster manual")
struct ManualTests {
    @Test("mandoc and groff find nothing to warn of")
    func sound() async throws {
        try await withTemporaryFolder { folder in
            let page = try await Self.page(in: folder)
            // Whether the pages under SEE ALSO are there is the machine's affair.
            let complaints = try await Tool.run([
                "sh", "-c",
                "mandoc -T lint -W style \"$0\" 2>/dev/null | grep -v 'manual not found' || true",
                page,
            ])
            #expect(complaints.isEmpty, "\(complaints)")
            let groff = try await Tool.run([
                "sh", "-c",
                "! command -v groff >/dev/null || groff -mdoc -Tutf8 -ww \"$0\" 2>&1 >/dev/null",
                page,
            ])
            #expect(groff.isEmpty, "\(groff)")
        }
    }

    @Test("every verb has an abstract, and a section with it and with all that it takes")
    func verbs() async throws {
        let manual = try await Self.rendered()
        let everywhere = try #require(manual.section("DESCRIPTION"))
        let verbs = try await DescribedVerb.all()
        #expect(verbs.count > 10)
        for verb in verbs {
            let abstract = try #require(verb.abstract, "\(verb) has no abstract")
            let text = try #require(manual.section("roster \(verb)"), "\(verb)")
            #expect(text.contains(abstract.replacing("`", with: "")), "\(verb): \(text)")
            guard verb.isLeaf else { continue }
            #expect(text.contains("roster \(verb)"), "\(verb) has no usage line")
            let words = Set((text + everywhere).split { " [],".contains($0) }.map(String.init))
            for name in verb.options + verb.arguments {
                #expect(words.contains(name), "\(verb) \(name)")
            }
        }
    }

    @Test("every setting is there with flag, variable, key and default, typed as it must be typed")
    func settings() async throws {
        let section = try #require(try await Self.rendered().section("SETTINGS"))
        for setting in SettingsReference.entries {
            let words = [
                "\(setting.key.flag) value", "Environment: \(setting.key.environmentName).",
                "Default: \((setting.defaultText ?? "none").replacing("`", with: "")).",
                setting.meaning.replacing("`", with: ""),
            ]
            for word in words { #expect(section.contains(word), "\(setting.key): \(word)") }
            if setting.key != SettingsTable.configurationFile {
                #expect(section.contains("In a file: \(setting.key)."))
            }
        }
    }

    @Test("FILES names whatever a server leaves in its folder")
    func files() async throws {
        let section = try #require(try await Self.rendered().section("FILES"))
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names.contains("roster.db"))
            for name in names { #expect(section.contains(name), "\(name)") }
            server.kill(SIGTERM)
            #expect(await server.wait() == 0)
        }
    }

    @Test("the numbers under EXIT STATUS are those that it ends with")
    func exitStatus() async throws {
        let section = try #require(try await Self.rendered().section("EXIT STATUS"))
        let runs = [(["config"], 0), (["config", "--data", ""], 1), (["nonsense"], 64)]
        for (words, status) in runs {
            #expect(try await ServerProcess.run(words).status == Int32(status), "\(words)")
            #expect(section.contains(" \(status) "), "\(section)")
        }
    }

    private static func page(in folder: String) async throws -> String {
        let end = try await ServerProcess.run(["manual"])
        guard end.status == 0, end.errors.isEmpty else { throw FixtureFailure(text: "\(end)") }
        let path = folder + "/roster.1"
        try end.output.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// As people see it, without the marks of bold and underlined letters and without line breaks
    /// that a narrow page makes.
    private static func rendered() async throws -> RenderedManual {
        try await withTemporaryFolder { folder in
            let text = try await Tool.run(["mandoc", "-T", "ascii", try await page(in: folder)])
            return RenderedManual(text: text.replacing(/.\u{8}/, with: ""))
        }
    }
}

/// A page of which the headings stand at the left edge or, of subsections, three columns in.
private struct RenderedManual {
    let text: String

    /// What stands below a heading, each run of white space as one space; nil if there is none.
    func section(_ heading: String) -> String? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard
            let start = lines.firstIndex(where: { $0 == heading || $0 == "   " + heading })
        else { return nil }
        let body = lines[(start + 1)...].prefix { $0.isEmpty || $0.hasPrefix("     ") }
        return " " + body.joined(separator: " ").split(separator: " ").joined(separator: " ") + " "
    }
}
