import Glibc
import RosterTestSupport
import Testing

/// What only the program as it is built for people shows: code that works in a debug build and not
/// in an optimised one. Each of these was such a fault.
@Suite("The built program") struct BuiltProgramTests {
    @Test("a batch with passwords stores each of them, and says which element it refuses")
    func batchPasswords() async throws {
        try await withTemporaryFolder { folder in
            let key = "key-of-the-built-program-test"
            let server = try await ServerProcess.serve(
                folder: folder, environment: ["ROSTER_BITANSWER_KEY": key])
            let main = try server.client("BitAnswer")
            let path = "/bitanswer/api/users"
            let made = try await main.send(
                "POST", path, headers: [("bitkey", key)],
                body: #"[{"name":"a","password":"one"},{"name":"b"},{"name":"c","password":"two"}]"#
            )
            #expect(made.object["status"] as? Int == 0, "\(made)")
            for (name, password, status) in [("a", "one", 200), ("b", "", 401), ("c", "two", 200)] {
                let login = try await server.client("IAM").send(
                    "POST", "/login", body: #"{"username":"\#(name)","password":"\#(password)"}"#)
                #expect(login.status == status, "\(name): \(login)")
            }
            let refused = try await main.send(
                "PATCH", path, headers: [("bitkey", key)], body: #"[{"name":"a"},{"name":"x"}]"#)
            #expect(refused.object["status"] as? Int == 1004, "\(refused)")
            #expect((refused.object["msg"] as? String)?.contains("1 (x)") == true, "\(refused)")
            server.kill(SIGTERM)
            #expect(await server.wait() == 0)
        }
    }
}
