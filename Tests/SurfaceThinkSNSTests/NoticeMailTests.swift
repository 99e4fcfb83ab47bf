import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 36, over the wire and into the outbox.
@Suite("Notices that arrive", .serialized) struct NoticeMailTests {
    @Test("an administrator's change of an e-mail is mailed to both addresses, in the language set")
    func mails() async throws {
        for isEnglish in [false, true] {
            try await SNS.run({ settings in
                if isEnglish { settings.deliveryLanguage = .en }
            }) { sns in
                let body = #"{"email":"neu@example.org"}"#
                let id = try await sns.directory.named("anna").id
                let answer = try await sns.server.main.send(
                    "PUT", "/v1/users/user_\(id)",
                    headers: [
                        ("Authorization", "Bearer " + (try await sns.managementToken())),
                        ("Content-Type", "application/json"),
                    ], body: body)
                #expect(answer.status == 200, "\(answer)")
                for address in ["anna@example.com", "neu@example.org"] {
                    let text = try await sns.outbox.waitForMessage(to: address)
                    #expect(text.contains("n***@example.org"), "\(text)")
                    #expect(text.contains("Asia/Shanghai") && text.contains("Management"))
                    #expect(text.contains("127.0.0.1"))
                    #expect(text.contains(isEnglish ? "If it was not you" : "如果不是您本人的操作"))
                    #expect(!text.contains("neu@"))
                }
            }
        }
    }

    @Test("a stranger's claims go nowhere while registration is closed") func closed() async throws
    {
        try await SNS.run({ $0.registration = .closed }) { sns in
            for address in ["new@example.com", "anna@example.com"] {
                let answer = try await sns.ask(.claim, address)
                #expect(answer.status == 202, "\(answer)")
            }
            let code = try await sns.code(.claim, to: "mine@example.com", by: .anna)
            #expect(code.count == 6)
            for address in ["new@example.com", "anna@example.com"] {
                #expect(try sns.outbox.messages(to: address).isEmpty)
            }
        }
    }

    @Test(
        "an hour's budget that is out is 503 with Retry-After, alike for all, and in metrics and log"
    )
    func budget() async throws {
        let lines = CapturedLines()
        try await SNS.run({ $0.limitsMailsPerHour = 2 }, logger: lines.logger) { sns in
            for number in 0..<2 {
                #expect(try await sns.ask(.prove, "x\(number)@example.com").status == 202)
            }
            for address in ["anna@example.com", "nobody@example.com"] {
                let answer = try await sns.ask(.prove, address)
                #expect(answer.status == 503, "\(answer)")
                let wait = answer.headers.first { $0.name.lowercased() == "retry-after" }
                #expect(Int(wait?.value ?? "").map { (3500...3600).contains($0) } == true)
            }
            let metric = #"roster_message_budget_total{channel="mail",outcome="refused"} 2"#
            var text = ""
            for _ in 0..<200 where !text.contains(metric) {
                text = try await sns.server.main.send("GET", "/metrics").body
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(text.contains(metric))
            #expect(lines.all.count { $0.contains("message budget reached") } == 1)
        }
    }
}

extension SNS {
    /// The administrator's token on the Management surface.
    fileprivate func managementToken() async throws -> String {
        let answer = try await server.main.send(
            "POST", "/v1/auth/login", headers: [("Content-Type", "application/json")],
            body: #"{"username":"admin","password":"\#(ServerFixture.adminPassword)"}"#)
        guard let range = answer.body.firstRange(of: #""access_token":""#) else {
            throw FixtureFailure(text: "\(answer)")
        }
        return String(answer.body[range.upperBound...].prefix { $0 != "\"" })
    }
}
