import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// `POST /v1/users`: what comes back and what is there then (contracts/management.md §3, §4).
@Suite("Create", .serialized) struct CreateTests {
    @Test("the answer is the seed's, and the user is as asked for") func created() async throws {
        let clock = TestClock(Timestamp(milliseconds: 1_700_000_000_123))
        try await Stage.run(clock: clock, people: []) { stage in
            let more = #","phone":"+86 138 0000 0001""#
            let answer = try await stage.create(
                Body.user("Jane_Doe", email: "Jane@Example.com", more: more))
            check(answer, is: .created)
            let id = answer.text("id") ?? ""
            #expect(id.wholeMatch(of: /user_[1-9][0-9]{0,18}/) != nil, "\(answer)")
            #expect(answer.text("username") == "Jane_Doe", "\(answer)")
            #expect(answer.text("email") == "Jane@Example.com", "\(answer)")
            #expect(answer.text("status") == "active", "\(answer)")
            #expect(answer.text("created_at") == "2023-11-14T22:13:20Z", "\(answer)")
            #expect(answer.timestamp == 1_700_000_000_123, "\(answer)")
            let read = try await stage.call("GET", answer.path)
            check(read, is: .user)
            for key in ["id", "username", "email", "status", "created_at"] {
                #expect(read.text(key) == answer.text(key), "\(key) of \(read)")
            }
            #expect(read.text("phone") == "+86 138 0000 0001", "\(read)")
            #expect(read.isNull("avatar"), "\(read)")
            #expect(read.text("role") == "user", "\(read)")
            #expect(read.text("updated_at") == "2023-11-14T22:13:20Z", "\(read)")
            try await stage.play(
                ["Jane_Doe", "jane@example.com"].map {
                    Scenario(
                        "\($0) logs in", "POST", "/v1/auth/login", by: .anonymous,
                        body: Body.login($0, Stage.password), .login)
                })
        }
    }

    @Test("role: user if nothing else is asked for; an administrator may make another")
    func roles() async throws {
        try await Stage.run(people: []) { stage in
            for (name, role) in [("plain", "user"), ("boss", "admin")] {
                let answer = try await stage.create(
                    Body.user(name, more: #","role":"\#(role)""#))
                check(answer, is: .created)
                let read = try await stage.call("GET", answer.path)
                #expect(read.text("role") == role, "\(read)")
                let tokens = try await stage.logIn(name)
                let list = try await stage.call(
                    "GET", "/v1/users", by: .bearer(tokens.access))
                check(list, is: role == "admin" ? .page : .refused(403), name)
            }
        }
    }

    @Test("each user has an id of its own, and none is used twice") func ids() async throws {
        try await Stage.run(people: []) { stage in
            let first = try await stage.create(Body.user("one"))
            let second = try await stage.create(Body.user("two"))
            check(try await stage.call("DELETE", second.path), is: .deleted)
            let third = try await stage.create(Body.user("two"))
            check(third, is: .created)
            #expect(Set([first.path, second.path, third.path]).count == 3, "\(third)")
        }
    }

    @Test("a phone need not be anybody's own") func phones() async throws {
        try await Stage.run(people: []) { stage in
            let more = #","phone":"138 0000 0000""#
            try await stage.play([
                Scenario(
                    "a phone", "POST", "/v1/users", body: Body.user("one", more: more), .created),
                Scenario(
                    "the same", "POST", "/v1/users", body: Body.user("two", more: more), .created),
                Scenario(
                    "it gives no login", "POST", "/v1/auth/login", by: .anonymous,
                    body: Body.login("138 0000 0000", Stage.password), .refused(401)),
            ])
        }
    }

    @Test("bcrypt: beyond 72 bytes refused, up to there whole") func bcrypt() async throws {
        let fits = String(repeating: "中", count: 24)
        let cut = String(repeating: "中", count: 23) + "丮"
        let ascii = String(repeating: "x", count: 73)
        try await Stage.run({ $0.passwordAlgorithm = .bcrypt }, people: []) { stage in
            func create(_ name: String, _ password: String, _ answer: Answer) -> Scenario {
                Scenario(
                    "\(password.utf8.count) bytes", "POST", "/v1/users",
                    body: Body.user(name, password: password), answer)
            }
            func login(_ password: String, _ answer: Answer) -> Scenario {
                Scenario(
                    "login with \(password)", "POST", "/v1/auth/login", by: .anonymous,
                    body: Body.login("two", password), answer)
            }
            try await stage.play([
                create("one", fits + "x", .invalid(["password"])),
                create("one", ascii, .invalid(["password"])), create("two", fits, .created),
                login(fits, .login), login(cut, .refused(401)), login(fits + "x", .refused(401)),
            ])
        }
    }
}
