import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// DESIGN §1: IAM and Management both own `/v1/users`, so one listener cannot hold both as they
/// are.
@Suite("Surfaces on one listener", .serialized) struct CollisionTests {
    @Test("IAM beside Management is refused without a prefix, both routes named, and not with one")
    func sharedListener() async throws {
        try await withTemporaryFolder { folder in
            let port = try freePort()
            let failure = try await #require(throws: StartFailure.self) {
                try await ServerFixture.run(in: folder, change: { Self.share(port, &$0) }) { _ in }
            }
            guard case .collision(let text) = failure else {
                Issue.record("\(failure)")
                return
            }
            for words in ["Management GET /v1/users", "IAM POST /v1/users", "prefix"] {
                #expect(text.contains(words), "\(text)")
            }
            // The refused start holds nothing back: the same folder serves with a prefix.
            try await ServerFixture.run(
                in: folder,
                change: { settings in
                    Self.share(port, &settings)
                    settings.iamPrefix = "/iam"
                }
            ) { server in
                #expect(server.server.places.allSatisfy { $0.port == port })
                try await Self.expectAll(WireClient(port: port))
            }
        }
    }

    @Test("without Management IAM needs no prefix, but Ops is in its way") func ops() async throws {
        try await withTemporaryFolder { folder in
            let port = try freePort()
            let failure = try await #require(throws: StartFailure.self) {
                try await ServerFixture.run(
                    in: folder,
                    change: { settings in
                        Self.share(port, &settings)
                        settings.surfaces = .only([.tavern, .bitAnswer, .thinkSNS, .iam])
                    }
                ) { _ in }
            }
            guard case .collision(let text) = failure else {
                Issue.record("\(failure)")
                return
            }
            #expect(text.contains("IAM GET /healthz") && text.contains("Ops GET /healthz"))
        }
    }

    private static func share(_ port: Int, _ settings: inout RosterSettings.Settings) {
        settings.listen = .loopback(port: port)
        settings.iamListen = settings.listen
        settings.bitanswerKey = AllSurfaces.key
    }

    /// All surfaces and Ops answer on one listener, each in its own shape.
    private static func expectAll(_ client: WireClient) async throws {
        let login = try await client.send(
            "POST", "/iam/login",
            body: #"{"username":"admin","password":"\#(ServerFixture.adminPassword)"}"#)
        let token = try #require(login.object["token"] as? String, "\(login)")
        let bearer = Credential.bearer(token)
        let nothing = #"{"error":"not found"}"#
        let cases: [(path: String, caller: Credential, status: Int, text: String)] = [
            ("/iam/v1/users", bearer, 200, #"{"totalCount":1,"#),
            ("/iam/v1/users", .nobody, 401, #"{"code":100204,"#),
            ("/iam/nowhere", bearer, 404, #"{"code":100006,"#),
            ("/iam/healthz", .nobody, 200, #"{"status":"ok"}"#),
            ("/v1/users", bearer, 200, #"{"code":200,"message":"success","data":{"total":1,"#),
            ("/v1/users", .nobody, 401, #"{"code":401,"#),
            ("/users", bearer, 200, #"{"data":[],"meta":"#),
            ("/users/nobody", bearer, 404, #"{"error":{"code":"not_found","#),
            ("/bitanswer/api/users", .bitkey(AllSurfaces.key), 200, #"{"status":0,"data":"#),
            ("/bitanswer/api/users", .nobody, 401, #"{"status":1002,"#),
            ("/api/v2/user", bearer, 200, #"{"id":1,"name":"admin","#),
            ("/api/v2/user", .nobody, 401, #"{"message":"Unauthenticated."}"#),
            ("/api/v2/nowhere", bearer, 404, #"{"message":""}"#),
            ("/healthz", .nobody, 200, #"{"status":"ok"}"#),
            ("/readyz", .nobody, 200, #"{"status":"ready"}"#),
            ("/login", bearer, 404, nothing), ("/nowhere", bearer, 404, nothing),
        ]
        for (path, caller, status, text) in cases {
            let answer = try await client.send("GET", path, headers: caller.headers)
            #expect(answer.status == status, "\(path): \(answer)")
            #expect(answer.body.hasPrefix(text), "\(path): \(answer)")
        }
    }
}
