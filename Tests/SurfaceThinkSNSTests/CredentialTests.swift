import Foundation
import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// Login, refresh, logout, passwords and addresses: contracts/thinksns.md §0, §3, §9.
@Suite("Credentials", .serialized)
struct CredentialTests {
    @Test("a login tells minutes, takes name, mail, phone and number, and fails in one way")
    func logins() async throws {
        try await Network.run { network in
            let token = try await network.register("alice")
            let sms = try await network.code(.claim, to: "13800138000", as: token)
            try await network.expect(
                204, "PUT", "/user", #"{"phone":"13800138000","verifiable_code":\#(sms)}"#,
                as: token)
            let id = try await network.id(of: "alice")
            for login in [
                "alice", "alice@example.com", "13800138000", "+86 138-0013-8000", "\(id)",
            ] {
                let answer = try await network.call(
                    "POST", "/auth/login", #"{"login":"\#(login)","password":"secret1"}"#)
                #expect(answer.status == 200, "\(login): \(answer)")
                #expect(answer.object["expires_in"] as? Int == 60)
                #expect(answer.object["refresh_ttl"] as? Int == 20160)
                #expect(answer.object["token_type"] as? String == "Bearer")
            }
            var shapes: Set<String> = []
            for login in ["alice", "nobody", "nobody@example.com", "13900139000", "999"] {
                let answer = try await network.call(
                    "POST", "/auth/login", #"{"login":"\#(login)","password":"wrong"}"#)
                shapes.insert("\(answer.status) \(answer.body)")
            }
            #expect(shapes == [#"422 {"message":"账号或密码错误"}"#])
            let missing = try await network.call("POST", "/auth/login", "{}")
            #expect(missing.status == 422 && missing.object["errors"] is [String: Any])
        }
    }

    @Test("a code logs in once, by mail and phone alone")
    func codeLogins() async throws {
        try await Network.run(clock: TestClock()) { network in
            _ = try await network.register("alice", password: nil)
            network.clock?.advance(seconds: 61)
            let code = try await network.code(.prove, to: "alice@example.com")
            let body = #"{"login":"alice@example.com","verifiable_code":"\#(code)"}"#
            let byName = try await network.call(
                "POST", "/auth/login", #"{"login":"alice","verifiable_code":"\#(code)"}"#)
            #expect(byName.status == 422, "the password is asked for: \(byName)")
            let first = try await network.call("POST", "/auth/login", body)
            #expect(first.status == 200, "\(first)")
            let second = try await network.call("POST", "/auth/login", body)
            #expect(second.status == 422 && second.object["message"] is String, "\(second)")
        }
    }

    @Test("a disabled account is told so for the right password alone")
    func disabled() async throws {
        try await Network.run { network in
            let token = try await network.register("alice")
            let directory = network.server.server.open.directory
            var change = AccountChange()
            change.status = .set(.disabled)
            _ = try await directory.update(.name(FoldedKey(folding: "alice")), change, by: .system)
            let right = try await network.call(
                "POST", "/auth/login", #"{"login":"alice","password":"secret1"}"#)
            #expect(right.status == 403 && right.object["message"] is String, "\(right)")
            let wrong = try await network.call(
                "POST", "/auth/login", #"{"login":"alice","password":"secret2"}"#)
            #expect(wrong.status == 422 && wrong.body == #"{"message":"账号或密码错误"}"#, "\(wrong)")
            let used = try await network.expect(401, "GET", "/user", as: token)
            #expect(used.body == #"{"message":"Unauthenticated."}"#)
        }
    }

    @Test("refresh and logout answer any verb, and old tokens die")
    func refreshAndLogout() async throws {
        let clock = TestClock()
        try await Network.run(clock: clock) { network in
            _ = try await network.register("alice")
            for verb in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                let token = try await network.logIn("alice")
                clock.advance(seconds: 3601)
                try await network.expect(401, "GET", "/user", as: token)
                let refreshed = try await network.expect(200, verb, "/auth/refresh", as: token)
                let next = try #require(refreshed.object["access_token"] as? String)
                try await network.expect(401, verb, "/auth/refresh", as: token)
                try await network.expect(200, "GET", "/user?token=\(next)")
                let out = try await network.expect(200, verb, "/auth/logout?token=\(next)")
                #expect(out.object["message"] as? String == "退出成功")
                for (path, status) in [
                    ("/user", 401), ("/auth/refresh", 401), ("/auth/logout", 401),
                ] {
                    try await network.expect(status, "GET", path, as: next)
                }
            }
            try await network.expect(401, "POST", "/auth/refresh")
            try await network.expect(401, "POST", "/auth/refresh", as: "x.y.z")
        }
    }

    /// What is sent to `PUT /user/password`, and the fields or shape of the answer.
    static let changes: [(name: String, body: String, answer: String)] = [
        ("nothing", "{}", "D old_password,password,password_confirmation"),
        ("unequal", Self.change("secret1", "secret2", "secret3"), "D password"),
        ("the same", Self.change("secret1", "secret1", "secret1"), "D password"),
        ("too short", Self.change("secret1", "five5", "five5"), "D password"),
        ("too long", Self.change("secret1", long, long), "D password"),
        ("a wrong old one", Self.change("wrong", "secret2", "secret2"), "C old_password"),
        ("spaces count", Self.change(" secret1", "secret2", "secret2"), "C old_password"),
    ]
    private static let long = String(repeating: "x", count: 129)

    private static func change(_ old: String, _ new: String, _ confirmation: String) -> String {
        #"{"old_password":"\#(old)","password":"\#(new)","password_confirmation":"\#(confirmation)"}"#
    }

    @Test("a changed password ends every other session, a first one needs no old one")
    func passwordChange() async throws {
        try await Network.run { network in
            let token = try await network.register("alice")
            let other = try await network.logIn("alice")
            for (name, body, expected) in Self.changes {
                let answer = try await network.call("PUT", "/user/password", body, as: token)
                #expect(answer.status == 422, "\(name): \(answer)")
                let errors = answer.object["errors"] as? [String: Any]
                let shape =
                    errors.map { "D " + $0.keys.sorted().joined(separator: ",") }
                    ?? "C " + answer.object.keys.sorted().joined(separator: ",")
                #expect(shape == expected, "\(name): \(answer)")
            }
            try await network.expect(
                204, "PUT", "/user/password", Self.change("secret1", "secret2", "secret2"),
                as: token)
            try await network.expect(200, "GET", "/user", as: token)
            try await network.expect(401, "GET", "/user", as: other)
            _ = try await network.logIn("alice", password: "secret2")

            let bob = try await network.register("bobby", password: nil)
            let before = try await network.expect(200, "GET", "/user", as: bob).object
            #expect(before["initial_password"] as? Bool == false)
            try await network.expect(
                204, "PUT", "/user/password",
                #"{"password":"secret1","password_confirmation":"secret1"}"#, as: bob)
            let after = try await network.expect(200, "GET", "/user", as: bob).object
            #expect(after["initial_password"] as? Bool == true)
            _ = try await network.logIn("bobby")
        }
    }

    @Test("with bcrypt 73 bytes are refused at every door")
    func bcrypt() async throws {
        try await Network.run({ $0.passwordAlgorithm = .bcrypt }) { network in
            let token = try await network.register("alice")
            let long = String(repeating: "字", count: 25)
            let change = try await network.call(
                "PUT", "/user/password", Self.change("secret1", long, long), as: token)
            #expect(change.status == 422, "\(change)")
            let code = try await network.code(.claim, to: "b@example.com")
            let made = try await network.call(
                "POST", "/users",
                #"""
                {"name":"bobby","email":"b@example.com","verifiable_type":"mail","verifiable_code":"\#(code)","password":"\#(long)"}
                """#)
            #expect(made.status == 422, "\(made)")
        }
    }

    /// Calls on addresses that are refused, with the shape of their answers.
    static let refused: [(name: String, call: String, body: String, status: Int, shape: String)] = [
        (
            "both", "PUT /user", #"{"phone":"13800138000","email":"a@b.cn","verifiable_code":"1"}"#,
            422, "B"
        ),
        ("neither", "PUT /user", #"{"verifiable_code":"1"}"#, 422, "B"),
        ("a bad mail", "PUT /user", #"{"email":"a@b","verifiable_code":"1"}"#, 422, "D"),
        ("a bad phone", "PUT /user", #"{"phone":"12800138000","verifiable_code":"1"}"#, 422, "D"),
        ("no code", "PUT /user", #"{"email":"a@b.cn"}"#, 422, "D"),
        (
            "somebody else's", "PUT /user", #"{"email":"BOBBY@example.com","verifiable_code":"1"}"#,
            422, "C"
        ),
        ("a wrong code", "PUT /user", #"{"email":"a@b.cn","verifiable_code":"123456"}"#, 422, "B"),
        ("a look-alike", "PUT /user", #"{"email":"ⓤser@b.cn","verifiable_code":"1"}"#, 422, "D"),
        (
            "recovery of both", "PUT /user/retrieve-password",
            #"{"verifiable_type":"mail","verifiable_code":"1","phone":"13800138000","email":"a@b.cn","password":"secret9"}"#,
            400, "B"
        ),
        (
            "recovery by pigeon", "PUT /user/retrieve-password",
            #"{"verifiable_type":"pigeon","verifiable_code":"1","email":"a@b.cn","password":"secret9"}"#,
            422, "D"
        ),
        (
            "recovery of nobody", "PUT /user/retrieve-password",
            #"{"verifiable_type":"mail","verifiable_code":"1","email":"a@b.cn","password":"secret9"}"#,
            422, "B"
        ),
        (
            "recovery of the wrong type", "PUT /user/retrieve-password",
            #"{"verifiable_type":"sms","verifiable_code":"1","email":"a@b.cn","password":"secret9"}"#,
            422, "D"
        ),
        (
            "unbinding with a wrong password", "DELETE /user/email",
            #"{"password":"wrong","verifiable_code":"1"}"#, 422, "B"
        ),
        (
            "unbinding with a wrong code", "DELETE /user/email",
            #"{"password":"secret1","verifiable_code":1}"#, 422, "B"
        ),
        (
            "unbinding what is not there", "DELETE /user/phone",
            #"{"password":"secret1","verifiable_code":1}"#, 422, "B"
        ),
        ("unbinding without anything", "DELETE /user/phone", "", 422, "D"),
        ("codes for nothing", "POST /verifycodes", "{}", 422, "D"),
        (
            "codes for nonsense", "POST /verifycodes/register", #"{"email":"x","phone":"y"}"#, 422,
            "D"
        ),
    ]

    @Test("what is refused is refused in the page's shape")
    func shapes() async throws {
        try await Network.run { network in
            let token = try await network.register("alice")
            _ = try await network.register("bobby")
            let directory = network.server.server.open.directory
            for (name, call, body, status, shape) in Self.refused {
                try await directory.unlock(.name(FoldedKey(folding: "alice")), by: .system)
                let parts = call.split(separator: " ").map(String.init)
                let answer = try await network.call(parts[0], parts[1], body, as: token)
                #expect(answer.status == status, "\(name): \(answer)")
                #expect(Self.shape(of: answer) == shape, "\(name): \(answer)")
            }
        }
    }

    static func shape(of answer: WireResponse) -> String {
        let object = answer.object
        if object["errors"] is [String: [String]], object["message"] is String { return "D" }
        if object["message"] is [String], object.count == 1 { return "B" }
        if object["message"] is String, object.count == 1 { return "A" }
        return object.count == 1 && object.values.first is [String] ? "C" : "none"
    }

    @Test("registration is refused field by field, and whole while it is closed")
    func registration() async throws {
        try await Network.run(clock: TestClock()) { network in
            _ = try await network.register("alice")
            let code = try await network.code(.claim, to: "new@example.com")
            let good = [
                "name": "\"newcomer\"", "email": "\"new@example.com\"",
                "verifiable_type": "\"mail\"", "verifiable_code": "\"\(code)\"",
            ]
            let wrong: [(String, String?, String)] = [
                ("name", nil, "D name"), ("name", "\"ALICE\"", "D name"),
                ("name", "\"root\"", "D name"),
                ("name", "\"Admin\"", "D name"), ("name", "\"1abc\"", "D name"),
                ("email", nil, "D email"), ("email", "\"x\"", "D email"),
                ("verifiable_type", nil, "D verifiable_type"),
                ("verifiable_code", nil, "D verifiable_code"),
                ("password", "\"five5\"", "D password"),
                ("verifiable_code", "\"000000\"", "B"),
            ]
            for (field, value, expected) in wrong {
                var fields = good
                fields[field] = value
                let body = "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
                let answer = try await network.call("POST", "/users", body)
                #expect(answer.status == 422, "\(field) \(value ?? "none"): \(answer)")
                let errors = (answer.object["errors"] as? [String: Any])?.keys.sorted() ?? []
                let shape = ([Self.shape(of: answer)] + errors).joined(separator: " ")
                #expect(shape == expected, "\(field) \(value ?? "none"): \(answer)")
            }
            let body =
                "{" + good.map { "\"\($0)\":\($1)" }.joined(separator: ",")
                + #","role":"admin","isAdmin":1,"id":77,"status":0,"sex":1}"#
            let made = try await network.expect(201, "POST", "/users", body)
            #expect(made.object["ttl"] as? Int == 60 && made.object["refresh_ttl"] as? Int == 20160)
            let account = try await network.server.server.open.directory.account(
                .name(FoldedKey(folding: "newcomer")), by: .operator)
            #expect(account.role == .user && account.status == .active && account.id.rawValue != 77)
            #expect(account.emailIsProven && account.passwordHash == nil)
        }
        try await Network.run({ $0.registration = .closed }) { network in
            let answer = try await network.call("POST", "/users", "{}")
            #expect(answer.status == 403 && Self.shape(of: answer) == "A", "\(answer)")
        }
    }

    @Test("unknown routes and wrong methods say nothing")
    func routing() async throws {
        try await Network.run { network in
            for path in ["", "/", "/nope", "/users/1/nope", "/user/nope/1"] {
                let answer = try await network.call("GET", path)
                #expect(
                    answer.status == 404 && answer.body == #"{"message":""}"#, "\(path): \(answer)")
            }
            let wrong = try await network.call("DELETE", "/users/1")
            #expect(wrong.status == 405 && wrong.body == #"{"message":""}"#, "\(wrong)")
            #expect(wrong.header("Allow") == "GET, HEAD")
            let slash = try await network.call("GET", "/users//")
            #expect(slash.status == 200)
        }
        try await Network.run({ $0.surfaces = .only([.iam, .bitAnswer]) }) { network in
            let answer = try await network.call("GET", "/users")
            #expect(answer.status == 404 && answer.body == #"{"error":"not found"}"#)
        }
    }
}
