import Foundation
import Logging
import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 9 and 24 on this surface.
@Suite("What this surface does not tell", .serialized)
struct SecretTests {
    @Test("no code, password, token or address of a code is in the log")
    func logs() async throws {
        let lines = CapturedLines()
        try await ServerFixture.run(
            { $0.registration = .open }, logger: lines.logger
        ) { server in
            let network = Network(
                server: server, outbox: Outbox(folder: server.folder + "/outbox"), clock: nil)
            let email = Network.email(of: "alice")
            let claim = try await network.code(.claim, to: email)
            let body = #"""
                {"name":"alice","email":"\#(email)","verifiable_type":"mail","verifiable_code":"\#(claim)","password":"\#(Network.password)"}
                """#
            let made = try await network.expect(201, "POST", "/users", body)
            let token = try #require(made.object["token"] as? String)
            try await network.expect(200, "GET", "/user?token=\(token)")
            let upload = try await network.announce(Network.tinyPNG, as: token)
            _ = try await network.put(Network.tinyPNG, upload)
            try await network.expect(422, "POST", "/users", body)
            let ticket = try #require(upload.headers.first { $0.0 == "Authorization" }).1
            let text = lines.all.joined(separator: "\n")
            #expect(text.contains("/api/v2/user"))
            for secret in [
                claim, Network.password, token, String(ticket.dropFirst(7)), email, "signature=",
            ] {
                #expect(!text.contains(secret), "\(secret)")
            }
        }
    }

    @Test("a wrong code takes as long for an account as for nobody")
    func timing() async throws {
        try await Network.run { network in
            _ = try await network.register("alice")
            let directory = network.server.server.open.directory
            var times: [String: [Duration]] = [:]
            for round in 0..<40 {
                try await directory.unlock(.name(FoldedKey(folding: "alice")), by: .system)
                for (kind, email) in [
                    ("known", "alice@example.com"), ("unknown", "nobody\(round)@example.com"),
                ] {
                    let start = ContinuousClock.now
                    try await network.expect(
                        422, "PUT", "/user/retrieve-password",
                        #"""
                        {"verifiable_type":"mail","verifiable_code":"123456","email":"\#(email)","password":"secret9"}
                        """#)
                    times[kind, default: []].append(start.duration(to: .now))
                }
            }
            let medians = times.mapValues { $0.sorted()[$0.count / 2] }
            let (known, unknown) = (medians["known"]!, medians["unknown"]!)
            // Neither waits for a hash, which takes tens of milliseconds.
            #expect(known < unknown * 3 && unknown < known * 3, "\(medians)")
        }
    }
}
