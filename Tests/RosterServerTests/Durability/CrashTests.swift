import Foundation
import Glibc
import RosterTestSupport
import Testing

@Suite("kill -9", .serialized)
struct CrashTests {
    /// How many writes are acknowledged in a round before the kill: never the same phase of the
    /// database's log, whose checkpoints come every thousand pages.
    private static let writesBeforeKill = [40, 171, 97, 260, 133]

    /// `make soak` plays the whole on twenty folders.
    private static let folders =
        ProcessInfo.processInfo.environment["ROSTER_SOAK"] == "1" ? 20 : 1

    @Test(
        "five kills in write storms on one folder lose nothing acknowledged and leave no halves",
        arguments: 1...folders)
    func writeStorms(folder number: Int) async throws {
        try await withTemporaryFolder { folder in
            let storm = WriteStorm()
            var token: String?
            for (round, count) in Self.writesBeforeKill.enumerated() {
                let server = try await ServerProcess.serve(folder: folder)
                let iam = try server.client("IAM")
                // A session is acknowledged as well: the first one serves to the end.
                let bearer = if let token { token } else { try await iam.token() }
                token = bearer
                try await check(storm, on: iam, token: bearer, folder: folder)
                let goal = storm.acknowledgedCount + count
                async let rage: Void = storm.rage(
                    round: round, clients: 8, port: iam.port, token: bearer)
                let isReached = try await eventually(withinSeconds: 60) {
                    storm.acknowledgedCount >= goal
                }
                #expect(isReached, "\(storm.refusals)")
                server.kill(SIGKILL)
                await rage
                #expect(await server.wait() == SIGKILL)
                #expect(storm.pendingCount > 0, "nothing was on its way: the kill came too late")
            }
            let server = try await ServerProcess.serve(folder: folder)
            let iam = try server.client("IAM")
            try await check(storm, on: iam, token: try #require(token), folder: folder)
            try await checkService(of: iam, token: try #require(token))
            server.kill(SIGTERM)
            #expect(await server.wait() == 0)
        }
    }

    private func check(
        _ storm: WriteStorm, on iam: WireClient, token: String, folder: String
    ) async throws {
        let list = try await iam.send(
            "GET", "/v1/users?fieldSelector=name=storm-", bearer: token)
        let items = try #require(list.object["items"] as? [[String: Any]], "\(list)")
        #expect(items.count == list.object["totalCount"] as? Int, "more than one page")
        let found = items.compactMap { item -> (String, String)? in
            guard let metadata = item["metadata"] as? [String: Any],
                let name = metadata["name"] as? String, let nickname = item["nickname"] as? String
            else { return nil }
            return (name, nickname)
        }
        let wrong = storm.contradictions(to: Dictionary(uniqueKeysWithValues: found))
        #expect(wrong.isEmpty)
        #expect(storm.refusals.isEmpty)
        let breaches = try await DirectoryInvariants.breaches(inFile: folder + "/roster.db")
        #expect(breaches.isEmpty)
    }

    /// The directory still does all it did.
    private func checkService(of iam: WireClient, token: String) async throws {
        let created = try await iam.send(
            "POST", "/v1/users", bearer: token, body: userBody("afterwards"))
        #expect(created.status == 200, "\(created)")
        let own = try await iam.token(of: "afterwards", password: "Foo@2020")
        #expect(try await iam.send("GET", "/v1/users/afterwards", bearer: own).status == 200)
        let twice = try await iam.send(
            "POST", "/v1/users", bearer: token, body: userBody("afterwards"))
        #expect(twice.object["code"] as? Int == 110002)
        #expect(try await iam.send("DELETE", "/v1/users/afterwards", bearer: token).status == 200)
        #expect(try await iam.send("GET", "/v1/users/afterwards", bearer: own).status == 401)
    }
}
