import Foundation
import RosterTestSupport
import Testing

/// Runs curl lines of a seed page against a server and keeps their transcripts.
struct SeedCalls: Sendable {
    let server: ServerFixture
    let token: String

    /// Runs a line, compares request line, status, header fields and body with the golden.
    /// - Returns: The body.
    func run(_ line: String, _ golden: String) async throws -> String {
        let command =
            line
            .replacingOccurrences(of: "http://marmotedu.io:8080", with: address)
            .replacingOccurrences(of: "$Token", with: token)
        return try await Transcript.curl(
            command, hiding: address, golden, file: Self.testFile)
    }

    private var address: String { "http://127.0.0.1:\(server.iam.port)" }

    /// Transcripts stand beside the tests, a folder above this one.
    private static let testFile = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("SeedTranscriptTests.swift").path
}
