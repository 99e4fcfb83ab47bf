import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// Presence (contracts/bitanswer.md §7): whoever uses a session on any surface is online on
/// BitAnswer, and no request writes a row for it.
@Suite("Presence over the wire", .serialized) struct PresenceOverTheWireTests {
    private static let window = 5

    @Test("uses on Management, Tavern and IAM make online; the rows are written at shutdown")
    func uses() async throws {
        let clock = TestClock()
        let login = clock.now
        try await withTemporaryFolder { folder in
            try await AllSurfaces.run(
                in: folder, { $0.presenceWindowSeconds = Self.window }, clock: clock
            ) { all in
                try await Self.use(all, clock: clock, since: login)
            }
            // 19 seconds after the login, within the half minute in which nothing else writes it.
            let lastUse = login.adding(seconds: 19)
            #expect(clock.now == lastUse)
            try await AllSurfaces.run(
                in: folder, { $0.presenceWindowSeconds = Self.window }, clock: clock
            ) { all in
                #expect(try await Self.rows(all) == [lastUse])
                let guid = try await all.account("jane").guid
                #expect(try await all.presence(of: guid) == 2, "online over the restart")
                clock.advance(seconds: Int64(Self.window))
                #expect(try await all.presence(of: guid) == 0)
            }
        }
    }

    @Test("a key is no session, and a refused request no use") func others() async throws {
        let clock = TestClock()
        try await AllSurfaces.run({ $0.presenceWindowSeconds = Self.window }, clock: clock) { all in
            _ = try await all.make("jane", on: .bitAnswer)
            let jane = try await all.signIn("jane")
            let guid = try await all.account("jane").guid
            #expect(try await all.presence(of: guid) == 2)
            clock.advance(seconds: 6)
            for credential in [Credential.apiKey(jane.key), .bearer(jane.key)] {
                let answer = try await all.main("GET", "/users", by: credential)
                #expect(answer.status == 200, "\(answer)")
            }
            let forged = String(jane.iam.dropLast(4)) + "AAAA"
            let refused = try await all.main("GET", "/users", by: .bearer(forged))
            #expect(refused.status == 403, "\(refused)")
            #expect(try await all.presence(of: guid) == 0)
        }
    }

    /// Three times silent until offline, and online again by a use; then many uses.
    private static func use(
        _ all: AllSurfaces, clock: TestClock, since login: Timestamp
    ) async throws {
        _ = try await all.make("jane", on: .bitAnswer)
        let path = try await all.path(of: "jane")
        let guid = try await all.account("jane").guid
        #expect(try await all.presence(of: guid) == 0)
        let body = #"{"username":"jane","password":"\#(AllSurfaces.password)"}"#
        let answer = try await all.main("POST", "/v1/auth/login", by: .nobody, body: body)
        let token = Credential.bearer(
            try #require(answer.data["access_token"] as? String, "\(answer)"))
        #expect(try await all.presence(of: guid) == 2)

        for surface in ["Management", "Tavern", "IAM"] {
            clock.advance(seconds: 6)
            #expect(try await all.presence(of: guid) == 0, "before \(surface)")
            let use =
                switch surface {
                case "Management": try await all.main("GET", path, by: token)
                case "Tavern": try await all.main("GET", "/users", by: token)
                default: try await all.iam("GET", "/v1/users/jane", by: token)
                }
            #expect(use.status == 200, "\(surface): \(use)")
            #expect(try await all.presence(of: guid) == 2, "after \(surface)")
            #expect(try await rows(all) == [login], "\(surface) wrote a row")
        }
        clock.advance(seconds: 1)
        for _ in 0..<20 {
            let use = try await all.main("GET", "/users", by: token)
            #expect(use.status == 200, "\(use)")
        }
        #expect(try await rows(all) == [login], "many uses wrote a row")
    }

    /// When the sessions of jane were last used, as the database has it.
    private static func rows(_ all: AllSurfaces) async throws -> [Timestamp] {
        let id = try await all.account("jane").id
        return try await all.directory.store.read { storage throws(DirectoryError) in
            try storage.sessions(of: id).map(\.lastUsedAt)
        }
    }
}
