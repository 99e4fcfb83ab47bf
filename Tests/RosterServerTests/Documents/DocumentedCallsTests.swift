import Foundation
import Glibc
import RosterTestSupport
import Testing

/// What the pages of the surfaces print under "Try it" is so: whoever types the calls into one shell
/// gets the keys and types that stand below each of them.
@Suite("Documented calls", .serialized) struct DocumentedCallsTests {
    private static let pages = ["bitanswer", "iam", "management", "tavern", "thinksns"]
    /// The value of `$KEY`.
    private static let key = "licence-server-0123456789abcdef"
    /// Of a page whose server is not as it is by default, what the page says of it.
    private static let settings = [
        "bitanswer": ["ROSTER_BITANSWER_KEY": key],
        "thinksns": ["ROSTER_REGISTRATION": "open"],
    ]

    @Test("no page of a surface is left out")
    func complete() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(files.sorted() == Self.pages.map { $0 + ".md" })
    }

    @Test("every example of a surface's page answers as it prints", arguments: pages)
    func answers(page: String) async throws {
        let examples = try Self.examples(in: page)
        try #require(!examples.isEmpty, "\(page) has no examples")
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(
                folder: folder, environment: Self.settings[page] ?? [:])
            let outputs = try await Self.run(examples.map(\.commands), against: server)
            try #require(outputs.count == examples.count, "\(page): \(outputs)")
            for (example, output) in zip(examples, outputs) {
                expectSame(output, example, page: page)
            }
            server.kill(SIGTERM)
            #expect(await server.wait() == 0)
        }
    }

    /// Keys and types of `output` are those of the example's answer, neither more nor less.
    private func expectSame(_ output: String, _ example: Example, page: String) {
        guard let found = Self.parsed(output), let printed = Self.parsed(example.answer) else {
            Issue.record("\(page): \(example.commands) answers, or prints, no JSON: \(output)")
            return
        }
        let differences =
            SampleFields.missing(from: found, of: printed)
            + SampleFields.missing(from: printed, of: found)
        #expect(differences.isEmpty, "\(page): \(example.commands) answers \(output)")
    }
}

// The pages.
extension DocumentedCallsTests {
    /// A block of shell commands and the answer printed below it.
    private struct Example: Sendable {
        let commands: String
        let answer: String
    }

    /// The examples of the section "Try it". Each block of commands has its answer.
    private static func examples(in page: String) throws -> [Example] {
        let text = try String(
            contentsOf: folder.appendingPathComponent(page + ".md"), encoding: .utf8)
        let blocks = blocks(of: "## Try it", in: text)
        var examples: [Example] = []
        for (index, block) in blocks.enumerated() where block.language == "sh" {
            let next = index + 1 < blocks.count ? blocks[index + 1] : nil
            let answer = try #require(
                next.flatMap { $0.language == "json" ? $0.text : nil },
                "\(page): no answer below \(block.text)")
            examples.append(Example(commands: block.text, answer: answer))
        }
        return examples
    }

    /// The fenced blocks between a heading and the next one of its level.
    private static func blocks(
        of heading: String, in text: String
    ) -> [(language: String, text: String)] {
        var blocks: [(language: String, text: String)] = []
        var isInside = false
        var open: (language: String, lines: [Substring])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let block = open, isInside {
                    blocks.append((block.language, block.lines.joined(separator: "\n")))
                }
                open = open == nil ? (String(line.dropFirst(3)), []) : nil
            } else if open != nil {
                open?.lines.append(line)
            } else if line.hasPrefix("## ") {
                isInside = line == heading
            }
        }
        return blocks
    }

    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/surfaces")
}

// The shell.
extension DocumentedCallsTests {
    private static let end = "=== end of the example"

    /// What each of the commands prints, all of them in one shell, errors included.
    private static func run(
        _ commands: [String], against server: ServerProcess
    ) async throws -> [String] {
        let script = commands.map { "\($0)\nprintf '\\n%s\\n' '\(end)'\n" }.joined()
            .replacingOccurrences(
                of: "http://127.0.0.1:3000",
                with: "http://127.0.0.1:\(try server.client("Ops").port)"
            )
            .replacingOccurrences(
                of: "http://127.0.0.1:8080",
                with: "http://127.0.0.1:\(try server.client("IAM").port)")
        let output = try await CurlLine.shell(
            script,
            variables: [
                "TOKEN": try await server.adminToken(), "KEY": key,
                "OUTBOX": server.folder + "/outbox",
            ])
        // Behind the last marker there is nothing.
        return output.components(separatedBy: "\n\(end)\n").dropLast()
    }
}

// The answers.
extension DocumentedCallsTests {
    /// Nil for what is no JSON.
    private static func parsed(_ text: String) -> Any? {
        let value = try? JSONSerialization.jsonObject(
            with: Data(text.utf8), options: .fragmentsAllowed)
        return value.map(marked)
    }

    /// ``SampleFields`` knows no null: each becomes an object that nothing else looks like.
    private static func marked(_ value: Any) -> Any {
        if value is NSNull { return ["(null)": ""] as [String: Any] }
        if let object = value as? [String: Any] { return object.mapValues(marked) }
        if let list = value as? [Any] { return list.map(marked) }
        return value
    }
}
