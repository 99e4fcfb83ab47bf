import Foundation
import Logging
import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 24: no code, password or token in logs, metrics, audit trail or answers.
@Suite("Codes are told to nobody else", .serialized) struct CodeSecrecyTests {
    @Test("a busy hour leaves no trace of what was secret in it") func secrets() async throws {
        let lines = CapturedLines()
        let clock = TestClock()
        try await SNS.run({ $0.logLevel = .trace }, clock: clock, logger: lines.logger) { sns in
            let (codes, texts, answers) = try await Self.beBusy(sns, clock)
            let metrics = try await sns.server.main.send("GET", "/metrics").body
            let audit = try await sns.directory.store.read { (storage) throws(DirectoryError) in
                try storage.auditEntries(about: nil, limit: 1000)
            }
            #expect(!audit.isEmpty && codes.count == 4)
            #expect(lines.all.contains { $0.contains("/api/v2/") })
            let places = [
                ("log", lines.all.joined(separator: "\n")), ("metrics", metrics),
                ("audit", audit.map { "\($0)" }.joined(separator: "\n")),
            ]
            for (place, text) in places {
                for secret in texts {
                    #expect(!text.contains(secret), "\(secret.prefix(12)) in \(place)")
                }
                let numbers = Set(text.split { !$0.isASCII || !$0.isNumber }.map(String.init))
                for code in codes { #expect(!numbers.contains(code), "a code in \(place)") }
            }
            for answer in answers {
                for code in codes { #expect(!answer.description.contains(code), "\(answer)") }
            }
        }
    }

    /// Codes, other secrets, and what came back.
    private static func beBusy(
        _ sns: SNS, _ clock: TestClock
    ) async throws -> (codes: [String], texts: [String], answers: [WireResponse]) {
        var answers: [WireResponse] = []
        let claim = try await sns.code(.claim, to: "carl@example.com")
        let phone = try await sns.code(.claim, to: "13800138000", by: .anna)
        let proof = try await sns.code(.prove, to: "anna@example.com")
        let token = try sns.token("anna")
        let calls: [(String, String, Caller, String?)] = [
            (
                "POST", "/users", .anonymous,
                Body.registration("1a", at: "carl@example.com", code: claim, password: "Reg@2021")
            ),
            (
                "POST", "/users", .anonymous,
                Body.registration("carl", at: "carl@example.com", code: claim, password: "Reg@2021")
            ),
            ("PUT", "/user", .anna, Body.binding("13800138000", code: phone)),
            ("PUT", "/user", .anna, Body.binding("13800138000", code: phone)),
            ("PUT", "/user", .anonymous, Body.binding("13800138000", code: phone)),
            (
                "PUT", "/user/retrieve-password", .anonymous,
                Body.recovery("anna@example.com", code: proof, password: "Short")
            ),
            (
                "PUT", "/user/retrieve-password", .anonymous,
                Body.recovery("anna@example.com", code: proof, password: "Next@2021")
            ),
            ("POST", "/auth/login", .anonymous, Body.codeLogin("anna@example.com", proof)),
            ("POST", "/auth/login", .anonymous, Body.login("anna", "Typed@Wrong1")),
            ("GET", "/user?token=\(token)", .anonymous, nil),
            ("GET", "/user?token=Query-secret-1", .anonymous, nil),
            ("GET", "/nothing?token=Query-secret-1&password=Query-secret-1", .anonymous, nil),
        ]
        for (method, target, caller, body) in calls {
            answers.append(try await sns.call(method, target, by: caller, body: body))
        }
        let fresh = try await sns.logIn("anna", "Next@2021")
        clock.advance(seconds: 61)
        let unbinding = try await sns.code(.prove, to: "anna@example.com")
        answers.append(
            try await sns.call(
                "DELETE", "/user/email?token=\(fresh)", by: .anonymous,
                body: Body.unbinding("Next@2021", code: unbinding)))
        #expect(answers.last?.status == 204, "\(answers)")
        let ticket = try await sns.ticket(Picture.png.bytes, by: .bearer(fresh))
        _ = try await sns.put(Picture.png.bytes, ticket)
        let signature = ticket.target.components(separatedBy: "signature=").last ?? "-"
        let bearer = ticket.headers.first { $0.0 == "Authorization" }?.1.dropFirst(7) ?? "-"
        let texts = [
            "Reg@2021", "Next@2021", "Typed@Wrong1", "Query-secret-1", SNS.password, "$argon2",
            token, fresh, signature, String(bearer),
        ]
        return ([claim, phone, proof, unbinding], texts, answers)
    }
}
