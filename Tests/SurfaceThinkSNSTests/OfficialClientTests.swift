import Foundation
import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// The four official clients on their start and their user pages, call by call and in their order,
/// with what each must find to go on (contracts/thinksns.md §13).
@Suite("Official clients", .serialized) struct OfficialClientTests {
    /// `anna` and `bert` follow each other, `carl` follows `anna`; `bert` has a picture.
    private static func run(_ body: @Sendable (SNS) async throws -> Void) async throws {
        let clock = TestClock()
        try await SNS.run(
            { $0.thinkSNSAvatars = .object }, clock: clock, people: ["anna", "bert", "carl"]
        ) { sns in
            _ = try await sns.wear(by: .bert)
            for (follower, followee) in [("anna", "bert"), ("bert", "anna"), ("carl", "anna")] {
                clock.advance(seconds: 1)
                check(
                    try await sns.call(
                        "PUT", "/user/followings/\(try sns.id(followee))", by: .person(follower)),
                    is: .done)
            }
            clock.advance(seconds: 61)
            try await body(sns)
        }
    }

    private static let registration: [(String, Need)] = [
        ("registerSettings.method", .oneOf(["all", "mobile-only", "mail-only"])),
        ("registerSettings.showTerms", .flag), ("registerSettings.content", .text),
    ]
    private static let points: [(String, Need)] = [
        ("site.currency_name.name", .text), ("site.currency_name.unit", .text),
        ("feed.reward", .flag), ("feed.limit", .number), ("limit", .number),
        ("pay-validate-user-password", .flag),
    ]
    private static let counts = [
        "following", "liked", "commented", "system", "news-comment-pinned", "feed-comment-pinned",
        "mutual", "at", "post-comment-pinned", "post-pinned", "group-join-pinned",
    ].map { ("user.\($0)", Need.number) }

