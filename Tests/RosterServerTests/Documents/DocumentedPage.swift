import Foundation
import RosterTestSupport
import Testing

/// A page of the documents whose shell commands people type.
struct DocumentedPage: Sendable {
    /// A block of shell commands and the answer printed below it.
    struct Example: Sendable {
        let commands: String
        /// Empty where the page prints none.
        let answer: String
    }

    /// The value of `$KEY`, and of the setting `bitanswer.key`.
    static let key = "licence-server-0123456789"
    /// The root of the repository.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let surfacesFolder = root.appendingPathComponent("docs/surfaces")

    let text: String

    /// - Parameter path: From the root of the repository.
    init(_ path: String) throws {
        text = try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Blocks of commands under a heading of the second level, each with the answer that follows it
    /// as the next block, if one does.
    func examples(under heading: String) -> [Example] {
        let blocks = blocks(of: heading)
        return blocks.enumerated().compactMap { index, block in
            guard block.language == "sh" else { return nil }
            let next = index + 1 < blocks.count ? blocks[index + 1] : nil
            let answer = next.flatMap { $0.language == "json" ? $0.text : nil }
            return Example(commands: block.text, answer: answer ?? "")
        }
    }

    /// The fenced blocks between a heading and the next one of its level.
    private func blocks(of heading: String) -> [(language: String, text: String)] {
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
}

// The shell.
extension DocumentedPage {
    private static let end = "=== end of the example"

    /// What each of the commands prints, all of them in one shell, errors included. Its folder is the
    /// one around the data folder `data`.
    /// - Parameter configuration: What curl is told beyond the lines themselves.
    static func run(
        _ commands: [String], against server: ServerProcess, configuration: String = ""
    ) async throws -> [String] {
        let folder = URL(fileURLWithPath: server.folder).deletingLastPathComponent().path
        var script = commands.map { "\($0)\nprintf '\\n%s\\n' '\(end)'\n" }.joined()
        for (port, surface) in [("3000", "Ops"), ("8080", "IAM")] {
            for host in ["127.0.0.1", "localhost"] {
                script = script.replacingOccurrences(
                    of: "http://\(host):\(port)",
                    with: "http://127.0.0.1:\(try server.client(surface).port)")
            }
        }
        let output = try await CurlLine.shell(
            "cd '\(folder)'\n" + script,
            variables: [
                "TOKEN": try await server.adminToken(), "KEY": key,
                "OUTBOX": server.folder + "/outbox",
            ], configuration: configuration)
        // Behind the last marker there is nothing.
        return output.components(separatedBy: "\n\(end)\n").dropLast()
    }
}

// The answers.
extension DocumentedPage.Example {
    /// Keys and types of `output` are those of the example's answer, neither more nor less.
    func expectSame(_ output: String, page: String) {
        guard let found = Self.parsed(output), let printed = Self.parsed(answer) else {
            Issue.record("\(page): \(commands) answers, or prints, no JSON: \(output)")
            return
        }
        let differences =
            SampleFields.missing(from: found, of: printed)
            + SampleFields.missing(from: printed, of: found)
        #expect(differences.isEmpty, "\(page): \(commands) answers \(output)")
    }

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
