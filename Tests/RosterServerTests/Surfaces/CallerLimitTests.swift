import Foundation
import RosterSettings
import RosterTestSupport
import Testing

/// Bounds of one caller, over the wire, in the shape of each surface (THREATS 31, 33).
@Suite("What one caller may do") struct CallerLimitTests {
    private static let json = ("Content-Type", "application/json")

    @Test("anonymous lists and searches are counted by address, those of known callers are not")
    func searches() async throws {
        try await ServerFixture.run({
            $0.limitsSearches = 3
            $0.proxiesTrusted = ["127.0.0.1"]
        }) { server in
            let bearer = ("Authorization", "Bearer \(try await server.adminToken())")
            let stranger = ("X-Forwarded-For", "203.0.113.7")
            let lists = [
                "/api/v2/users?name=a", "/api/v2/user/search?keyword=a", "/api/v2/user/populars",
                "/api/v2/user/latests", "/api/v2/users/1/followers",
                "/api/v2/users/1/followings",
            ]
            for list in lists.prefix(3) {
                let answer = try await server.main.send("GET", list, headers: [stranger])
                #expect(answer.status == 200, "\(list): \(answer)")
            }
            for list in lists {
                let answer = try await server.main.send("GET", list, headers: [stranger])
                #expect(answer.status == 429, "\(list): \(answer)")
                #expect(answer.header("Retry-After") != nil)
                #expect(answer.object["message"] is String)
                let known = try await server.main.send("GET", list, headers: [stranger, bearer])
                #expect(known.status == 200, "\(list): \(known)")
            }
            let other = ("X-Forwarded-For", "203.0.113.8")
            let answer = try await server.main.send("GET", lists[0], headers: [other])
            #expect(answer.status == 200)
        }
    }

