import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// Calls of the official clients about what a directory does not have: contracts/thinksns.md §13.
@Suite("Calls of the old clients", .serialized) struct ClientCallTests {
    private static func bootstrappers(type: String, method: String) -> String {
        """
        {"server:version":"\(Release.version)","limit":15,"pay-validate-user-password":false,\
        "checkin":{"switch":false,"balance":0},\
        "registerSettings":{"type":"\(type)","method":"\(method)","fixed":"no-need",\
        "completeData":false,"showTerms":false,"content":""},\
        "site":{"gold":{"status":false},"reward":{"status":false,"amounts":""},\
        "anonymous":{"status":false},"currency_name":{"name":"积分","unit":""}},\
        "wallet":{"rule":"","labels":[],"ratio":100,"cash":{"status":false,"types":[]},\
        "recharge":{"status":false,"types":[]},"transform-currency":false},\
        "currency":{"rule":"","cash":{"status":false,"rule":""},\
        "recharge":{"status":false,"rule":""}},"wallet:cash":{"open":false},\
        "feed":{"reward":false,"paycontrol":false,"items":[],"limit":50},\
        "news":{"contribute":{"pay":false,"verified":false},"pay_contribute":0},\
        "news:contribute":{"pay":false,"verified":false},"wallet:recharge":{"open":false},\
        "wallet:transform":{"open":false},"currency:cash":{"open":false},\
        "currency:recharge":{"open":false,"IAP_only":false}}
        """
    }

    @Test("what clients are told on their start, to everybody alike") func start() async throws {
        let all = Self.bootstrappers(type: "all", method: "all")
        try await SNS.run { sns in
            for target in ["/bootstrappers", "/bootstrappers/", "/bootstrappers?token=x"] {
                for caller in [Caller.anonymous, .anna, .bearer("x"), .header("Basic x")] {
                    let answer = try await sns.call("GET", target, by: caller, body: "{")
                    check(answer, is: .exactly(all), "\(target) by \(caller)")
                }
            }
        }
    }

    @Test(
        "registration that is closed, and codes that reach phones alone, are told",
        arguments: [
            (false, false, "all"), (true, false, "mobile-only"), (false, true, "all"),
            (true, true, "all"),
        ])
    func registration(hasGateway: Bool, hasMailServer: Bool, method: String) async throws {
        try await SNS.run(
            { settings in
                settings.registration = .closed
                if hasGateway {
                    settings.smsURL = .server(url: "https://127.0.0.1:9/")
                    settings.smsKey = String(repeating: "k", count: 24)
                }
                if hasMailServer { settings.mailURL = .server(url: "smtp://127.0.0.1:9") }
            }, people: []
        ) { sns in
            let answer = try await sns.call("GET", "/bootstrappers", by: .anonymous)
            check(
                answer, is: .exactly(Self.bootstrappers(type: "invited", method: method)))
        }
    }

