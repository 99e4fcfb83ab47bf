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
        let output = try await Self.shell(command)
        let text = output.replacingOccurrences(of: "\r\n", with: "\n")
        let parts = text.components(separatedBy: "\n=== ")
        guard parts.count == 2 else { throw FixtureFailure(text: "curl answered: \(text)") }
        let request = parts[1].replacingOccurrences(of: address, with: "")
        try Transcript.check(
            Transcript.normalized("\(request)\n\(parts[0])\n"), golden, file: Self.testFile)
        return parts[0].components(separatedBy: "\n\n").dropFirst().joined(separator: "\n\n")
    }

    private var address: String { "http://127.0.0.1:\(server.iam.port)" }

    /// Transcripts stand beside the tests, a folder above this one.
    private static let testFile = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("SeedTranscriptTests.swift").path

    /// What curl is told beyond the line itself: show the head, and end with the request line.
    private static let configuration = """
        silent
        show-error
        include
        write-out = "\\n=== %{method} %{url}"

        """

    private static func shell(_ command: String) async throws -> String {
        try await withTemporaryFolder { folder in
            try configuration.write(
                toFile: folder + "/.curlrc", atomically: true, encoding: .utf8)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", command]
            process.environment = ["PATH": "/usr/bin:/bin", "CURL_HOME": folder]
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            process.standardInput = FileHandle.nullDevice
            try process.run()
            return await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    let data = output.fileHandleForReading.readDataToEndOfFile()
                    process.waitUntilExit()
                    continuation.resume(returning: String(decoding: data, as: UTF8.self))
                }
            }
        }
    }
}

/// Compares an answer with a sample: same keys, same JSON types.
enum SampleFields {
    static func parse(_ text: String) -> Any {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed))
            ?? NSNull()
    }

    /// The paths of the sample that the answer lacks or has with another type.
    static func missing(from answer: Any, of sample: Any, at path: String = "") -> [String] {
        if let sample = sample as? [String: Any] {
            guard let answer = answer as? [String: Any] else { return [path + " is no object"] }
            return sample.flatMap { key, value in
                guard let found = answer[key] else { return ["\(path).\(key) is missing"] }
                return missing(from: found, of: value, at: "\(path).\(key)")
            }
        }
        if let sample = sample as? [Any] {
            guard let answer = answer as? [Any], answer.count == sample.count else {
                return [path + " is no such list"]
            }
            return zip(answer, sample).flatMap { missing(from: $0, of: $1, at: path + "[]") }
        }
        let isSame =
            sample is String ? answer is String : answer is NSNumber && !(answer is String)
        return isSame ? [] : ["\(path) has another type"]
    }
}