    @Test("changes of a user are counted by account on all surfaces; reads and logouts are not")
    func changes() async throws {
        try await ServerFixture.run({ $0.limitsChanges = 3 }) { server in
            let token = try await server.adminToken()
            try await server.createUser("ann", token: token)
            let ann = try await server.token(of: "ann", password: "Foo@2020")
            let bearer = ("Authorization", "Bearer \(ann)")
            func change(_ bio: String) async throws -> WireResponse {
                try await server.main.send(
                    "PATCH", "/api/v2/user", headers: [bearer, Self.json],
                    body: #"{"bio":"\#(bio)"}"#)
            }
            for bio in ["a", "b", "c"] { #expect(try await change(bio).status == 204) }
            let refused = try await change("d")
            #expect(refused.status == 429)
            #expect(refused.header("Retry-After") != nil)
            let elsewhere = [
                try await server.main.send(
                    "POST", "/users", headers: [bearer, Self.json],
                    body: #"{"snapshot":{"name":"x"}}"#),
                try await server.iam.send(
                    "PUT", "/v1/users/ann", headers: [bearer, Self.json],
                    body: #"{"nickname":"Ann"}"#),
                try await server.main.send(
                    "PUT", "/api/v2/user/followings/1", headers: [bearer]),
            ]
            for answer in elsewhere { #expect(answer.status == 429, "\(answer)") }
            #expect(
                try await server.main.send("GET", "/api/v2/user", headers: [bearer]).status == 200)
            let admin = ("Authorization", "Bearer \(token)")
            for number in 0..<6 {
                let answer = try await server.iam.send(
                    "PUT", "/v1/users/ann", headers: [admin, Self.json],
                    body: #"{"nickname":"Ann \#(number)","email":"ann@example.com"}"#)
                #expect(answer.status == 200, "\(answer)")
            }
            let end = try await server.main.send(
                "POST", "/v1/auth/logout", headers: [bearer, Self.json], body: "{}")
            #expect(end.status == 200, "\(end)")
        }
    }

    @Test("a chain of refreshes counts as changes: each writes a row of the trail")
    func refreshes() async throws {
        try await ServerFixture.run({ $0.limitsChanges = 3 }) { server in
            try await server.createUser("ann", token: try await server.adminToken())
            let login = try await server.main.send(
                "POST", "/api/v2/auth/login", headers: [Self.json],
                body: #"{"login":"ann","password":"Foo@2020"}"#)
            var token = try #require(login.object["access_token"] as? String)
            var statuses: [Int] = []
            for _ in 0..<5 {
                let answer = try await server.main.send(
                    "PUT", "/api/v2/auth/refresh", headers: [("Authorization", "Bearer \(token)")])
                statuses.append(answer.status)
                token = answer.object["access_token"] as? String ?? token
            }
            #expect(statuses == [200, 200, 200, 429, 429])
        }
    }

    @Test("tries by Basic and by login count together, and for a whole IPv6 network")
    func networks() async throws {
        try await ServerFixture.run({ $0.proxiesTrusted = ["127.0.0.1"] }) { server in
            try await server.createUser("ann", token: try await server.adminToken())
            func basic(_ number: Int, _ password: String) async throws -> Int {
                let credential = Data("ann:\(password)".utf8).base64EncodedString()
                return try await server.iam.send(
                    "GET", "/v1/users/ann",
                    headers: [
                        ("X-Forwarded-For", "2001:db8:1:2::\(number)"),
                        ("Authorization", "Basic \(credential)"),
                    ]
                ).status
            }
            func login(_ number: Int) async throws -> Int {
                try await server.iam.send(
                    "POST", "/login",
                    headers: [("X-Forwarded-For", "2001:db8:1:2::\(number)"), Self.json],
                    body: #"{"username":"ann","password":"wrong"}"#
                ).status
            }
            for number in 1...3 { #expect(try await basic(number, "wrong") == 401) }
            for number in 4...5 { #expect(try await login(number) == 401) }
            #expect(try await basic(6, "wrong") == 429)
            #expect(try await login(7) == 429)
            #expect(try await basic(8, "Foo@2020") == 429)
        }
    }

    @Test("a quota that is used up is told in the surface's shape")
    func quotas() async throws {
        try await ServerFixture.run({
            $0.quotaSnapshotBytes = 100
            $0.quotaCards = 1
            $0.quotaFollows = 1
            $0.quotaRenames = 1
        }) { server in
            let token = try await server.adminToken()
            for name in ["ann", "ben", "cem"] { try await server.createUser(name, token: token) }
            let ann = try await server.token(of: "ann", password: "Foo@2020")
            let bearer = ("Authorization", "Bearer \(ann)")
            func card(_ name: String, _ text: String = "") async throws -> WireResponse {
                try await server.main.send(
                    "POST", "/users", headers: [bearer, Self.json],
                    body: #"{"snapshot":{"name":"\#(name)","description":"\#(text)"}}"#)
            }
            let large = try await card("one", String(repeating: "x", count: 100))
            #expect(large.status == 413)
            #expect(Self.code(of: large) == "payload_too_large")
            #expect(try await card("one").status == 201)
            let second = try await card("two")
            #expect(second.status == 403)
            #expect(Self.code(of: second) == "quota_exceeded")
            func follow(_ name: String) async throws -> WireResponse {
                try await server.main.send(
                    "PUT", "/api/v2/user/followings/\(try await server.number(of: name))",
                    headers: [bearer])
            }
            #expect(try await follow("ben").status == 204)
            let beyond = try await follow("cem")
            #expect(beyond.status == 403)
            #expect(beyond.object["message"] as? String == "数量已达上限")
            func rename(_ name: String) async throws -> WireResponse {
                try await server.main.send(
                    "PATCH", "/api/v2/user", headers: [bearer, Self.json],
                    body: #"{"name":"\#(name)"}"#)
            }
            #expect(try await rename("annie").status == 204)
            let again = try await rename("anita")
            #expect(again.status == 429)
            #expect(again.header("Retry-After") != nil)
        }
    }

    private static func code(of answer: WireResponse) -> String? {
        (answer.object["error"] as? [String: Any])?["code"] as? String
    }
}

extension ServerFixture {
    /// The number of an account on ThinkSNS.
    fileprivate func number(of name: String) async throws -> String {
        let answer = try await main.send("GET", "/api/v2/users/\(name)?following=1")
        return (answer.object["id"] as? Int).map(String.init) ?? "0"
    }
}
