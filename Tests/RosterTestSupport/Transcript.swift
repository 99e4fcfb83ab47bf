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

    /// `text` with what differs from run to run replaced: dates, tokens, ids of our making.
    package static func normalized(_ text: String) -> String {
        var text = text
        let rules: [(String, String)] = [
            (#"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+08:00"#, "<time with milliseconds>"),
            (#"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00"#, "<time>"),
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
