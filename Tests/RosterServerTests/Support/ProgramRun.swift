import Foundation
import Glibc
import RosterTestSupport

/// One run of the built `roster` with exactly the settings that a test gives it: no password that a
/// harness adds, and an end also when the program would have none.
final class ProgramRun: Sendable {
    struct End: CustomStringConvertible {
        let status: Int32
        let isCrash: Bool
        let output: String
        let errors: String

        /// What it wrote, wherever.
        var text: String { output + errors }
        var description: String { "status \(status), crash: \(isCrash)\n\(text)" }
    }

    private let process = Process()
    private let outputPath = NSTemporaryDirectory() + "roster-out-" + UUID().uuidString
    private let errorPath = NSTemporaryDirectory() + "roster-err-" + UUID().uuidString

    /// - Parameter openFilesMax: The soft limit of open files that it starts with.
    init(
        _ words: [String], environment: [String: String] = [:], openFilesMax: Int? = nil
    ) throws {
        for path in [outputPath, errorPath] {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        let limit = openFilesMax.map { "ulimit -Sn \($0); " } ?? ""
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", limit + #"exec "$0" "$@""#, ServerProcess.program] + words
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("ROSTER_") }.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: outputPath)
        process.standardError = FileHandle(forWritingAtPath: errorPath)
        try process.run()
    }

    deinit {
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(atPath: outputPath)
        try? FileManager.default.removeItem(atPath: errorPath)
    }

    /// Starts `roster serve` on free ports, with further words.
    static func serve(
        folder: String, _ more: [String] = [], environment: [String: String] = [:],
        openFilesMax: Int? = nil
    ) throws -> ProgramRun {
        try ProgramRun(
            ["serve", "--data", folder, "--listen", "127.0.0.1:0", "--iam-listen", "127.0.0.1:0"]
                + more, environment: environment, openFilesMax: openFilesMax)
    }

    /// The client of a surface, by the start message's line.
    func client(_ surface: String) throws -> WireClient {
        for line in output.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, words[0] == surface, let port = URL(string: "\(words[1])")?.port {
                return WireClient(port: port)
            }
        }
        throw FixtureFailure(text: "no \(surface) in: \(output)")
    }

    var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }
    var errors: String { (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? "" }
    var processID: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    func kill(_ signal: Int32) {
        if process.isRunning { Glibc.kill(process.processIdentifier, signal) }
    }

    /// Waits until it serves.
    func waitUntilServing() async throws {
        let isServing = try await eventually(withinSeconds: 30) {
            output.contains("Administrator") || !isRunning
        }
        guard isServing, isRunning else {
            throw FixtureFailure(text: "roster did not serve: \(output) \(errors)")
        }
    }

    /// Waits for its end; after the time it is killed, which counts as a crash.
    func end(withinSeconds seconds: Int = 30) async throws -> End {
        if try await !eventually(withinSeconds: seconds, { !isRunning }) {
            kill(SIGKILL)
            _ = try await eventually { !isRunning }
        }
        return End(
            status: process.terminationStatus,
            isCrash: process.terminationReason == .uncaughtSignal, output: output, errors: errors)
    }
}
