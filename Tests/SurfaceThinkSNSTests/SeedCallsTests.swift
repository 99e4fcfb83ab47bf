import Foundation
import RosterCore
import RosterTestSupport
import Testing

/// Every call of the seed page, run by the real curl, and its answer kept as a transcript. The page
/// has no curl lines: these are its methods, paths and fields.
@Suite("The seed page's calls", .serialized)
struct SeedCallsTests {
    @Test("reading one user, by each of its names, and oneself")
    func reading() async throws {
        try await Network.run { network in
            let (token, page) = try await Self.founder(network)
            let user = try await page.run("GET /users/:user", "get-user-by-id", #"$B/users/2"#)
            Self.expect(SeedSample.other, in: user)
            for (name, address) in [
                ("name", "创始人"), ("email", "shiweidu@outlook.com"), ("phone", "18364758373"),
            ] {
                let escaped = try #require(
                    address.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
                let body = try await page.run(
                    "GET /users/:user", "get-user-by-\(name)", "$B/users/\(escaped)")
                #expect(body == user, "by \(name)")
            }
            let flagged = try await page.run(
                "GET /users/:user", "get-user-flags", "'$B/users/2?following=1&follower=1'")
            Self.expect(SeedSample.other, in: flagged)
            let own = try await page.run(
                "GET /user", "get-own-user", "-H 'Authorization: Bearer $T' $B/user", token)
            Self.expect(SeedSample.own, in: own)
        }
    }

    @Test("changing profile, address and password, and unbinding")
    func writing() async throws {
        try await Network.run(clock: TestClock()) { network in
            let (token, page) = try await Self.founder(network)
            let node = try await network.store(as: token)
            let patched = try await page.run(
                "PATCH /user", "patch-user",
                """
                -X PATCH -H 'Authorization: Bearer $T' -H 'Content-Type: application/json' \
                -d '{"name":"新名字","bio":"我是大管理员","sex":1,"location":"成都市 四川省 中国",\
                "avatar":"\(node)","bg":"\(node)"}' $B/user
                """, token)
            #expect(patched.isEmpty)
            let mail = try await network.code(.claim, to: "new@example.com", as: token)
            _ = try await page.run(
                "PUT /user", "put-user-email",
                """
                -X PUT -H 'Authorization: Bearer $T' \
                -d '{"email":"new@example.com","verifiable_code":"\(mail)"}' $B/user
                """, token)
            let sms = try await network.code(.claim, to: "13800138000", as: token)
            _ = try await page.run(
                "PUT /user", "put-user-phone",
                """
                -X PUT -H 'Authorization: Bearer $T' \
                -d '{"phone":"13800138000","verifiable_code":\(sms)}' $B/user
                """, token)
            _ = try await page.run(
                "PUT /user/password", "put-user-password",
                """
                -X PUT -H 'Authorization: Bearer $T' -d '{"old_password":"\(Network.password)",\
                "password":"secret2","password_confirmation":"secret2"}' $B/user/password
                """, token)
            let proof = try await network.code(.prove, to: "new@example.com")
            _ = try await page.run(
                "PUT /user/retrieve-password", "put-retrieve-password",
                """
                -X PUT -d '{"verifiable_type":"mail","verifiable_code":"\(proof)",\
                "email":"new@example.com","password":"secret3"}' $B/user/retrieve-password
                """)
            let again = try await network.logIn("新名字", password: "secret3")
            let phone = try await network.code(.prove, to: "13800138000")
            _ = try await page.run(
                "DELETE /api/v2/user/phone", "delete-user-phone",
                """
                -X DELETE -H 'Authorization: Bearer $T' \
                -d '{"password":"secret3","verifiable_code":\(phone)}' $B/user/phone
                """, again)
            network.clock?.advance(seconds: 61)
            let unbinding = try await network.code(.prove, to: "new@example.com")
            _ = try await page.run(
                "DELETE /api/v2/user/email", "delete-user-email",
                """
                -X DELETE -H 'Authorization: Bearer $T' \
                -d '{"password":"secret3","verifiable_code":"\(unbinding)"}' $B/user/email
                """, again)
            let own = try await network.expect(200, "GET", "/user", as: again)
            #expect(own.object["email"] is NSNull && own.object["phone"] is NSNull)
            #expect(own.object["name"] as? String == "新名字")
            #expect(own.object["sex"] as? Int == 1)
        }
    }

    @Test("listing users")
    func listing() async throws {
        try await Network.run { network in
            let (_, page) = try await Self.founder(network)
            let list = try await page.run(
                "GET /users", "list-users", "'$B/users?limit=1&order=desc'")
            Self.expect(SeedSample.list, in: list)
            _ = try await page.run("GET /users", "list-users-since", "'$B/users?since=2'")
            _ = try await page.run(
                "GET /users", "list-users-by-name",
                "-G --data-urlencode 'name=始' $B/users")
            _ = try await page.run(
                "GET /users", "list-users-by-username",
                "-G --data-urlencode 'name=创始人,admin' -d fetch_by=username $B/users")
            _ = try await page.run(
                "GET /users", "list-users-by-id", "'$B/users?fetch_by=id&id=1,2&order=asc'")
        }
    }

    /// The seed's first user, with all that its sample shows; its token and the page's curl.
    private static func founder(_ network: Network) async throws -> (String, SeedPage) {
        let email = "shiweidu@outlook.com"
        let code = try await network.code(.claim, to: email)
        let made = try await network.expect(
            201, "POST", "/users",
            #"""
            {"name":"创始人","email":"\#(email)","verifiable_type":"mail","verifiable_code":"\#(code)","password":"\#(Network.password)"}
            """#)
        let token = try #require(made.object["token"] as? String)
        let sms = try await network.code(.claim, to: "18364758373", as: token)
        try await network.expect(
            204, "PUT", "/user", #"{"phone":"18364758373","verifiable_code":"\#(sms)"}"#, as: token)
        let node = try await network.store(as: token)
        try await network.expect(
            204, "PATCH", "/user",
            #"{"bio":"我是大管理员","location":"成都市 四川省 中国","avatar":"\#(node)"}"#, as: token)
        return (token, SeedPage(port: network.server.main.port))
    }

    private static func expect(
        _ sample: String, in answer: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let problems = SampleFields.missing(
            from: SampleFields.parse(answer), of: SampleFields.parse(sample))
        #expect(problems.isEmpty, "\(problems) in \(answer)", sourceLocation: sourceLocation)
    }
}

/// Runs calls of the page on one server.
struct SeedPage {
    let port: Int

    /// - Parameters:
    ///   - heading: The call as the page writes it.
    ///   - words: curl's, with `$B` for the address of the surface and `$T` for the token.
    func run(
        _ heading: String, _ golden: String, _ words: String, _ token: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let address = "http://127.0.0.1:\(port)"
        let line =
            "curl "
            + words.replacingOccurrences(of: "$B", with: address + "/api/v2")
            .replacingOccurrences(of: "$T", with: token)
        let body = try await Transcript.curl(
            line, hiding: address, golden, sourceLocation: sourceLocation)
        #expect(
            !body.contains("\"message\""), "\(heading): \(body)", sourceLocation: sourceLocation)
        return body.trimmingCharacters(in: .newlines)
    }
}

/// The page's own samples, comments and stray commas left out, and null where it has null.
enum SeedSample {
    static let person = #"""
        "id": 1, "name": "创始人", "bio": "我是大管理员", "sex": 0,
        "location": "成都市 四川省 中国", "created_at": "2017-06-02 08:43:54",
        "updated_at": "2017-07-06 07:04:06",
        "extra": {
            "user_id": 1, "likes_count": 0, "comments_count": 0, "followers_count": 0,
            "followings_count": 1, "updated_at": "2017-07-16 09:44:25", "feeds_count": 0
        }
        """#
    static let avatar = #"""
        "avatar": {
            "vendor": "local", "url": "https://xxxxx", "mize": "image/png", "mime": "image/png",
            "size": 8674535, "dimension": {"width": 240, "height": 240}
        }
        """#
    static let other = "{\(person), \(avatar), \"following\": false, \"follower\": false}"
    static let own = #"""
        {\#(person), \#(avatar), "phone": "18364758373", "email": "shiweidu@outlook.com",
        "wallet": {
            "id": 1, "user_id": 1, "balance": 90, "created_at": "2017-06-02 08:43:54",
            "updated_at": "2017-07-05 08:29:49"
        },
        "new_wallet": {
            "owner_id": 1, "balance": 1000, "total_income": 100, "total_expenses": 100,
            "created_at": "2018-01-22 10:05:44", "updated_at": "2018-01-22 10:05:45"
        },
        "currency": {
            "owner_id": 1, "type": 1, "sum": 9400, "created_at": "2018-01-17 06:57:18",
            "updated_at": "2018-01-18 06:57:24"
        }}
        """#
    static let list = """
        [{\(person), "following": false, "follower": false,
        "avatar": "http://plus.io/api/v2/users/1/avatar"}]
        """
}