    @Test("H5: the phone client") func phone() async throws {
        try await Self.run { sns in
            let nobody = Caller.anonymous
            try await sns.client(
                "GET", "/bootstrappers", by: nobody, 200, Self.registration + Self.points)
            try await sns.client("GET", "/tags", by: nobody)
            // Sign-in by code: asks first whether the phone is known.
            try await sns.client("GET", "/users/13800138000", by: nobody, 404)
            try await sns.client(
                "POST", "/verifycodes/register", by: nobody, body: #"{"phone":"13800138000"}"#, 202)
            let code = try await sns.outbox.waitForCode(to: "13800138000")
            let made = try await sns.client(
                "POST", "/users", by: nobody,
                body: """
                    {"name":"用户abc","phone":"13800138000","verifiable_type":"sms",\
                    "verifiable_code":"\(code)"}
                    """, 201, [("token", .text)])
            let me = Caller.bearer(made.text("token") ?? "")
            try await sns.client("GET", "/users/13800138000", by: nobody)
            try await sns.client(
                "GET", "/user", by: me, 200,
                [("id", .number), ("name", .text), ("avatar", .null), ("extra", .object)])
            // One word on the screen, and no sign-out.
            try await sns.client("GET", "/easemob/password", by: me, 404)
            try await sns.client(
                "GET", "/feeds?type=new&limit=15", by: me, 200,
                [("pinned", .list), ("feeds", .list)])
            try await sns.client("GET", "/user/counts", by: me, 200, Self.counts)
            try await sns.client(
                "GET", "/user/unread-count", by: me, 200, [("counts.system", .number)])
            try await sns.client("GET", "/user/notifications", by: me)
            try await sns.client("PATCH", "/user/counts", by: me, body: #"{"type":"mutual"}"#, 204)
            try await sns.client("GET", "/user/certification", by: me)

            let anna = try sns.id("anna")
            try await sns.client("GET", "/users/\(anna)", by: me, 200, clientUser)
            #expect(try await sns.client("GET", "/users/\(anna)/tags", by: me).body == "[]")
            try await sns.client(
                "GET", "/feeds?user=\(anna)&type=users", by: me, 200, [("feeds", .list)])
            try await sns.people(
                "/users/\(anna)/followers?limit=15&offset=0", by: me, ["carl", "bert"])
            try await sns.people("/users/\(anna)/followings?limit=15&offset=0", by: me, ["bert"])
            for target in ["/user/recommends", "/user/find-by-tags?offset=0"] {
                try await sns.people(target, by: me, [])
            }
            try await sns.people(
                "/user/populars", by: me, ["anna", "bert", "用户abc", "carl", "admin"])
            try await sns.people("/user/latests?offset=4", by: me, ["admin"])
            let phrase = SNS.escaped("用户")
            try await sns.people("/user/search?keyword=\(phrase)", by: me, ["用户abc"])
            try await sns.people("/user/search?keyword=\(phrase)&offset=1", by: me, [])
            try await sns.client("PUT", "/user/followings/\(anna)", by: me, 204)
            try await sns.client("GET", "/around-amap?limit=10", by: me, 404)
            try await sns.client("GET", "/ranks/followers?limit=15", by: me, 404)
        }
    }

    @Test("SPA: the phone client's successor") func successor() async throws {
        try await Self.run { sns in
            try await sns.client(
                "GET", "/bootstrappers", by: .anonymous, 200,
                Self.registration + Self.points + [
                    ("checkin.switch", .flag), ("news.contribute.pay", .flag),
                    ("site.reward.status", .flag),
                ])
            try await sns.client("GET", "/tags", by: .anonymous)
            let me = Caller.anna
            let own = try await sns.client("GET", "/user", by: me, 200, [("id", .number)])
            try await sns.client("GET", "/feeds", by: me, 200, [("feeds", .list)])
            try await sns.client("GET", "/user/counts", by: me, 200, Self.counts)
            for kind in ["at", "comment", "like"] {
                try await sns.client(
                    "GET", "/user/notification-statistics", by: me, 200,
                    [
                        ("\(kind).badge", .number), ("\(kind).last_created_at", .null),
                        ("\(kind).preview_users_names", .list), ("system.badge", .number),
                        ("follow.badge", .number),
                    ])
                try await sns.client("PATCH", "/user/notifications?type=\(kind)", by: me, 204)
                try await sns.client(
                    "GET", "/user/notifications?type=\(kind)&page=1", by: me, 200,
                    [("data", .list), ("links.next", .null), ("meta.last_page", .number)])
            }
            try await sns.people("/user/follow-mutual?keyword=be", by: me, ["bert"])
            try await sns.client("GET", "/user/certification", by: me)
            let refused = try await sns.client(
                "POST", "/user/certification", by: me, body: #"{"type":"user"}"#, 422,
                [("message", .text)])
            #expect(ErrorShape.of(refused) == .a)
            // The page of one's own profile sends back what it was shown.
            let before = try await sns.directory.named("anna")
            try await sns.client("PATCH", "/user", by: me, body: own.body, 204)
            #expect(try await sns.directory.named("anna") == before)
            try await Self.unbind("email", "anna@example.com", by: me, sns)
        }
    }

    /// Both web clients send password and code in the query of a DELETE without a body.
    private static func unbind(
        _ field: String, _ address: String, by caller: Caller, _ sns: SNS
    ) async throws {
        let code = try await sns.code(.prove, to: address)
        try await sns.client(
            "DELETE",
            "/user/\(field)?password=\(SNS.escaped(SNS.password))&verifiable_code=\(code)",
            by: caller, 204)
        #expect(try await sns.own(caller).isNull(field))
    }

    @Test("WEB: the client for large screens, rendered by a server of its own") func web()
        async throws
    {
        try await Self.run { sns in
            let needs: [(String, Need)] = [
                ("site.reward.status", .flag), ("site.reward.amounts", .text),
                ("wallet.rule", .text), ("wallet.labels", .list), ("currency.rule", .text),
                ("feed.items", .list), ("news.contribute.verified", .flag),
                ("checkin.switch", .flag),
            ]
            for caller in [Caller.anonymous, .bearer("stale"), .bert] {
                try await sns.client("GET", "/bootstrappers/", by: caller, 200, needs)
                try await sns.client("GET", "/advertisingspace/", by: caller)
                try await sns.client(
                    "GET", "/feeds/?limit=15", by: caller, 200, [("pinned", .list)])
                try await sns.people("/user/recommends?limit=15", by: caller, [])
                try await sns.people("/user/populars?limit=2", by: caller, ["anna", "bert"])
                try await sns.people(
                    "/user/latests?limit=15", by: caller,
                    [
                        "carl", "bert", "anna", "admin",
                    ])
                try await sns.people(
                    "/users?fetch_by=userrname&name=an&limit=15", by: caller, ["anna"])
                try await sns.people(
                    "/users?fetch_by=userrname&name=an&limit=15&since=\(try sns.id("anna"))",
                    by: caller, [])
                try await sns.people("/user/search?keyword=CAR&limit=5", by: caller, ["carl"])
                try await sns.client("GET", "/users/anna", by: caller, 200, clientUser)
                try await sns.client("GET", "/users/\(try sns.id("anna"))/tags", by: caller)
            }
            let me = Caller.bert
            try await sns.client(
                "GET", "/user/", by: me, 200,
                [
                    ("id", .number), ("certification", .null), ("avatar.url", .text),
                    ("email", .text), ("phone", .null), ("extra.feeds_count", .number),
                ])
            try await sns.client(
                "GET", "/user/notification-statistics", by: me, 200,
                [("at.badge", .number), ("system.badge", .number), ("follow.badge", .number)])
            try await sns.people("/user/follow-mutual?limit=5", by: me, ["anna"])
            for target in ["/tags", "/user/tags", "/user/socialite", "/locations/hots"] {
                #expect(try await sns.client("GET", target, by: me).body == "[]", "\(target)")
            }
            try await sns.client("PUT", "/user/tags/1", by: me, 404)
            // Its own server is nobody: signed out is told, where somebody must be signed in.
            try await sns.client("GET", "/user", by: .bearer("stale"), 401)
            try await sns.client("GET", "/user/tags", by: .anonymous, 401)
            try await Self.unbind("email", "bert@example.com", by: me, sns)
        }
    }

    @Test("PC: the site whose server calls the interface") func site() async throws {
        try await Self.run { sns in
            try await sns.client(
                "GET", "/bootstrappers/", by: .anonymous, 200,
                [
                    ("registerSettings.type", .oneOf(["all", "invited", "thirdPart"])),
                    ("registerSettings.method", .oneOf(["all", "mobile-only", "mail-only"])),
                    ("site.currency_name.name", .text), ("checkin.switch", .flag),
                    ("wallet:cash.open", .flag), ("wallet:recharge.open", .flag),
                    ("wallet:transform.open", .flag), ("currency:cash.open", .flag),
                    ("currency:recharge.open", .flag), ("news.contribute.pay", .flag),
                ])
            let me = Caller.anna
            try await sns.client("GET", "/user/counts/", by: me, 200, Self.counts)
            try await sns.people("/user/follow-mutual/?limit=20", by: me, ["bert"])
            try await sns.client("GET", "/feed/topics?only=hot", by: me, 404)
            try await sns.people("/user/recommends/?limit=9", by: me, [])
            try await sns.people("/user/search/?limit=9&keyword=ERT", by: me, ["bert"])
            try await sns.people("/user/search/?limit=9", by: me, [])
            try await sns.people(
                "/user/populars/?limit=5", by: me, ["anna", "bert", "carl", "admin"])
            try await sns.people("/user/latests/?limit=10&offset=3", by: me, ["admin"])
            try await sns.people("/user/find-by-tags/?limit=10&offset=0", by: me, [])
            try await sns.people("/user/followers/?limit=10", by: me, ["carl", "bert"])
            try await sns.people("/user/followings/?limit=10", by: me, ["bert"])
            #expect(try await sns.client("GET", "/user/tags/", by: me).body == "[]")
            #expect(try await sns.client("GET", "/user/socialite/", by: me).body == "[]")
            #expect(try await sns.client("GET", "/user/certification/", by: me).body == "{}")
            try await sns.client(
                "PATCH", "/user/certification", by: me, body: "{}", 422, [("message", .text)])
            try await sns.client("DELETE", "/user/socialite/qq", by: me, 404)
            try await sns.client("POST", "/report/users/1", by: me, body: "{}", 404)
            // It puts a size behind a picture's address, which changes nothing.
            let list = try await sns.people("/user/search?keyword=bert", by: me, ["bert"])
            let url = (list.list.first?["avatar"] as? [String: Any])?["url"] as? String ?? ""
            let path = url.replacingOccurrences(of: sns.server.publicURL + SNS.prefix, with: "")
            for size in ["", "?rule=w_60", "?role=w_150,h_150"] {
                let picture = try await sns.fetch(path + size)
                #expect(picture.status == 200 && picture.bytes == Picture.png.bytes, "\(size)")
            }
        }
    }
}
