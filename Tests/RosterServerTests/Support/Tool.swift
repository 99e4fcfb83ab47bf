import Foundation
import RosterTestSupport

/// A program of the system that a test needs: a compiler, openssl, curl.
enum Tool {
    /// Runs it to its end; its standard output.
    /// - Throws: ``FixtureFailure`` with its words when it fails or is missing.
    @discardableResult
    static func run(_ words: [String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        let (output, errors) = (Pipe(), Pipe())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<(String, String, Int32), Never>) in
            Thread.detachNewThread {
                let text = output.fileHandleForReading.readDataToEndOfFile()
                let problems = errors.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                continuation.resume(
                    returning: (
                        String(decoding: text, as: UTF8.self),
                        String(decoding: problems, as: UTF8.self), process.terminationStatus
                    ))
            }
        }
        guard result.2 == 0 else {
            throw FixtureFailure(text: "\(words.joined(separator: " ")): \(result.0)\(result.1)")
        }
        return result.0
    }
}
