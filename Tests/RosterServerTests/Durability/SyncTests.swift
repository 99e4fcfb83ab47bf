import Foundation
import Glibc
import RosterTestSupport
import Testing

/// `kill -9` does not show whether a commit reached the disk, as the kernel keeps what was written.
/// Here the disk itself is held up.
@Suite("Success waits for the disk", .serialized)
struct SyncTests {
    private struct Change {
        let method: String
        let target: String
        var body: String?
        var sendsToken = true
    }

    private static let changes = [
        Change(method: "POST", target: "/v1/users", body: userBody("gated")),
        Change(
            method: "PUT", target: "/v1/users/gated", body: userBody("gated", nickname: "changed")),
        Change(
            method: "PUT", target: "/v1/users/gated/change_password",
            body: #"{"oldPassword":"Foo@2020","newPassword":"Bar@2020"}"#),
        Change(
            method: "POST", target: "/login",
            body: #"{"username":"gated","password":"Bar@2020"}"#, sendsToken: false),
        Change(method: "DELETE", target: "/v1/users/gated"),
        Change(method: "POST", target: "/logout"),
    ]

    @Test("a change is answered only after its fsync, and reads are served meanwhile")
    func answersWait() async throws {
        try await withGatedServer { server, gate in
            let iam = try server.client("IAM")
            let ops = try server.client("Ops")
            let token = try await iam.token()
            let other = try await iam.token()
            for change in Self.changes {
                let before = gate.logSyncsCount
                gate.close()
                let answer = PendingAnswer {
                    try await iam.send(
                        change.method, change.target,
                        headers: change.sendsToken ? [("Authorization", "Bearer \(other)")] : [],
                        body: change.body)
                }
                _ = try await eventually { gate.logSyncsCount > before || answer.isThere }
                try #require(gate.logSyncsCount > before, "\(change) came to no fsync")
                let read = try await iam.send("GET", "/v1/users/admin", bearer: token)
                #expect(read.status == 200, "a read while \(change) waits")
                #expect(try await ops.send("GET", "/healthz").status == 200)
                let isEarly = try await eventually(withinSeconds: 1) { answer.isThere }
                #expect(!isEarly, "\(change) was answered before its fsync")
                gate.open()
                #expect(try await answer.value().status == 200, "\(change)")
            }
        }
    }

    @Test("at SIGTERM a running request is finished and answered, new ones are refused, exit 0")
    func shutdownFinishes() async throws {
        try await withGatedServer { server, gate in
            let iam = try server.client("IAM")
            let token = try await iam.token()
            let before = gate.logSyncsCount
            gate.close()
            let answer = PendingAnswer {
                try await iam.send("POST", "/v1/users", bearer: token, body: userBody("last"))
            }
            try #require(try await eventually { gate.logSyncsCount > before })
            server.kill(SIGTERM)
            #expect(try await eventually { try await !accepts(iam) }, "IAM still takes connections")
            // Ops goes last, so that a load balancer hears of it.
            let ready = try? await server.client("Ops").send("GET", "/readyz")
            #expect(ready == nil || ready?.status == 503, "\(String(describing: ready))")
            #expect(!answer.isThere)
            gate.open()
            #expect(try await answer.value().status == 200)
            #expect(await server.wait() == 0, "\(server.errors)")
            let next = try await ServerProcess.serve(folder: server.folder)
            let found = try await next.client("IAM")
                .send("GET", "/v1/users/last", bearer: token)
            #expect(found.status == 200, "\(found)")
        }
    }

    /// False also for a connection that the kernel took and nobody reads any more.
    private func accepts(_ client: WireClient) async throws -> Bool {
        do {
            _ = try await client.send("GET", "/healthz")
            return true
        } catch is WireFailure {
            return false
        }
    }

    private func withGatedServer(
        _ body: (ServerProcess, SyncGate) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let gate = try await SyncGate(compiledIn: folder)
            let server = try await ServerProcess.serve(
                folder: folder + "/data", environment: gate.environment)
            defer { gate.open() }
            try await body(server, gate)
        }
    }
}
