import Foundation
import Glibc
import RosterTestSupport
import Testing

/// Whatever becomes of the lock under a running server, no second process gets at its database.
@Suite("A data folder whose lock is lost", .serialized) struct SecondServerTests {
    enum Loss: String, CaseIterable, Sendable {
        case deleted, copied, withTheSocket, linked

        func happen(in folder: String) throws {
            let files = FileManager.default
            let lock = folder + "/roster.lock"
            switch self {
            case .deleted: try files.removeItem(atPath: lock)
            case .copied:
                try files.copyItem(atPath: lock, toPath: lock + ".copy")
                try files.removeItem(atPath: lock)
                try files.moveItem(atPath: lock + ".copy", toPath: lock)
            case .withTheSocket:
                try files.removeItem(atPath: lock)
                try files.removeItem(atPath: folder + "/roster.sock")
            case .linked:
                // The same database by another path, in a folder with a lock of its own.
                try files.removeItem(atPath: lock)
                try files.removeItem(atPath: folder + "/roster.sock")
            }
        }
    }

    @Test("lets no second server in, nor a verb that would open it", arguments: Loss.allCases)
    func refused(_ loss: Loss) async throws {
        try await withTemporaryFolder { folder in
            let data = folder + "/data"
            let server = try await ServerProcess.serve(folder: data)
            try loss.happen(in: data)
            var second = data
            if loss == .linked {
                second = folder + "/link"
                try FileManager.default.createSymbolicLink(
                    atPath: second, withDestinationPath: data)
            }
            let end = try await ProgramRun.serve(folder: second).end()
            #expect(end.status != 0 && !end.isCrash && end.output.isEmpty, "\(end)")
            let line = try #require(end.errors.onlyLine, "\(end)")
            #expect(line.contains("owns the data folder") && line.contains(second), "\(line)")

            let list = try await ProgramRun(["user", "list", "--data", second]).end()
            let goesThroughServer = loss == .deleted || loss == .copied
            #expect((list.status == 0) == goesThroughServer, "\(list)")
            // Both are as before for those who use the server.
            #expect(try await server.client("Ops").send("GET", "/readyz").status == 200)
            _ = try await server.adminToken()

            server.kill(SIGKILL)
            await server.wait()
            let next = try await ServerProcess.serve(folder: data)
            #expect(try await next.client("Ops").send("GET", "/readyz").status == 200)
        }
    }

    @Test("a server whose database was moved away or replaced is not ready, and names it")
    func databaseMoved() async throws {
        for isReplaced in [false, true] {
            try await withTemporaryFolder { folder in
                let server = try await ServerProcess.serve(folder: folder)
                let ops = try server.client("Ops")
                #expect(try await ops.send("GET", "/readyz").status == 200)
                let database = folder + "/roster.db"
                try FileManager.default.copyItem(atPath: database, toPath: database + ".copy")
                try FileManager.default.removeItem(atPath: database)
                if isReplaced {
                    try FileManager.default.moveItem(
                        atPath: database + ".copy", toPath: database)
                }
                let isTold = try await eventually {
                    let answer = try await ops.send("GET", "/readyz")
                    return answer.status == 503
                        && answer.body == #"{"error":"not ready","failing":["database"]}"#
                }
                #expect(isTold)
            }
        }
    }
}
