import Foundation
import Glibc
import Synchronization

/// A server written in Python beside this file, in a process of its own. It prints the port that it
/// listens on, and writes what it is sent into a folder, one JSON file each.
final class PythonServer: Sendable {
    private struct State {
        var process: Process?
        var port = 0
    }

    private let script: String
    /// Holds what was received and, beside it, what the script prints.
    private let folder: String
    private let state = Mutex(State())

    private var store: String { folder + "/received" }

    /// - Parameter script: the name of its file.
    init(_ script: String, folder: String) throws {
        self.script =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent(script).path
        self.folder = folder
        try FileManager.default.createDirectory(
            atPath: folder + "/received", withIntermediateDirectories: true)
    }

    deinit { kill() }

    /// Whether the script made a file of this name beside what it received.
    func holds(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: store + "/" + name)
    }

    /// The port of now, or of the last time that it ran.
    var port: Int { state.withLock { $0.port } }

    /// Starts the script, on the port that it had if it ran before, and waits until it listens.
    func start(_ words: [String]) async throws {
        let output = folder + "/output"
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [script, "--store", store, "--port", String(port)] + words
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = process.standardOutput
        try process.run()
        state.withLock { $0.process = process }
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            if let match = text.firstMatch(of: /port ([0-9]+)\n/), let port = Int(match.1) {
                return state.withLock { $0.port = port }
            }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        kill()
        let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
        throw FixtureFailure(text: "\(script) does not listen: \(text)")
    }

    /// Ends the process and returns when it is gone, so that its port is free.
    func stop() async throws {
        guard let process = kill() else { return }
        let deadline = ContinuousClock.now + .seconds(10)
        while process.isRunning {
            guard ContinuousClock.now < deadline else {
                throw FixtureFailure(text: "\(script) does not end")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// What was received until now, oldest first.
    func received<Item: Decodable>(_ type: Item.Type) throws -> [Item] {
        try FileManager.default.contentsOfDirectory(atPath: store)
            .filter { !$0.hasPrefix(".") }.sorted()
            .map { name in
                try JSONDecoder().decode(
                    Item.self, from: Data(contentsOf: URL(fileURLWithPath: "\(store)/\(name)")))
            }
    }

    @discardableResult
    private func kill() -> Process? {
        let process = state.withLock { state in
            defer { state.process = nil }
            return state.process
        }
        if let process, process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
        return process
    }
}
