import Foundation
import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// What issue 4 asks of the whole: a life through this surface alone, with mail through a real SMTP
/// server.
@Suite("A whole life through this surface", .serialized)
struct WholeLifeTests {
    @Test("from the first code to the last login")
    func wholeLife() async throws {
        try await SMTPServer.run { mail in
            let clock = TestClock()
            let url = mail.url
            let key = "a-key-of-the-licence-server"
            try await Network.run(
                clock: clock,
                { settings in
                    settings.mailURL = .server(url: url)
                    settings.bitanswerKey = key
                }
            ) { network in
                let friend = try await Self.register("朋友", "friend@example.com", network, mail)
                let token = try await Self.register("张三", "zhang@example.com", network, mail)
                _ = try await network.logIn("张三")

                let node = try await network.store(as: token)
                try await network.expect(
                    204, "PATCH", "/user", #"{"avatar":"\#(node)"}"#, as: token)
                let (own, other) = (try await network.id(of: "张三"), try await network.id(of: "朋友"))
                try await network.expect(204, "PUT", "/user/followings/\(other)", as: token)
                try await network.expect(204, "PUT", "/user/followings/\(own)", as: friend)
                let seen = try await network.expect(200, "GET", "/users/\(other)", as: token).object
                #expect(seen["following"] as? Bool == true && seen["follower"] as? Bool == true)
                let extra = try #require(seen["extra"] as? [String: Any])
                #expect(extra["followers_count"] as? Int == 1)
                #expect(extra["followings_count"] as? Int == 1)

                // Another mail address, by a code to it.
                try await network.expect(
                    202, "POST", "/verifycodes/register", #"{"email":"new@example.com"}"#, as: token
                )
                let claim = try await Self.code("new@example.com", 1, mail)
                try await network.expect(
                    204, "PUT", "/user",
                    #"{"email":"new@example.com","verifiable_code":"\#(claim)"}"#, as: token)
                // The password is forgotten, and found again.
                try await network.expect(
                    202, "POST", "/verifycodes", #"{"email":"NEW@example.com"}"#)
                let proof = try await Self.code("new@example.com", 2, mail)
                try await network.expect(
                    204, "PUT", "/user/retrieve-password",
                    #"""
                    {"verifiable_type":"mail","verifiable_code":"\#(proof)","email":"new@example.com","password":"secret2"}
                    """#)
                try await network.expect(401, "GET", "/user", as: token)
                let back = try await network.logIn("new@example.com", password: "secret2")
                // The address is unbound.
                clock.advance(seconds: 61)
                try await network.expect(
                    202, "POST", "/verifycodes", #"{"email":"new@example.com"}"#)
                let unbinding = try await Self.code("new@example.com", 3, mail)
                try await network.expect(
                    204, "DELETE", "/user/email",
                    #"{"password":"secret2","verifiable_code":\#(unbinding)}"#, as: back)
                #expect(try await network.call("GET", "/users/new@example.com").status == 404)
                // Forced offline through the licence server's dialect.
                try await Self.endSessions(of: "张三", network, key: key)
                try await network.expect(401, "GET", "/user", as: back)
                let last = try await network.logIn("张三", password: "secret2")
                let me = try await network.expect(200, "GET", "/user", as: last).object
                #expect(me["friends_count"] as? Int == 1)
                #expect((me["avatar"] as? [String: Any])?["size"] as? Int == Network.tinyPNG.count)
            }
        }
    }

    @Test("a mail server that is down loses no code, and nobody waits for it")
    func serverDown() async throws {
        try await SMTPServer.run { mail in
            try await mail.stop()
            let url = mail.url
            try await Network.run({ $0.mailURL = .server(url: url) }) { network in
                for number in 0..<5 {
                    let start = ContinuousClock.now
                    try await network.expect(
                        202, "POST", "/verifycodes/register",
                        #"{"email":"user\#(number)@example.com"}"#)
                    #expect(start.duration(to: .now) < .seconds(2))
                }
                // At least one try of each has failed by now, or it will meet the server at once.
                try await mail.start()
                let received = try await mail.received(atLeast: 5, within: .seconds(60))
                #expect(Set(received.flatMap(\.recipients)).count == 5)
                for message in received {
                    let address = try #require(message.recipients.first)
                    let code = try MailText.code(in: MailText(message.text).plain)
                    let name = try #require(address.split(separator: "@").first)
                    try await network.expect(
                        201, "POST", "/users",
                        #"""
                        {"name":"\#(name)","email":"\#(address)","verifiable_type":"mail","verifiable_code":"\#(code)"}
                        """#)
                }
            }
        }
    }

    private static func register(
        _ name: String, _ email: String, _ network: Network, _ mail: SMTPServer
    ) async throws -> String {
        try await network.expect(
            202, "POST", "/verifycodes/register", #"{"email":"\#(email)"}"#)
        let code = try await code(email, 1, mail)
        let made = try await network.expect(
            201, "POST", "/users",
            #"""
            {"name":"\#(name)","email":"\#(email)","verifiable_type":"mail","verifiable_code":"\#(code)","password":"\#(Network.password)"}
            """#)
        return try #require(made.object["token"] as? String)
    }

    /// Forces somebody offline as the licence server does.
    private static func endSessions(of name: String, _ network: Network, key: String) async throws {
        let escaped = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let found = try await network.server.main.send(
            "GET", "/bitanswer/api/users/user/\(escaped)", headers: [("bitkey", key)])
        let match = try #require(found.body.firstMatch(of: /"guid":"([0-9a-f]{24})"/))
        let ended = try await network.server.main.send(
            "POST", "/bitanswer/api/users/end", headers: [("bitkey", key)],
            body: #"[{"type":"user","guid":"\#(match.1)"}]"#)
        #expect(ended.object["status"] as? Int == 0, "\(ended)")
    }

    /// The code number `count` (from 1) in the mails to an address.
    private static func code(
        _ address: String, _ count: Int, _ mail: SMTPServer
    ) async throws -> String {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            // Notices of changes come between them.
            let codes = try mail.received().filter { $0.recipients == [address] }
                .compactMap { try? MailText.code(in: MailText($0.text).plain) }
            if codes.count >= count { return codes[count - 1] }
            guard ContinuousClock.now < deadline else {
                throw FixtureFailure(text: "mail \(count) to \(address) did not come")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
