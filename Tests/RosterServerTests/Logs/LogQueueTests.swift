import Foundation
import Glibc
import Logging
import RosterServer
import RosterSettings
import RosterTestSupport
import Synchronization
import Testing

/// A reader of the log, or of standard output, that stops reading stops nothing else (DESIGN §8).
@Suite("The queue of log lines", .serialized)
struct LogQueueTests {
    @Test("whoever logs never waits; what does not fit is dropped, counted, and told of once")
    func blockedReader() async throws {
        let reader = Reader()
        let queue = LogQueue(bytesMax: 1000) { reader.take($0) }
        queue.setNotice { Array("dropped \($0)\n".utf8) }
        let line = Array(repeating: UInt8(ascii: "x"), count: 99) + [UInt8(ascii: "\n")]
        // The reader has stopped: ten lines fit, being written or waiting.
        for _ in 0..<50 { queue.add(line) }
        #expect(queue.droppedCount == 40)
        queue.flush(seconds: 0.05)
        #expect(reader.text.isEmpty, "the reader read nothing, and nobody waited for it for ever")
        reader.resume()
        queue.flush(seconds: 20)
        queue.add(Array("after\n".utf8))
        queue.flush(seconds: 20)
        let lines = reader.text.split(separator: "\n").map(String.init)
        #expect(lines.filter { $0.hasPrefix("x") }.count == 10)
        #expect(lines.filter { $0.hasPrefix("dropped") } == ["dropped 40"], "\(lines)")
        #expect(lines.last == "after")
        #expect(queue.droppedCount == 40)
    }

    @Test("lines that cannot be written are counted, and told of when they can be again")
    func failingReader() async throws {
        let fails = Atomic<Bool>(true)
        let reader = Reader()
        reader.resume()
        let queue = LogQueue { fails.load(ordering: .relaxed) ? false : reader.take($0) }
        queue.setNotice { Array("dropped \($0)\n".utf8) }
        for _ in 0..<3 {
            queue.add(Array("lost\n".utf8))
            queue.flush(seconds: 20)
        }
        #expect(queue.droppedCount == 3)
        fails.store(false, ordering: .relaxed)
        queue.add(Array("kept\n".utf8))
        queue.flush(seconds: 20)
        #expect(try await eventually { reader.text == "kept\ndropped 3\n" }, "\(reader.text)")
    }

    @Test(
        "the line that tells of dropped ones has the format of the others",
        arguments: [RosterSettings.Settings.LogFormat.json, .text])
    func notice(_ format: RosterSettings.Settings.LogFormat) async throws {
        let reader = Reader()
        let queue = LogQueue(bytesMax: 200) { reader.take($0) }
        var settings = RosterSettings.Settings()
        settings.logFormat = format
        let logger = Logger.roster(settings, queue: queue)
        for _ in 0..<9 { logger.warning("a line") }
        #expect(queue.droppedCount > 0)
        reader.resume()
        #expect(try await eventually { reader.text.contains("log lines were dropped") })
        let line = try #require(reader.text.split(separator: "\n").last)
        #expect(line.contains("\(queue.droppedCount)"), "\(line)")
        #expect(line.hasPrefix("{") == (format == .json), "\(line)")
    }

    @Test("a server whose standard error and output nobody reads answers on every listener")
    func unreadPipes() async throws {
        try await withTemporaryFolder { folder in
            let ports = [try FreePort.find(), try FreePort.find()]
            let process = Process()
            process.executableURL = URL(fileURLWithPath: ServerProcess.program)
            process.arguments = [
                "serve", "--data", folder + "/data", "--listen", "127.0.0.1:\(ports[0])",
                "--iam-listen", "127.0.0.1:\(ports[1])", "--log-format", "json",
            ]
            process.environment = ProcessInfo.processInfo.environment
                .filter { !$0.key.hasPrefix("ROSTER_") }
                .merging(["ROSTER_ADMIN_PASSWORD": ServerFixture.adminPassword]) { $1 }
            let (output, errors) = (Pipe(), Pipe())
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = output
            process.standardError = errors
            // Full from the start: not even the message of the start fits.
            Self.fill(output.fileHandleForWriting.fileDescriptor)
            try process.run()
            defer { if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) } }
            var main = WireClient(port: ports[0])
            main.timeoutSeconds = 10
            let isServing = try await eventually(withinSeconds: 30) {
                (try? await main.send("GET", "/readyz").status) == 200
            }
            #expect(isServing)
            // Some 250 bytes a line: the pipe holds 64 KiB, the queue 4 MiB.
            for number in 0..<2000 {
                let client = WireClient(port: ports[number % 2])
                let answer = try await client.send("GET", "/nowhere/\(number)")
                #expect(answer.status == (number % 2 == 0 ? 404 : 401))
            }
            #expect(try await WireClient(port: ports[1]).send("GET", "/healthz").status == 200)
            let metrics = try await main.send("GET", "/metrics")
            #expect(metrics.body.contains("roster_log_lines_dropped_total 0"), "\(metrics)")
            // Nor does it keep the server from ending.
            Glibc.kill(process.processIdentifier, SIGTERM)
            #expect(try await eventually(withinSeconds: 20) { !process.isRunning })
        }
    }

    /// Fills a pipe, without waiting when it is full.
    private static func fill(_ file: Int32) {
        let flags = fcntl(file, F_GETFL)
        _ = fcntl(file, F_SETFL, flags | O_NONBLOCK)
        let block = [UInt8](repeating: 0x20, count: 4096)
        while unsafe Glibc.write(file, block, block.count) > 0 {}
        while unsafe Glibc.write(file, block, 1) > 0 {}
        _ = fcntl(file, F_SETFL, flags)
    }
}

/// A reader that takes nothing until it is told to.
private final class Reader: Sendable {
    private let bytes = Mutex<[UInt8]>([])
    private let mayRead = DispatchSemaphore(value: 0)

    var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

    func take(_ more: [UInt8]) -> Bool {
        mayRead.wait()
        mayRead.signal()
        bytes.withLock { $0 += more }
        return true
    }

    func resume() { mayRead.signal() }
}