    /// Method, target, the answer, and whether it needs a credential.
    private static let answers: [(String, String, Answer, Bool)] = {
        let preview = #"{"badge":0,"last_created_at":null,"preview_users_names":[]}"#
        let page = #"{"data":[],"links":{"next":null},"meta":{"current_page":1,"last_page":1}}"#
        let feeds = #"{"pinned":[],"feeds":[]}"#
        let counts = """
            {"user":{"following":0,"liked":0,"commented":0,"system":0,"news-comment-pinned":0,\
            "feed-comment-pinned":0,"mutual":0,"at":0,"post-comment-pinned":0,"post-pinned":0,\
            "group-join-pinned":0}}
            """
        return [
            ("GET", "/user/recommends?limit=15", .exactly("[]"), false),
            ("GET", "/user/find-by-tags?offset=0&limit=10", .exactly("[]"), false),
            ("GET", "/tags", .exactly("[]"), false),
            ("GET", "/users/1/tags", .exactly("[]"), false),
            ("GET", "/feeds", .exactly(feeds), false),
            ("GET", "/feeds?type=users&user=1&limit=15&after=0", .exactly(feeds), false),
            ("GET", "/advertisingspace", .exactly("[]"), false),
            ("GET", "/advertisingspace/advertising?space=1,2", .exactly("[]"), false),
            ("GET", "/locations/hots", .exactly("[]"), false),
            ("GET", "/locations/search?name=x", .exactly("[]"), false),
            ("GET", "/user/tags", .exactly("[]"), true),
            ("PUT", "/user/tags/1", .missing, true), ("DELETE", "/user/tags/1", .missing, true),
            ("GET", "/user/counts", .exactly(counts), true),
            ("PATCH", "/user/counts", .done, true),
            (
                "GET", "/user/unread-count",
                .exactly(
                    #"{"counts":{"unread_comments_count":0,"unread_likes_count":0,"system":0}}"#),
                true
            ),
            (
                "GET", "/user/notification-statistics",
                .exactly(
                    #"{"at":\#(preview),"comment":\#(preview),"like":\#(preview),"#
                        + #""system":{"badge":0},"follow":{"badge":0}}"#), true
            ),
            ("GET", "/user/notifications", .exactly("[]"), true),
            ("GET", "/user/notifications?type=", .exactly("[]"), true),
            ("GET", "/user/notifications?type=at", .exactly(page), true),
            ("GET", "/user/notifications?type=comment&page=2", .exactly(page), true),
            ("GET", "/user/notifications?type=like", .exactly(page), true),
            ("GET", "/user/notifications?type=system", .exactly(page), true),
            ("GET", "/user/notifications?type=follow", .refused(422, .a), true),
            ("GET", "/user/notifications?type[]=at", .refused(422, .a), true),
            ("PATCH", "/user/notifications?type=comment", .done, true),
            ("GET", "/user/certification", .exactly("{}"), true),
            ("POST", "/user/certification", .refused(422, .a), true),
            ("PATCH", "/user/certification", .refused(422, .a), true),
            ("GET", "/user/socialite", .exactly("[]"), true),
        ]
    }()

    @Test("each answers what a site without it answers; those of one's own need a credential")
    func fixed() async throws {
        try await SNS.run { sns in
            for (method, target, answer, needsCredential) in Self.answers {
                let refused = needsCredential ? Answer.unauthenticated : answer
                let path = target.prefix { $0 != "?" }
                let query = target.dropFirst(path.count)
                for spelling in [target, String(path) + "/" + query] {
                    for (caller, expected) in [
                        (Caller.anna, answer), (.anonymous, refused), (.bearer("x"), refused),
                    ] {
                        let response = try await sns.call(method, spelling, by: caller)
                        check(response, is: expected, "\(method) \(spelling) by \(caller)")
                        #expect(
                            response.status != 401 || response.header("WWW-Authenticate") != nil)
                    }
                }
            }
        }
    }

    @Test("changes of what is not there are done, whatever they send, and change nothing")
    func changes() async throws {
        try await SNS.run { sns in
            let before = try await sns.own()
            for body in [
                #"{"type":"following"}"#, #"{"type":"unknown"}"#, "{}", "type=liked", "{", "",
            ] {
                check(try await sns.call("PATCH", "/user/counts", body: body), is: .done, body)
                check(try await sns.call("PATCH", "/user/notifications", body: body), is: .done)
            }
            #expect(try await sns.own().body == before.body)
        }
    }

    /// What stays unknown: clients show a word and go on (contracts/thinksns.md §13.4 to §13.8).
    private static let unknown: [(String, String)] = [
        ("GET", "/easemob/password"), ("GET", "/easemob/group"), ("GET", "/around-amap"),
        ("GET", "/user/checkin"), ("PUT", "/user/checkin"), ("POST", "/report/users/1"),
        ("POST", "/user/1/new-rewards"), ("GET", "/feed/topics?only=hot"), ("GET", "/news"),
        ("GET", "/news/cates"), ("GET", "/groups"), ("GET", "/questions"),
        ("POST", "/user/find-by-phone"), ("GET", "/user/find-by-phone"),
        ("GET", "/users/1/follow-mutual"), ("GET", "/user/socialite/qq"),
        ("PATCH", "/user/socialite/qq"), ("DELETE", "/user/socialite/qq"),
        ("POST", "/socialite/qq"), ("PATCH", "/socialite/wechat"), ("PUT", "/socialite/weibo"),
        ("POST", "/user/socialite"), ("PUT", "/user/socialite"), ("PATCH", "/user/socialite"),
        ("DELETE", "/user/socialite"), ("GET", "/ranks/followers?limit=15"),
        ("GET", "/ranks/balance"), ("GET", "/checkin-ranks"), ("GET", "/question-ranks/experts"),
        ("GET", "/question-ranks/likes"), ("GET", "/advertisingspace/1/advertising"),
    ]

    @Test("what is not here is 404 in the shape of a route that is none, to everybody")
    func absent() async throws {
        try await SNS.run { sns in
            try await sns.play(
                Self.unknown.flatMap { method, target in
                    [Caller.anonymous, .anna, .bearer("x")].map {
                        Scenario(
                            "\(method) \(target) by \($0)", method, target, by: $0,
                            body: method == "GET" ? nil : #"{"phones":["13800138000"]}"#, .noRoute)
                    }
                })
        }
    }

    @Test("no call that needs no credential is 401 for a bad one, of any kind") func publicCalls()
        async throws
    {
        try await SNS.run(people: ["anna", "off"]) { sns in
            try await sns.directory.set(.disabled, of: "off")
            let key = try await sns.directory.createKey(
                name: "other", owner: .name(FoldedKey(folding: "anna")), role: nil,
                scopes: [RosterCore.SurfaceName("IAM")], by: .system)
            let bad: [Caller] = [
                .bearer("x"), .bearer("eyJhbGciOiJub25lIn0.e30."), .person("off"),
                .bearer(key.secret), .header("Basic YTpi"), .header("Bearer"), .header("Token x"),
            ]
            let publicTargets =
                Self.answers.filter { $0.0 == "GET" && !$0.3 }.map(\.1) + [
                    "/bootstrappers", "/users", "/users/anna", "/users/1/followers",
                    "/users/1/followings", "/user/populars", "/user/latests",
                    "/user/search?keyword=ann",
                ]
            for target in publicTargets {
                for caller in bad {
                    let answer = try await sns.call("GET", target, by: caller)
                    #expect(answer.status == 200, "\(target) by \(caller): \(answer)")
                }
                let separator = target.contains("?") ? "&" : "?"
                let answer = try await sns.call(
                    "GET", target + separator + "token=x", by: .anonymous)
                #expect(answer.status == 200, "\(target): \(answer)")
            }
        }
    }

    @Test("the methods that they do not have are 405") func methods() async throws {
        let table: [(String, String, Set<String>)] = [
            ("POST", "/bootstrappers", ["GET"]), ("POST", "/feeds", ["GET"]),
            ("DELETE", "/user/counts", ["GET", "PATCH"]),
            ("GET", "/user/tags/1", ["PUT", "DELETE"]),
            ("PUT", "/user/certification", ["GET", "POST", "PATCH"]),
            ("POST", "/user/search", ["GET"]),
        ]
        try await SNS.run { sns in
            try await sns.play(
                table.map { method, target, allowed in
                    Scenario(
                        "\(method) \(target)", method, target, body: "{}",
                        .noMethod(allowed: allowed))
                })
        }
    }
}
