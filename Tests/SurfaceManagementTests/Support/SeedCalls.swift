import Foundation
import RosterTestSupport
import Testing

/// Runs curl lines of a page against a server and keeps their transcripts.
struct SeedCalls: Sendable {
    let server: ServerFixture
    var token: String
    var refreshToken = ""

    init(server: ServerFixture, token: String) {
        self.server = server
        self.token = token
    }

    /// Runs a line, compares request line, status, header fields and body with the golden.
    /// - Returns: The body.
    func run(_ line: String, _ golden: String) async throws -> String {
        let command =
            line
            .replacingOccurrences(of: "https://api.example.com", with: address)
            .replacingOccurrences(of: "YOUR_ACCESS_TOKEN", with: token)
            .replacingOccurrences(of: "YOUR_REFRESH_TOKEN", with: refreshToken)
        return try await Transcript.curl(
            command, hiding: address, golden, file: Self.testFile)
    }

    private var address: String { "http://127.0.0.1:\(server.main.port)" }

    /// Transcripts stand beside the tests, a folder above this one.
    private static let testFile = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("SeedTranscriptTests.swift").path
}
