import HTTPTypes
import RosterCore
import SurfaceKit
import Testing

@Suite struct DispatcherTests {
    private static let users = TrialSurface(
        name: SurfaceName("users"), ownedPrefixes: [["users"]],
        routes: [
            Route(.get, "/users/{id}", access: .required, handler: saying("one")),
            Route(.get, "/users/status", access: .open, handler: saying("status")),
            Route(.post, "/users", access: .optional, bodyBytesMax: 4, handler: saying("made")),
            Route(.post, "/users/login", access: .open, guarded: .everybody, handler: saying("in")),
        ])
    private static let rest = TrialSurface(
        name: SurfaceName("rest"), ownedPrefixes: [["api"]], authenticatesUnknownRoutes: true,
        routes: [Route(.get, "/v2/thing", access: .open, handler: saying("thing"))])

    @Test(
        "A request reaches the route of its path, and refusals come in the owner's shape",
        arguments: [
            (.get, "/users/7", "good", 200, "one id=7"),
            (.get, "/users/status", nil, 200, "status"),
            (.get, "//users//status/", nil, 200, "status"),
            (.get, "/users/7", nil, 401, "users who"),
            (.get, "/users/7", "worse", 401, "users bad"),
            (.post, "/users", nil, 200, "made"),
            (.post, "/users", "worse", 401, "users bad"),
            (.get, "/users/7/more", nil, 400, "users unknownRoute"),
            (.get, "/users/%zz", nil, 400, "users badTarget"),
            (.get, "/userssss", nil, 404, #"{"error":"not found"}"#),
            (.get, "/", nil, 404, #"{"error":"not found"}"#),
            (.get, "/%zz", nil, 404, #"{"error":"not found"}"#),
            (.get, "/api/v2/thing", nil, 200, "thing"),
            (.get, "/api/v2/nothing", nil, 401, "rest who"),
            (.get, "/api/v2/nothing", "good", 400, "rest unknownRoute"),
            (.get, "/v2/thing", nil, 404, #"{"error":"not found"}"#),
        ] as [(HTTPRequest.Method, String, String?, Int, String)])
    func routing(
        method: HTTPRequest.Method, target: String, credential: String?, status: Int, text: String
    ) async throws {
        // `rest` speaks of /v2/... and is mounted below /api, which it owns.
        var below = Self.rest
        below.ownedPrefixes = [[]]
        let dispatcher = try dispatcher([Mount(Self.users), Mount(below, prefix: ["api"])])
        var headers = HTTPFields()
        headers[.authorization] = credential
        let answer = await ask(dispatcher, method, target, headers)
        #expect(answer.status == status)
        #expect(answer.text == text)
    }

    @Test("A wrong method names the right ones, HEAD with GET")
    func wrongMethod() async throws {
        let dispatcher = try dispatcher([Mount(Self.users)])
        let answer = await ask(dispatcher, .delete, "/users/7")
        #expect(answer.text == "users wrongMethod(allowed: [GET, HEAD])")
    }

    @Test("HEAD is GET without its body but with its length")
    func head() async throws {
        let answer = await ask(try dispatcher([Mount(Self.users)]), .head, "/users/status")
        #expect(answer.status == 200)
        #expect(answer.text == "")
        #expect(answer.headers[.contentLength] == "6")
    }

    @Test("A body is read for nobody who is refused before")
    func bodiesAreReadLate() async throws {
        let dispatcher = try dispatcher([Mount(Self.users)])
        let body = TrialBody("abc")
        _ = await ask(dispatcher, .post, "/users", [.authorization: "worse"], body: body)
        #expect(!body.wasRead)
        let answer = await ask(dispatcher, .post, "/users", body: body)
        #expect(answer.text == "made abc")
    }

    @Test(
        "A body that cannot be had is refused and ends the connection",
        arguments: [
            (TrialBody("abcde"), [:], "bodyTooLarge"),
            (TrialBody(failure: .bodyTooSlow), [:], "bodyTooSlow"),
            (TrialBody(failure: .bodyCutShort), [:], "bodyCutShort"),
            (TrialBody("a"), [.contentEncoding: "gzip"], "encodedBody"),
        ] as [(TrialBody, HTTPFields, String)])
    func badBodies(body: TrialBody, headers: HTTPFields, refusal: String) async throws {
        let answer = await ask(
            try dispatcher([Mount(Self.users)]), .post, "/users", headers, body: body)
        #expect(answer.text == "users \(refusal)")
        #expect(answer.headers[.connection] == "close")
    }

    @Test("Headers beyond 32 KiB are refused in the owner's shape")
    func headersTooLarge() async throws {
        let dispatcher = try dispatcher([Mount(Self.users)])
        let name = try #require(HTTPField.Name("X-Filler"))
        let fits = await ask(
            dispatcher, .get, "/users/status", [name: String(repeating: "a", count: 32_000)])
        #expect(fits.status == 200)
        let answer = await ask(
            dispatcher, .get, "/users/status", [name: String(repeating: "a", count: 33_000)])
        #expect(answer.text == "users headersTooLarge")
        #expect(answer.headers[.connection] == "close")
    }

    @Test(
        "A request id is echoed if it is well-formed, else made here",
        arguments: [
            ("abc-1.2_3:4", "abc-1.2_3:4"), ("", "made-here"), ("a b", "made-here"),
            (String(repeating: "a", count: 128), String(repeating: "a", count: 128)),
            (String(repeating: "a", count: 129), "made-here"), ("é", "made-here"),
        ])
    func requestIDs(sent: String, expected: String) async throws {
        let name = try #require(HTTPField.Name("X-Request-ID"))
        let answer = await ask(
            try dispatcher([Mount(Self.users)]), .get, "/users/status", [name: sent])
        #expect(answer.headers[name] == expected)
    }

    @Test("Guarded calls are counted by address: of the client, behind a trusted proxy")
    func buckets() async throws {
        let dispatcher = try dispatcher(
            [Mount(Self.users)], perMinute: 2, proxies: ["203.0.113.0/24"])
        let forwarded = try #require(HTTPField.Name("X-Forwarded-For"))
        func login(_ peer: String, _ client: String? = nil) async -> String {
            var headers = HTTPFields()
            headers[forwarded] = client
            return await ask(dispatcher, .post, "/users/login", headers, from: peer).text
        }
        for _ in 0..<2 { #expect(await login("192.0.2.1") == "in") }
        #expect(await login("192.0.2.1").contains("tooManyRequests"))
        // Whoever is no proxy cannot talk itself out of its bucket.
        #expect(await login("192.0.2.1", "198.51.100.9").contains("tooManyRequests"))
        for _ in 0..<2 { #expect(await login("203.0.113.5", "198.51.100.9") == "in") }
        #expect(await login("203.0.113.5", "198.51.100.9").contains("tooManyRequests"))
        #expect(await login("203.0.113.5", "198.51.100.10") == "in")
        for _ in 0..<5 { #expect(await login("127.0.0.1") == "in") }
    }

    @Test("A password sent with a request counts on the address's bucket unless it is right")
    func basicIsCounted() async throws {
        let dispatcher = try dispatcher([Mount(Self.users)], perMinute: 3)
        func read(_ credential: String, _ peer: String = "192.0.2.1") async -> String {
            await ask(dispatcher, .get, "/users/7", [.authorization: credential], from: peer).text
        }
        // The trial surface takes this one for right.
        for _ in 0..<10 { #expect(await read("Basic good") == "one id=7") }
        for _ in 0..<3 { #expect(await read("bAsIc wrong") == "users bad") }
        #expect(await read("Basic wrong").contains("tooManyRequests"))
        #expect(await read("Basic good").contains("tooManyRequests"))
        // Tokens are no guesses at passwords, and other addresses are not concerned.
        #expect(await read("good") == "one id=7")
        #expect(await read("Basic wrong", "192.0.2.2") == "users bad")
        for _ in 0..<9 { #expect(await read("Basic wrong", "127.0.0.1") == "users bad") }
        // Unknown paths are no way round it where they ask for a credential.
        let hidden = try DispatcherTests.dispatcherOfHidden()
        let wrong: HTTPFields = [.authorization: "Basic wrong"]
        #expect(await ask(hidden, .get, "/api/nothing", wrong).text == "rest bad")
        #expect(await ask(hidden, .get, "/api/nothing", wrong).text.contains("tooManyRequests"))
    }

    private static func dispatcherOfHidden() throws(MountCollision) -> Dispatcher {
        try dispatcher([Mount(rest)], perMinute: 1)
    }

    @Test("Origins of the setting may read answers and ask before; others get no leave")
    func cors() async throws {
        let dispatcher = try dispatcher([Mount(Self.users)], origins: ["https://app.example.com"])
        let good: HTTPFields = [.origin: "https://app.example.com"]
        let answer = await ask(dispatcher, .get, "/users/status", good)
        #expect(answer.headers[.accessControlAllowOrigin] == "https://app.example.com")
        #expect(answer.headers[.vary] == "Origin")
        let stranger = await ask(
            dispatcher, .get, "/users/status", [.origin: "https://evil.example.com"])
        #expect(stranger.headers[.accessControlAllowOrigin] == nil)
        var preflight = good
        preflight[.accessControlRequestMethod] = "PUT"
        let leave = await ask(dispatcher, .options, "/users/7", preflight)
        #expect(leave.status == 204)
        #expect(leave.headers[.accessControlAllowMethods] == "GET, HEAD, POST")
        #expect(leave.headers[.accessControlAllowCredentials] == nil)
        preflight[.origin] = "https://evil.example.com"
        #expect(await ask(dispatcher, .options, "/users/7", preflight).status == 400)
    }
}
