import Foundation
import Glibc
import RosterTestSupport
import Testing

/// The control socket under clients of every kind, and at the edges of a server's life.
@Suite("The control socket under load", .serialized) struct ControlLoadTests {
    /// Opens connections, asks on each of them as often as told without reading, says so, and holds
    /// them until it is ended.
    private static let client = #"""
        import json, socket, struct, sys, time
        folder, count, asks = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
        def frame(value):
            data = json.dumps(value).encode()
            return struct.pack(">I", len(data)) + data
        people = {"version": 1, "verb": "export.people", "body":
                  {"limit": 500, "numbering": [], "includesHashes": False}}
        held = []
        for _ in range(count):
            peer = socket.socket(socket.AF_UNIX); peer.connect(folder + "/roster.sock")
            for _ in range(asks): peer.sendall(frame(people))
            held.append(peer)
        print("held", flush=True); sys.stdin.read()
        """#

    /// Runs `body` beside such a client.
    private static func beside(
        _ folder: String, connections: Int, asks: Int = 0, _ body: () async throws -> Void
    ) async throws {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", client, folder, "\(connections)", "\(asks)"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try await waitForLine(output)
        do {
            try await body()
        } catch {
            process.terminate()
            throw error
        }
        process.terminate()
    }

    private static func waitForLine(_ output: Pipe) async throws {
        let line = try await onThread {
            var line = Data()
            while line.last != 0x0A {
                let piece = output.fileHandleForReading.availableData
                if piece.isEmpty { break }
                line += piece
            }
            return line
        }
        #expect(line == Data("held\n".utf8))
    }

    @Test("a hundred idle connections keep neither requests nor the server's end waiting")
    func idle() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            try await Self.beside(folder, connections: 60) {
                #expect(try await server.client("Ops").send("GET", "/readyz").status == 200)
                try await Verb(folder: folder).succeed("user", "list")
            }
            try await Self.beside(folder, connections: 100) {
                #expect(try await server.client("Ops").send("GET", "/readyz").status == 200)
                let list = try await Verb(folder: folder).run("user", "list")
                #expect(list.errors.contains("too many commands"), "\(list)")
                let doctor = try await Verb(folder: folder).run("doctor")
                #expect(doctor.output.contains("too many commands"), "\(doctor)")
                #expect(!doctor.output.contains("end process"), "\(doctor)")
                try await Self.end(server)
            }
        }
    }

    @Test("who asks for pages and reads none does not hold the server's end up")
    func unread() async throws {
        try await withTemporaryFolder { folder in
            let rows = (0..<2000).map { number in
                #"{"id":\#(number + 10),"name":"user\#(number)","nickname":"somebody or other"}"#
            }
            try Data(rows.joined(separator: "\n").utf8)
                .write(to: URL(fileURLWithPath: folder + "/t.jsonl"))
            let server = try await ServerProcess.serve(folder: folder)
            _ = try await Verb(folder: folder).run(
                "import", folder + "/t.jsonl", "--surface", "IAM")
            try await Self.beside(folder, connections: 3, asks: 50) { try await Self.end(server) }
        }
    }

    /// Far below the twenty seconds after which a server ends whatever runs.
    private static func end(_ server: ServerProcess) async throws {
        let start = ContinuousClock.now
        server.kill(SIGTERM)
        let status = await server.wait()
        #expect(status == 0, "\(status) \(server.errors.prefix(6000))")
        #expect(ContinuousClock.now - start < .seconds(12), "\(server.errors)")
        #expect(!server.errors.contains("CancellationError"), "\(server.errors)")
    }

    @Test("an import that the server's end breaks off goes on with the next server")
    func importOverRestart() async throws {
        try await TransferFolder.with { folder in
            let rows = (0..<20_000).map { #"{"id":\#($0 + 10),"name":"user\#($0)"}"# }
            let table = try folder.write("t.jsonl", rows.joined(separator: "\n"))
            let server = try await ServerProcess.serve(folder: folder.path("data"))
            let words = [
                "import", table, "--surface", "IAM", "--report", folder.path("report"), "--data",
                folder.path("data"),
            ]
            let run = try ProgramRun(words)
            let begun = try await eventually {
                (try? folder.read("report"))?.count ?? 0 > 10_000 || !run.isRunning
            }
            #expect(begun)
            try await Self.end(server)
            let end = try await run.end()
            // The whole may have been done by then.
            if end.status != 0 {
                #expect(end.errors.contains("goes on where the import stood"), "\(end)")
            }
            let next = try await ServerProcess.serve(folder: folder.path("data"))
            let rest = try await ProgramRun(words).end()
            #expect(rest.status == 0 && rest.errors.contains("20000 created"), "\(rest)")
            #expect(try folder.lines("report").count == 20_000)
            try await Self.end(next)
        }
    }

    @Test("a start waits for a command that has the folder, and so does a command")
    func waiting() async throws {
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder)
            try await verb.succeed("user", "create", "ada", "--role", "admin", "--no-password")
            // Held as a command holds it, by somebody who lets go a second later.
            let holder = """
                import fcntl, sys, time
                lock = open(sys.argv[1] + "/roster.lock", "r+"); fcntl.flock(lock, fcntl.LOCK_EX)
                print("held", flush=True); time.sleep(1)
                """
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
            process.arguments = ["-c", holder, folder]
            process.standardOutput = output
            try process.run()
            try await Self.waitForLine(output)
            let server = try await ServerProcess.serve(folder: folder)
            try await Self.end(server)
            async let first = verb.run("user", "create", "eve", "--no-password")
            async let second = verb.run("user", "create", "zoe", "--no-password")
            let (one, other) = try await (first, second)
            #expect(one.status == 0 && other.status == 0, "\(one) \(other)")
            let list = try await verb.object("user", "list", "--json")
            #expect(list["total"] as? Int == 3)
        }
    }

    @Test("what a server left that was killed as it started is cleared by the next one")
    func leftovers() async throws {
        try await withTemporaryFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder + "/.control.99999", withIntermediateDirectories: false)
            let server = try await ServerProcess.serve(folder: folder)
            #expect(!FileManager.default.fileExists(atPath: folder + "/.control.99999"))
            try await Self.end(server)
        }
    }
}
