import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 15 and the bucket of `limits.perAddress`; THREATS 20.
@Suite("Addresses and listeners", .serialized) struct AddressTests {
    /// Tries logins of names that nobody has, each another, so that no account's counter says no.
    private static func statuses(
        _ server: ServerFixture, count: Int, from name: String, forwardedFor: String?
    ) async throws -> [WireResponse] {
        var answers: [WireResponse] = []
        for number in 0..<count {
            answers.append(
                try await server.iam.send(
                    "POST", "/login", headers: forwardedFor.map { [("X-Forwarded-For", $0)] } ?? [],
                    body: Body.login("\(name)\(number)", "x")))
        }
        return answers
    }

    @Test("behind a trusted proxy each address has its own bucket") func trusted() async throws {
        let clock = TestClock()
        try await ServerFixture.run(
            {
                $0.limitsPerAddress = 3
                $0.proxiesTrusted = ["127.0.0.1"]
            }, adjusting: { $0.running(on: clock) }
        ) { server in
            let first = try await Self.statuses(
                server, count: 5, from: "a", forwardedFor: "203.0.113.9")
            #expect(first.map(\.status) == [401, 401, 401, 429, 429])
            #expect(Answer.throttled.problem(with: first[4]) == nil)
            let other = try await Self.statuses(
                server, count: 3, from: "b", forwardedFor: "203.0.113.10")
            #expect(other.map(\.status) == [401, 401, 401])
            // What stands further left was written by the caller itself.
            let spoofed = try await Self.statuses(
                server, count: 1, from: "c", forwardedFor: "198.51.100.1, 203.0.113.9")
            #expect(spoofed.map(\.status) == [429])
            let network = try await Self.statuses(
                server, count: 3, from: "d", forwardedFor: "2001:db8::1")
            #expect(network.map(\.status) == [401, 401, 401])
            let neighbour = try await Self.statuses(
                server, count: 1, from: "e", forwardedFor: "2001:db8::2")
            #expect(neighbour.map(\.status) == [429])
            clock.advance(seconds: 60)
            let later = try await Self.statuses(
                server, count: 4, from: "f", forwardedFor: "203.0.113.9")
            #expect(later.map(\.status) == [401, 401, 401, 429])
        }
    }

    @Test("this machine is never counted, nor is a malformed header believed")
    func loopback() async throws {
        try await ServerFixture.run({
            $0.limitsPerAddress = 2
            $0.proxiesTrusted = ["127.0.0.1"]
        }) { server in
            for header in [nil, "nonsense", "127.0.0.1", "1.2.3.4, nonsense"] {
                let answers = try await Self.statuses(
                    server, count: 4, from: "\(weakDigest(header ?? ""))", forwardedFor: header)
                #expect(answers.map(\.status) == [401, 401, 401, 401], "\(header ?? "none")")
            }
        }
    }

    @Test("X-Forwarded-For of a peer that is not trusted is ignored") func untrusted() async throws
    {
        for trusted in [[], ["10.0.0.0/8"]] {
            try await ServerFixture.run({
                $0.limitsPerAddress = 2
                $0.proxiesTrusted = trusted
            }) { server in
                let answers = try await Self.statuses(
                    server, count: 5, from: "a", forwardedFor: "203.0.113.9")
                #expect(answers.map(\.status) == [401, 401, 401, 401, 401])
            }
        }
    }

    @Test("registrations count on the bucket, reading does not") func guarded() async throws {
        try await ServerFixture.run(
            {
                $0.limitsPerAddress = 3
                $0.registration = .open
                $0.proxiesTrusted = ["127.0.0.1"]
            }, adjusting: { $0.running(on: TestClock()) }
        ) { server in
            let token = try await server.adminToken()
            let from = [("X-Forwarded-For", "203.0.113.9")]
            var statuses: [Int] = []
            for number in 0..<5 {
                let answer = try await server.iam.send(
                    "POST", "/v1/users", headers: from, body: Body.user("new\(number)"))
                statuses.append(answer.status)
            }
            #expect(statuses == [200, 200, 200, 429, 429])
            for _ in 0..<5 {
                let list = try await server.iam.send(
                    "GET", "/v1/users", headers: from + [("Authorization", "Bearer \(token)")])
                #expect(list.status == 200)
            }
        }
    }

    @Test("without IAM nothing answers on its listener, and its paths belong to nobody")
    func switchedOff() async throws {
        let port = try FreePort.find()
        try await ServerFixture.run({
            $0.surfaces = .only([])
            $0.iamListen = .loopback(port: port)
        }) { server in
            #expect(server.server.places.map(\.surface) == ["Ops"])
            await #expect(throws: WireFailure.self) {
                try await WireClient(port: port).send("GET", "/healthz")
            }
            for target in [
                "/v1/users", "/v1/users/foo", "/login", "/logout", "/refresh", "/", "/x",
            ] {
                for method in ["GET", "POST", "PUT", "DELETE"] {
                    let answer = try await server.main.send(method, target)
                    #expect(answer.status == 404 && answer.body == #"{"error":"not found"}"#)
                }
            }
        }
    }

    @Test("IAM's paths on the main listener belong to nobody") func mainListener() async throws {
        try await Stage.run { stage in
            for target in ["/v1", "/login", "/nothing"] {
                let answer = try await stage.server.main.send(
                    "GET", target, headers: stage.authorization(of: .admin))
                #expect(answer.status == 404 && answer.body == #"{"error":"not found"}"#)
            }
        }
    }
}
