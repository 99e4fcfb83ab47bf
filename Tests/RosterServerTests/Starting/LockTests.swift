import Foundation
import Glibc
import RosterTestSupport
import Testing

@Suite("The data folder's lock", .serialized)
struct LockTests {
    @Test("one server owns a data folder; others are told so, and verbs ask it, until it is gone")
    func oneOwner() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)

            let second = try await ProgramRun.serve(folder: folder).end()
            #expect(second.status != 0 && !second.isCrash, "\(second)")
            #expect(second.output.isEmpty)
            let line = try #require(second.errors.onlyLine, "\(second)")
            #expect(line.contains(folder) && line.contains("\(server.processID)"), "\(line)")

            for verb in [["user", "list"], ["key", "list"], ["migrate"]] {
                let end = try await ProgramRun(verb + ["--data", folder]).end()
                #expect(end.status == 0 && end.errors.isEmpty, "\(verb): \(end)")
            }
            #expect(try await server.client("Ops").send("GET", "/readyz").status == 200)

            server.kill(SIGKILL)
            await server.wait()
            let list = try await ProgramRun(["user", "list", "--data", folder]).end()
            #expect(list.status == 0, "\(list)")
            let next = try await ServerProcess.serve(folder: folder)
            #expect(try await next.client("Ops").send("GET", "/readyz").status == 200)
        }
    }

    @Test("of eight servers that start at once on an empty folder, one serves")
    func race() async throws {
        try await withTemporaryFolder { folder in
            let environment = ["ROSTER_ADMIN_PASSWORD": ServerFixture.adminPassword]
            let runs = try (0..<8).map { _ in
                try ProgramRun.serve(folder: folder, environment: environment)
            }
            defer { runs.forEach { $0.kill(SIGKILL) } }
            let isDecided = try await eventually(withinSeconds: 60) {
                runs.count { $0.isRunning } == 1
                    && runs.count { $0.output.contains("Administrator") } == 1
            }
            #expect(isDecided, "\(runs.map { $0.output + $0.errors })")
            for run in runs where !run.isRunning {
                let end = try await run.end()
                #expect(end.status != 0 && !end.isCrash && end.errors.onlyLine != nil, "\(end)")
            }
        }
    }
}

extension String {
    /// The line, if the text is one line.
    var onlyLine: String? {
        let lines = split(separator: "\n")
        return lines.count == 1 ? String(lines[0]) : nil
    }
}
