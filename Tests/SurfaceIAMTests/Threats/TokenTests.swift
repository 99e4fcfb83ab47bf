import Foundation
import RosterCore
import RosterServer
import RosterTestSupport
import Testing

/// THREATS 12 and 13: token tricks, and tokens that outlive their reason.
@Suite("Tokens", .serialized) struct TokenTests {
    @Test("no forged, foreign, altered or cut token is accepted") func tricks() async throws {
        try await Stage.run { stage in
            let token = stage.admin
            let forge = try #require(TokenForge(token))
            let keys = try await stage.server.main.send("GET", "/.well-known/jwks.json")
            let key = try #require((keys.object["keys"] as? [[String: Any]])?.first)
            #expect(
                Set(key.keys) == ["kty", "crv", "x", "y", "kid", "use", "alg"]
                    && key["alg"] as? String == "ES256")
            let x = try #require(TokenForge.data(base64URL: key["x"] as? String ?? ""))
            let y = try #require(TokenForge.data(base64URL: key["y"] as? String ?? ""))
            let point = Data([4]) + x + y
            let kid = forge.header["kid"] as? String ?? ""
            var forged: [(String, String)] = [
                ("alg none", forge.forged(header: ["alg": "none"], signature: "")),
                ("alg None", forge.forged(header: ["alg": "None"], signature: "")),
                ("alg none with the signature", forge.forged(header: ["alg": "none"])),
                (
                    "HS256 with the public point",
                    forge.forged(header: ["alg": "HS256"], hmacKey: point)
                ),
                ("HS256 with x", forge.forged(header: ["alg": "HS256"], hmacKey: x)),
                (
                    "HS256 with the JWKS",
                    forge.forged(
                        header: ["alg": "HS256"], hmacKey: Data(keys.body.utf8))
                ),
                ("HS256 with no key", forge.forged(header: ["alg": "HS256"], hmacKey: Data())),
                ("an unknown kid", forge.forged(header: ["kid": "other"])),
                ("an empty kid", forge.forged(header: ["kid": ""])),
                ("a path for kid", forge.forged(header: ["kid": "../../etc/passwd"])),
                ("another role", forge.forged(claims: ["role": "admin", "sub": "2"])),
                ("another subject", forge.forged(claims: ["sub": "2"])),
                ("later expiry", forge.forged(claims: ["exp": 99_999_999_999])),
                ("another issuer", forge.forged(claims: ["iss": "http://evil.example"])),
                ("a stranger's key", try forge.signedByStranger()),
                (
                    "no signature",
                    token.components(separatedBy: ".").prefix(2).joined(separator: ".")
                ),
                (
                    "an empty signature",
                    token.components(separatedBy: ".").prefix(2).joined(separator: ".") + "."
                ),
                ("a fourth part", token + ".x"), ("a padded token", token + "="),
                ("a token twice", token + token), ("a cut token", String(token.dropLast())),
                ("a letter more", token + "A"), ("a dot", "."), ("two dots", ".."),
                ("the kid alone", kid), ("a long text", String(repeating: "x", count: 20_000)),
            ]
            forged += Self.altered(token)
            try await stage.play(
                forged.flatMap { name, text in
                    [
                        Scenario(
                            "\(name) as a token", "GET", "/v1/users",
                            by: .header("Bearer \(text)"), .unauthorized()),
                        Scenario(
                            "\(name) to refresh", "POST", "/refresh",
                            by: .header("Bearer \(text)"), .unauthorized()),
                    ]
                } + [Scenario("the token itself", "GET", "/v1/users", .list)])
        }
    }

    @Test("the token of another server is none, even with the same ids") func otherServer()
        async throws
    {
        try await Stage.run { stage in
            try await ServerFixture.run { other in
                let token = try await other.adminToken()
                try await stage.play([
                    Scenario(
                        "the other's token", "GET", "/v1/users",
                        by: .header("Bearer \(token)"), .unauthorized()),
                    Scenario(
                        "the other's token to refresh", "POST", "/refresh",
                        by: .header("Bearer \(token)"), .unauthorized()),
                ])
            }
        }
    }

    @Test("API keys open what they are for, and no session") func keys() async throws {
        try await Stage.run { stage in
            func key(_ scopes: [SurfaceName]?, _ owner: String) async throws -> Caller {
                let owner = Directory.Target.name(FoldedKey(folding: owner))
                let made = try await stage.directory.createKey(
                    name: "k", owner: owner, role: nil, scopes: scopes, by: .system)
                return .header("Bearer \(made.secret)")
            }
            let all = try await key(nil, "admin")
            let foreign = try await key([SurfaceName("BitAnswer")], "admin")
            let scoped = try await key([SurfaceName("IAM")], "admin")
            try await stage.server.createUser("owner", isAdmin: true, token: stage.admin)
            let boss = try await key(nil, "owner")
            guard case .header(let header) = all else { return }
            try await stage.play([
                Scenario("a key of an administrator", "GET", "/v1/users", by: all, .list),
                Scenario(
                    "a key is no token to refresh", "POST", "/refresh", by: all,
                    .unauthorized()),
                Scenario(
                    "an altered key", "GET", "/v1/users", by: .header(header + "x"),
                    .unauthorized()),
                Scenario(
                    "a cut key", "GET", "/v1/users", by: .header(String(header.dropLast())),
                    .unauthorized()),
                Scenario(
                    "a key as a password", "POST", "/login",
                    by: .basic("admin", String(header.dropFirst(7))), .unauthorized()),
                Scenario("a key for IAM", "GET", "/v1/users", by: scoped, .list),
                Scenario(
                    "a key for IAM cannot make administrators", "POST", "/v1/users",
                    by: scoped, body: Body.user("boss", more: #""isAdmin":1"#),
                    .code(.permissionDenied)),
                Scenario(
                    "an administrator makes one", "POST", "/v1/users",
                    body: Body.user("boss", more: #""isAdmin":1"#), .user),
                Scenario(
                    "a key for IAM cannot delete it", "DELETE", "/v1/users/boss", by: scoped,
                    .code(.permissionDenied)),
                Scenario(
                    "nor change it", "PUT", "/v1/users/boss", by: scoped,
                    body: #"{"nickname":"n","email":"evil@example.com"}"#,
                    .code(.permissionDenied)),
                Scenario(
                    "a key for IAM makes users", "POST", "/v1/users", by: scoped,
                    body: Body.user("bar"), .user),
            ])
            let refused = try await stage.call("GET", "/v1/users", by: foreign)
            #expect(refused.status == 401 || refused.status == 403)
            try await stage.disable("owner")
            try await stage.play([
                Scenario(
                    "a key of a disabled account", "GET", "/v1/users", by: boss, .unauthorized())
            ])
        }
    }

    /// Ways in which a session ends; each must refuse the very next request.
    enum Ending: String, CaseIterable, Sendable {
        case logout, delete, batchDelete, disable, passwordChange
    }

    @Test(
        "after its end a session's token is refused at the next request", arguments: Ending.allCases
    )
    func endings(_ ending: Ending) async throws {
        try await Stage.run { stage in
            // Warm whatever is cached.
            for _ in 0..<3 {
                #expect(try await stage.call("GET", "/v1/users/foo", by: .user).status == 200)
            }
            let fresh = try await stage.call("POST", "/refresh", by: .user).object["token"]
            let caller = Caller.header("Bearer \(fresh as? String ?? "")")
            #expect(try await stage.call("GET", "/v1/users/foo", by: caller).status == 200)
            switch ending {
            case .logout: _ = try await stage.call("POST", "/logout", by: caller)
            case .delete: _ = try await stage.call("DELETE", "/v1/users/foo")
            case .batchDelete: _ = try await stage.call("DELETE", "/v1/users?name=foo")
            case .disable: try await stage.disable("foo")
            case .passwordChange:
                _ = try await stage.call(
                    "PUT", "/v1/users/foo/change_password", by: caller,
                    body: Body.passwords(old: Stage.password, new: "Foo@2021"))
            }
            try await stage.play([
                Scenario(
                    "the first token after \(ending)", "GET", "/v1/users/foo", by: .user,
                    .unauthorized()),
                Scenario("the refreshed one", "GET", "/v1/users/foo", by: caller, .unauthorized()),
                Scenario("refresh", "POST", "/refresh", by: .user, .unauthorized()),
            ])
        }
    }

    /// The token with single characters changed: the last of each part, and some between.
    private static func altered(_ token: String) -> [(String, String)] {
        let letters = Array(token)
        let dots = letters.indices.filter { letters[$0] == "." }
        let places = dots.map { $0 - 1 } + dots.map { $0 + 1 } + [0, letters.count - 1]
        return places.map { place in
            var text = letters
            text[place] = text[place] == "A" ? "B" : "A"
            return ("character \(place) altered", String(text))
        }
            // Base64 ignores two bits of the last character: a decoder must not.
            + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".filter {
                $0 != letters[letters.count - 1]
            }.map { ("the last character \($0)", String(letters.dropLast()) + String($0)) }
    }
}
