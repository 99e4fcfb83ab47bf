import RosterCore
import RosterTestSupport
import Testing

/// Where inputs stand: in the body, as JSON or as a form, in the query, or some here and some there,
/// on every call and with every method.
@Suite("Inputs of body and query", .serialized) struct InputSourceTests {
    /// How a call brings its inputs along.
    enum Place: CaseIterable, Sendable {
        case json, form, query, both
    }

    private static let form = [("Content-Type", "application/x-www-form-urlencoded")]

    /// Sends fields in order; in both places each second one is in the query.
    private static func send(
        _ method: String, _ target: String, _ fields: [(String, String)], in place: Place,
        by caller: Caller, _ sns: SNS
    ) async throws -> WireResponse {
        let inQuery: [(String, String)]
        switch place {
        case .json, .form: inQuery = []
        case .query: inQuery = fields
        case .both: inQuery = fields.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        }
        let inBody =
            place == .query
            ? []
            : fields.filter { field in
                !inQuery.contains { $0.0 == field.0 }
            }
        let query = inQuery.isEmpty ? "" : "?" + encoded(inQuery)
        switch place {
        case .query: return try await sns.call(method, target + query, by: caller)
        case .form:
            return try await sns.call(
                method, target, by: caller, headers: form, body: encoded(inBody))
        case .json, .both:
            let members = inBody.map { #""\#($0.0)":"\#($0.1)""# }.joined(separator: ",")
            return try await sns.call(
                method, target + query, by: caller, body: "{\(members)}")
        }
    }

    private static func encoded(_ fields: [(String, String)]) -> String {
        fields.map { "\($0.0)=\(SNS.escaped($0.1))" }.joined(separator: "&")
    }

    @Test("a whole life, its inputs in every place", arguments: Place.allCases)
    func life(_ place: Place) async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock, people: []) { sns in
            func send(
                _ method: String, _ target: String, _ fields: [(String, String)],
                by caller: Caller = .anonymous
            ) async throws -> WireResponse {
                try await Self.send(method, target, fields, in: place, by: caller, sns)
            }
            let mail = "carl@example.com"
            let asked = try await send("POST", "/verifycodes/register", [("email", mail)])
            check(asked, is: .sent)
            let claim = try await sns.outbox.waitForCode(to: mail)
            let made = try await send(
                "POST", "/users",
                [
                    ("name", "carl"), ("email", mail), ("verifiable_type", "mail"),
                    ("verifiable_code", claim), ("password", "a b+c&1"),
                ])
            check(made, is: .registered)
            let login = try await send(
                "POST", "/auth/login", [("login", "carl"), ("password", "a b+c&1")])
            check(login, is: .login)
            let carl = Caller.bearer(login.text("access_token") ?? "")
            let changed = try await send(
                "PATCH", "/user", [("bio", " hello "), ("sex", "2"), ("location", "")], by: carl)
            check(changed, is: .done)
            let own = try await sns.own(carl)
            #expect(own.text("bio") == "hello" && own.number("sex") == 2, "\(own)")

            let phone = "13800138000"
            clock.advance(seconds: 1)
            check(
                try await send("POST", "/verifycodes/register", [("phone", phone)], by: carl),
                is: .sent)
            let bound = try await send(
                "PUT", "/user",
                [
                    ("phone", phone),
                    ("verifiable_code", try await sns.outbox.waitForCode(to: phone)),
                ],
                by: carl)
            check(bound, is: .done)
            let password = try await send(
                "PUT", "/user/password",
                [
                    ("old_password", "a b+c&1"), ("password", "secret2"),
                    ("password_confirmation", "secret2"),
                ], by: carl)
            check(password, is: .done)
            for (field, address) in [("phone", phone), ("email", mail)] {
                clock.advance(seconds: 1)
                let sent = try sns.outbox.codes(to: address).count
                check(try await send("POST", "/verifycodes", [(field, address)]), is: .sent)
                let proof = try await sns.outbox.waitForCode(to: address, after: sent)
                let unbound = try await send(
                    "DELETE", "/user/\(field)",
                    [("password", "secret2"), ("verifiable_code", proof)], by: carl)
                check(unbound, is: .done, field)
            }
        }
    }

    @Test(
        "recovery, counters and announcements take them everywhere too", arguments: Place.allCases)
    func others(_ place: Place) async throws {
        try await SNS.run { sns in
            let code = try await sns.code(.prove, to: "anna@example.com")
            let bytes = Picture.png.bytes
            let announced = try await Self.send(
                "POST", "/storage",
                [
                    ("filename", "a.png"), ("hash", md5(bytes)), ("size", "\(bytes.count)"),
                    ("mime_type", "image/png"),
                ] + (place == .json ? [] : [("storage[channel]", "public")]), in: place,
                by: .anna, sns)
            // JSON has objects for it, which the seed's calls send.
            check(
                announced,
                is: place == .json || place == .both ? .invalid(["storage.channel"]) : .announced)
            let counted = try await Self.send(
                "PATCH", "/users/\(try sns.id("anna"))/extra",
                [("likes_count", "3"), ("feeds_count", "4")], in: place, by: .admin, sns)
            check(counted, is: .done)
            let recovered = try await Self.send(
                "PUT", "/user/retrieve-password",
                [
                    ("verifiable_type", "mail"), ("verifiable_code", code),
                    ("email", "anna@example.com"), ("password", "New@2021"),
                ], in: place, by: .anonymous, sns)
            check(recovered, is: .done)
            _ = try await sns.logIn("anna", "New@2021")
            let seen = try await sns.call("GET", "/users/anna", by: .anonymous)
            #expect(seen.counter("likes_count") == 3 && seen.counter("feeds_count") == 4)
        }
    }

    @Test("reading takes them from a body as well, and an unreadable one is none") func reading()
        async throws
    {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let (anna, bert) = (try sns.id("anna"), try sns.id("bert"))
            check(try await sns.call("PUT", "/user/followings/\(bert)"), is: .done)
            func ids(_ target: String, _ body: String) async throws -> [Int] {
                try await sns.call("GET", target, body: body).ids
            }
            #expect(try await ids("/users", #"{"name":"ann"}"#) == [anna])
            #expect(try await ids("/users", "limit=1&order=asc") == [try sns.id("admin")])
            #expect(try await ids("/users", #"{"id":[\#(anna),"\#(bert)"]}"#) == [bert, anna])
            #expect(try await ids("/users?id[]=\(anna)&id[]=\(bert)", "") == [bert, anna])
            #expect(try await ids("/user/followings", #"{"offset":1}"#) == [])
            #expect(try await ids("/user/search", #"{"keyword":"BER"}"#) == [bert])
            let flags = try await sns.call(
                "GET", "/users/bert", by: .anonymous, body: #"{"follower":\#(anna)}"#)
            #expect(flags.flag("follower") == true, "\(flags)")
            for body in ["{", "[]", "%", #""x""#, #"{"a":1,"a":2}"#] {
                let answer = try await sns.call("GET", "/users?name=ann", body: body)
                check(answer, is: .users, body)
                #expect(answer.ids == [anna], "\(body): \(answer)")
            }
        }
    }

    @Test("of two the body's counts, also as null, and of a repeated name the last")
    func precedence() async throws {
        try await SNS.run { sns in
            func bio() async throws -> String? { try await sns.own().text("bio") }
            check(
                try await sns.call("PATCH", "/user?bio=query", body: #"{"bio":"body"}"#), is: .done)
            #expect(try await bio() == "body")
            check(
                try await sns.call(
                    "PATCH", "/user?bio=query", headers: Self.form, body: "bio=form"),
                is: .done)
            #expect(try await bio() == "form")
            check(
                try await sns.call("PATCH", "/user?bio=query", body: #"{"bio":null}"#), is: .done)
            #expect(try await bio() == nil)
            check(try await sns.call("PATCH", "/user?bio=one&bio=two", body: "{}"), is: .done)
            #expect(try await bio() == "two")
            check(try await sns.call("PATCH", "/user?bio="), is: .done)
            #expect(try await bio() == nil)
            // What is a text elsewhere is none as a list.
            check(try await sns.call("PATCH", "/user?bio[]=x"), is: .invalid(["bio"]))
            check(
                try await sns.call(
                    "POST", "/auth/login?password=wrong", by: .anonymous,
                    body: Body.login("anna", SNS.password)), is: .login)
            // The login proves nothing that the body takes back.
            check(
                try await sns.call(
                    "POST", "/auth/login?login=anna&password=\(SNS.escaped(SNS.password))",
                    by: .anonymous, body: #"{"password":""}"#), is: .invalid(["password"]))
            for body in ["{", "[1]", "%zz"] {
                let answer = try await sns.call("PATCH", "/user?bio=x", body: body)
                check(answer, is: .refused(400, .a), body)
            }
        }
    }

    @Test("names of a form that are none of PHP's break nothing") func names() async throws {
        let deep = String(repeating: "[a]", count: 5000)
        try await SNS.run { sns in
            for query in [
                "a[=1", "[]=1", "[a]=1", "a]b[=1", "a[b]c=1", "a[][]=1&a[]=2", "a\(deep)=1",
            ] {
                let answer = try await sns.call("PATCH", "/user?\(query)&bio=set", body: "{}")
                check(answer, is: .done, "\(query.prefix(20))")
            }
            #expect(try await sns.own().text("bio") == "set")
        }
    }
}
