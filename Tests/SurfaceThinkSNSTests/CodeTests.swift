import Foundation
import RosterCore
import RosterTestSupport
import Testing

/// Verification codes over the wire: contracts/thinksns.md §0, rows "codes" and "two purposes".
@Suite("Verification codes", .serialized)
struct CodeTests {
    @Test("of 200 parallel guesses at most five are compared, and the right code is dead then")
    func parallelGuesses() async throws {
        let clock = TestClock()
        try await Network.run(clock: clock) { network in
            _ = try await network.register("alice")
            let email = Network.email(of: "alice")
            let code = try await network.code(.prove, to: email)
            let wrong = String(Int(code)! == 999_999 ? 100_000 : Int(code)! + 1)
            let answers = try await WireClient.atOnce(200) { _ in
                try await network.call(
                    "PUT", "/user/retrieve-password", Self.recovery(email, wrong))
            }
            #expect(answers.count { $0.status == 422 } == 5)
            #expect(answers.count { $0.status == 429 } == 195)
            #expect(
                answers.filter { $0.status == 429 }.allSatisfy { $0.header("Retry-After") != nil })
            clock.advance(seconds: 1000)
            try await network.expect(
                422, "PUT", "/user/retrieve-password", Self.recovery(email, code))
            // The account's one counter: passwords have to wait, too.
            let login = try await network.call(
                "POST", "/auth/login", #"{"login":"alice","password":"\#(Network.password)"}"#)
            #expect(login.status == 429)
            #expect(login.object["message"] as? String == "Too Many Attempts.")
        }
    }

    @Test("a code works for nothing but its purpose, destination and account, and once")
    func binding() async throws {
        let clock = TestClock()
        try await Network.run(clock: clock) { network in
            let alice = try await network.register("alice")
            let bob = try await network.register("bobby")
            clock.advance(seconds: 61)
            let (a, b) = (Network.email(of: "alice"), Network.email(of: "bobby"))
            let proof = try await network.code(.prove, to: a)
            let refused: [(String, String, String, String?)] = [
                (
                    "another account's recovery", "PUT /user/retrieve-password",
                    Self.recovery(b, proof), nil
                ),
                ("another account's unbinding", "DELETE /user/email", Self.unbinding(proof), bob),
                (
                    "another purpose: binding", "PUT /user",
                    #"{"email":"x@example.com","verifiable_code":"\#(proof)"}"#, alice
                ),
                ("another purpose: registration", "POST /users", Self.registration(a, proof), nil),
            ]
            for (name, call, body, token) in refused {
                let parts = call.split(separator: " ").map(String.init)
                let answer = try await network.call(parts[0], parts[1], body, as: token)
                #expect(answer.status == 422, "\(name): \(answer)")
            }
            try await network.expect(
                204, "PUT", "/user/retrieve-password", Self.recovery(a, proof))
            try await network.expect(
                422, "PUT", "/user/retrieve-password", Self.recovery(a, proof))

            let claim = try await network.code(.claim, to: "new@example.com", as: bob)
            let again = try await network.logIn("alice", password: "secret9")
            let body = #"{"email":"new@example.com","verifiable_code":"\#(claim)"}"#
            try await network.expect(422, "PUT", "/user", body, as: again)
            try await network.expect(
                422, "POST", "/users", Self.registration("new@example.com", claim))
            try await network.expect(422, "PUT", "/user/retrieve-password", Self.recovery(b, claim))
            try await network.expect(204, "PUT", "/user", body, as: bob)
        }
    }

    @Test("known, unknown and disabled destinations are answered and throttled alike")
    func alike() async throws {
        let clock = TestClock()
        try await Network.run(clock: clock) { network in
            _ = try await network.register("alice")
            clock.advance(seconds: 61)
            let admin = try await network.server.adminToken()
            try await network.server.createUser("gone", token: admin)
            let disabled = try await network.server.iam.send(
                "PUT", "/v1/users/gone", headers: [("Authorization", "Bearer \(admin)")],
                body: #"{"nickname":"gone","email":"gone@example.com","status":0}"#)
            #expect(disabled.status == 200, "\(disabled)")
            for door in ["/verifycodes", "/verifycodes/register"] {
                // Messages are told apart by their time.
                clock.advance(seconds: 1)
                var shapes: [String] = []
                for address in ["alice@example.com", "nobody@example.com", "gone@example.com"] {
                    let body = #"{"email":"\#(address)"}"#
                    let first = try await network.call("POST", door, body)
                    let second = try await network.call("POST", door, body)
                    shapes.append(
                        "\(first.status) \(first.body) \(second.status) \(second.body) "
                            + (second.header("Retry-After") ?? "none"))
                }
                #expect(Set(shapes).count == 1, "\(shapes)")
                #expect(shapes[0].hasPrefix("202 {\"message\":[\"获取成功\"]} 429"), "\(shapes)")
            }
            // Nobody got a code for an address that is somebody else's: its owner got a notice.
            let notice = try await network.outbox.waitForMessage(to: "alice@example.com", after: 2)
            #expect(notice.firstMatch(of: /[0-9]{6}/) == nil, "\(notice)")
            #expect(try network.outbox.messages(to: "nobody@example.com").count == 1)
        }
    }

    @Test("ten minutes, sixty seconds between two, ten a day")
    func limits() async throws {
        let clock = TestClock()
        try await Network.run(clock: clock) { network in
            let first = try await network.code(.claim, to: "a@example.com")
            clock.advance(seconds: 600)
            try await network.expect(
                422, "POST", "/users", Self.registration("a@example.com", first))
            for number in 2...10 {
                clock.advance(seconds: 60)
                let door = number.isMultiple(of: 2) ? "/verifycodes" : "/verifycodes/register"
                try await network.expect(202, "POST", door, #"{"email":"a@example.com"}"#)
            }
            clock.advance(seconds: 61)
            let eleventh = try await network.call(
                "POST", "/verifycodes/register", #"{"email":"A@Example.com"}"#)
            #expect(eleventh.status == 429)
            #expect((eleventh.header("Retry-After").flatMap { Int($0) } ?? 0) > 3600)
            clock.advance(days: 1)
            try await network.expect(
                202, "POST", "/verifycodes/register", #"{"email":"a@example.com"}"#)
        }
    }

    static func recovery(_ email: String, _ code: String) -> String {
        #"""
        {"verifiable_type":"mail","verifiable_code":"\#(code)","email":"\#(email)","password":"secret9"}
        """#
    }

    static func unbinding(_ code: String) -> String {
        #"{"password":"\#(Network.password)","verifiable_code":"\#(code)"}"#
    }

    static func registration(_ email: String, _ code: String) -> String {
        #"""
        {"name":"somebody","email":"\#(email)","verifiable_type":"mail","verifiable_code":"\#(code)"}
        """#
    }
}
