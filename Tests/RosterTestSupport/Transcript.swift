import Foundation
package import Testing

/// A recorded exchange, compared whole, so that a header nobody thought of shows in the diff. Goldens
/// are written on purpose only: run the tests with `ROSTER_RECORD=1`.
package enum Transcript {
    /// Compares `text` with the golden file `name` in `Transcripts` beside the test's source.
    package static func check(
        _ text: String, _ name: String, file: String = #filePath,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
            .appendingPathComponent("Transcripts")
        let golden = folder.appendingPathComponent(name + ".txt")
        if ProcessInfo.processInfo.environment["ROSTER_RECORD"] == "1" {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(to: golden, atomically: true, encoding: .utf8)
        }
        let expected = try String(contentsOf: golden, encoding: .utf8)
        #expect(text == expected, "transcript \(name)", sourceLocation: sourceLocation)
    }

    /// Runs a curl line, compares request line, status, header fields and body with the golden.
    /// - Parameters:
    ///   - command: The line, host and credential replaced already.
    ///   - address: `http://host:port` of the server, left out of the golden.
    /// - Returns: The body.
    package static func curl(
        _ command: String, hiding address: String, _ golden: String, file: String = #filePath,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let text = try await CurlLine.run(command)
        let parts = text.components(separatedBy: "\n=== ")
        guard parts.count == 2 else { throw FixtureFailure(text: "curl answered: \(text)") }
        let request = parts[1].replacingOccurrences(of: address, with: "")
        try check(
            normalized("\(request)\n\(parts[0])\n"), golden, file: file,
            sourceLocation: sourceLocation)
        return parts[0].components(separatedBy: "\n\n").dropFirst().joined(separator: "\n\n")
    }

    /// `text` with what differs from run to run replaced: dates, tokens, ids of our making.
    package static func normalized(_ text: String) -> String {
        var text = text
        let rules: [(String, String)] = [
            (#"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+08:00"#, "<time with milliseconds>"),
            (#"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00"#, "<time>"),
            (#"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"#, "<time in UTC>"),
            (#"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}"#, "<local time>"),
            (#"(timestamp|created_at|updated_at)":\d{13}"#, "$1\":<milliseconds>"),
            (#"public:[a-z0-9]{40}"#, "public:<node>"),
            (#"usr_[A-Za-z0-9_-]{21}"#, "usr_<id>"),
            (#""guid":"[0-9a-f]{24}""#, "\"guid\":\"<guid>\""),
            (#""refresh_token":"[^"]*""#, "\"refresh_token\":\"<refresh token>\""),
            (#"(?i)(date|x-request-id): [^\n]*"#, "$1: <$1>"),
            (#"user-[a-z0-9]{12}"#, "user-<instance>"),
            (#"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+"#, "<token>"),
            (#"localhost:\d+"#, "localhost:<port>"),
            (#"\$argon2id\$[^"]*"#, "<argon2id hash>"),
        ]
        for (pattern, template) in rules {
            text = text.replacingOccurrences(
                of: pattern, with: template, options: .regularExpression)
        }
        return text
    }
}
