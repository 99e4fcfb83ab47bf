import Foundation
import Glibc
import Logging
import RosterServer
import RosterSettings
import RosterTestSupport
import Synchronization
import Testing

@Suite("Log lines as text", .serialized) struct TextLogLineTests {
    private static let hostile = [
        "\n2026-01-01T00:00:00+0000 error roster: forged", "\r\n", "\r", "\u{1B}[2J\u{1B}[31m",
        "\u{2028}next", "\u{2029}", "\u{85}", "\u{0B}\u{0C}", "\u{9B}31m", "\u{202E}txet",
        "\u{2066}a\u{2069}", "\u{200F}", "\0", "\u{7F}", "\u{FEFF}", "a\u{E000}",
    ]

    @Test("stay one line and show what they hold, in the message, keys and values")
    func lines() throws {
        for text in Self.hostile {
            let queue = Collected()
            var settings = RosterSettings.Settings()
            settings.logFormat = .text
            let logger = Logger.roster(settings, queue: queue.queue)
            logger.error(
                "message\(text)", metadata: ["key\(text)": "value\(text)", "z": ["\(text)"]])
            queue.queue.flush(seconds: 5)
            let line = String(decoding: queue.bytes, as: UTF8.self)
            #expect(line.unicodeScalars.last == "\n")
            let bad = line.unicodeScalars.dropLast().filter { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: true
                default: false
                }
            }
            #expect(bad.isEmpty, "\(line)")
            #expect(line.contains("message\\") || text.hasPrefix("a"), "\(line)")
        }
    }

    @Test("of plain texts, in any script, are as they were")
    func plain() {
        let queue = Collected()
        var settings = RosterSettings.Settings()
        settings.logFormat = .text
        Logger.roster(settings, queue: queue.queue).error("张三 é 😀 \\n", metadata: ["a": "b c"])
        queue.queue.flush(seconds: 5)
        #expect(String(decoding: queue.bytes, as: UTF8.self).contains("张三 é 😀 \\n"))
    }

    @Test("tell a request's path and agent without obeying them")
    func requests() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(
                folder: folder, flags: ["--log-format", "text", "--log-level", "trace"])
            let ops = try server.client("Ops")
            for path in ["/%0Aforged", "/%1B%5B2J", "/%E2%80%A8x", "/%E2%80%AEx", "/%C2%9B31m"] {
                _ = try await ops.send("GET", path)
            }
            server.kill(SIGTERM)
            await server.wait()
            let bad = server.errors.unicodeScalars.filter { scalar in
                switch scalar.properties.generalCategory {
                case .control: scalar != "\n"
                case .format, .lineSeparator, .paragraphSeparator: true
                default: false
                }
            }
            #expect(bad.isEmpty)
            #expect(!server.errors.split(separator: "\n").contains { $0.hasPrefix("forged") })
        }
    }

    @Test("and answers of the command line obey no name either")
    func terminal() async throws {
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder)
            try await verb.succeed("migrate")
            let name = "a\u{2028}b"
            var outputs = [
                try await verb.succeed(
                    "user", "create", name, "--no-password", "--display-name", "x\u{202E}y")
            ]
            for words in [["show"], ["disable"], ["enable"], ["unlock"], ["delete"], ["restore"]] {
                outputs.append(try await verb.succeed("user", words[0], name))
            }
            outputs.append(try await verb.succeed("user", "list"))
            for output in outputs {
                let bad = output.unicodeScalars.filter { scalar in
                    switch scalar.properties.generalCategory {
                    case .format, .lineSeparator, .paragraphSeparator: true
                    default: false
                    }
                }
                #expect(bad.isEmpty && !output.isEmpty, "\(output)")
            }
        }
    }
}

/// A queue of lines, and what came through it.
private final class Collected: Sendable {
    private let lines: LineStore
    let queue: LogQueue

    init() {
        let store = LineStore()
        lines = store
        queue = LogQueue { bytes in
            store.add(bytes)
            return true
        }
    }

    var bytes: [UInt8] { lines.bytes }
}

private final class LineStore: Sendable {
    private let state = Mutex<[UInt8]>([])

    var bytes: [UInt8] { state.withLock { $0 } }

    func add(_ line: [UInt8]) { state.withLock { $0 += line } }
}
