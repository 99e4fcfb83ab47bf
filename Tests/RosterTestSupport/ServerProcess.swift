import Foundation
import Glibc

/// The real `roster` program in a process of its own, for tests of what only a process can show:
/// signals, locks, the command line, a crash.
package final class ServerProcess: Sendable {
    private let process: Process
    private let outputPath: String
    private let errorPath: String
    package let folder: String

    /// The program of `ROSTER_PROGRAM` - `make test` names the release build, which is what people
    /// run and what the optimiser may have got wrong - or else the one built beside the tests.
    package static var program: String {
        if let path = ProcessInfo.processInfo.environment["ROSTER_PROGRAM"] { return path }
        return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("roster").path
    }

    /// Starts `roster serve` on free ports and waits until it serves.
    /// - Parameters:
    ///   - folder: The data folder.
    ///   - environment: Added to this process's own.
    package static func serve(
        folder: String, flags: [String] = [], environment: [String: String] = [:]
    ) async throws -> ServerProcess {
        let words =
            ["serve", "--data", folder, "--listen", "127.0.0.1:0", "--iam-listen", "127.0.0.1:0"]
            + flags
        let server = try ServerProcess(words, folder: folder, environment: environment)
        for _ in 0..<600 {
            if server.output.contains("Administrator") { return server }
            if !server.process.isRunning { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        server.kill(SIGKILL)
        throw FixtureFailure(text: "roster did not serve: \(server.output) \(server.errors)")
    }

    private init(_ words: [String], folder: String, environment: [String: String]) throws {
        let unique = UUID().uuidString
        outputPath = NSTemporaryDirectory() + "roster-out-" + unique
        errorPath = NSTemporaryDirectory() + "roster-err-" + unique
        self.folder = folder
        _ = FileManager.default.createFile(atPath: outputPath, contents: nil)
        _ = FileManager.default.createFile(atPath: errorPath, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = words
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("ROSTER_") }
            .merging(["ROSTER_ADMIN_PASSWORD": ServerFixture.adminPassword]) { $1 }
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: outputPath)
        process.standardError = FileHandle(forWritingAtPath: errorPath)
        try process.run()
        self.process = process
    }

    deinit {
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(atPath: outputPath)
        try? FileManager.default.removeItem(atPath: errorPath)
    }

    package var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }
    package var errors: String { (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? "" }
    package var processID: Int32 { process.processIdentifier }

    /// The client of a surface, by the start message's line, e.g. `IAM` or `Ops`.
    package func client(_ surface: String) throws -> WireClient {
        for line in output.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, words[0] == surface, let url = URL(string: String(words[1])),
                let port = url.port
            else { continue }
            return WireClient(port: port)
        }
        throw FixtureFailure(text: "no \(surface) in: \(output)")
    }

    /// The administrator's token, by IAM's login.
    package func adminToken() async throws -> String {
        let answer = try await client("IAM").send(
            "POST", "/login",
            body: #"{"username":"admin","password":"\#(ServerFixture.adminPassword)"}"#)
        guard let token = answer.object["token"] as? String else {
            throw FixtureFailure(text: "login: \(answer)")
        }
        return token
    }

    package func kill(_ signal: Int32) {
        if process.isRunning { Glibc.kill(process.processIdentifier, signal) }
    }

    /// Waits for the end; the exit status.
    @discardableResult
    package func wait() async -> Int32 {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [process] in
                process.waitUntilExit()
                continuation.resume()
            }
        }
        return process.terminationStatus
    }

    /// Runs a verb to its end.
    package static func run(
        _ words: [String], input: String = "", environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = words
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("ROSTER_") }.merging(environment) { $1 }
        let (standardInput, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        standardInput.fileHandleForWriting.write(Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let text = output.fileHandleForReading.readDataToEndOfFile()
                let problems = errors.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                continuation.resume(
                    returning: (
                        process.terminationStatus, String(decoding: text, as: UTF8.self),
                        String(decoding: problems, as: UTF8.self)
                    ))
            }
        }
    }
}
