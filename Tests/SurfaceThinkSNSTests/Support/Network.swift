import Crypto
import Foundation
import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import SurfaceKit

/// The surface on a running server, as an app talks to it.
struct Network: Sendable {
    let server: ServerFixture
    let outbox: Outbox
    let clock: TestClock?

    static let password = "secret1"

    /// Runs `body` on a server that takes registrations.
    /// - Parameter clock: A clock that stands still, if the test moves it.
    static func run(
        clock: TestClock? = nil,
        _ change: @escaping (inout RosterSettings.Settings) -> Void = { _ in },
        _ body: @Sendable @escaping (Network) async throws -> Void
    ) async throws {
        try await ServerFixture.run(
            { settings in
                settings.registration = .open
                change(&settings)
            }, adjusting: { $0.running(on: clock) }
        ) { server in
            try await body(
                Network(
                    server: server, outbox: Outbox(folder: server.folder + "/outbox"), clock: clock)
            )
        }
    }

    /// A call below `/api/v2`, with JSON or a form.
    @discardableResult
    func call(
        _ method: String, _ path: String, _ body: String? = nil, as token: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> WireResponse {
        var headers = headers
        if let token { headers.append(("Authorization", "Bearer " + token)) }
        return try await server.main.send(method, "/api/v2" + path, headers: headers, body: body)
    }

    /// A call that must answer `status`.
    @discardableResult
    func expect(
        _ status: Int, _ method: String, _ path: String, _ body: String? = nil,
        as token: String? = nil
    ) async throws -> WireResponse {
        let answer = try await call(method, path, body, as: token)
        guard answer.status == status else {
            throw FixtureFailure(text: "\(method) \(path) is not \(status): \(answer)")
        }
        return answer
    }

    /// Asks for a code and takes it from the outbox.
    func code(_ door: Door, to address: String, as token: String? = nil) async throws -> String {
        // Messages are told apart by their time.
        clock?.advance(seconds: 1)
        let sent = try outbox.codes(to: address).count
        let field = address.contains("@") ? "email" : "phone"
        try await expect(202, "POST", door.rawValue, #"{"\#(field)":"\#(address)"}"#, as: token)
        return try await outbox.waitForCode(to: address, after: sent)
    }

    enum Door: String {
        case claim = "/verifycodes/register"
        case prove = "/verifycodes"
    }

    /// Registers by mail; the token.
    func register(_ name: String, password: String? = password) async throws -> String {
        let email = Self.email(of: name)
        let code = try await code(.claim, to: email)
        let secret = password.map { #","password":"\#($0)""# } ?? ""
        let answer = try await expect(
            201, "POST", "/users",
            #"""
            {"name":"\#(name)","email":"\#(email)","verifiable_type":"mail","verifiable_code":"\#(code)"\#(secret)}
            """#)
        guard let token = answer.object["token"] as? String else {
            throw FixtureFailure(text: "registration of \(name): \(answer)")
        }
        return token
    }

    static func email(of name: String) -> String { "\(name)@example.com" }

    /// Logs in; the token.
    func logIn(_ login: String, password: String = password) async throws -> String {
        let answer = try await expect(
            200, "POST", "/auth/login", #"{"login":"\#(login)","password":"\#(password)"}"#)
        guard let token = answer.object["access_token"] as? String else {
            throw FixtureFailure(text: "login of \(login): \(answer)")
        }
        return token
    }

    /// The number under which others see somebody.
    func id(of name: String) async throws -> Int {
        let escaped = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        guard let id = try await expect(200, "GET", "/users/\(escaped)").object["id"] as? Int else {
            throw FixtureFailure(text: "\(name) has no id")
        }
        return id
    }

    /// Announces an upload.
    func announce(
        _ bytes: [UInt8], type: String = "image/png", as token: String
    ) async throws -> Upload {
        let answer = try await expect(
            201, "POST", "/storage",
            #"""
            {"filename":"a.png","hash":"\#(Self.md5(bytes))","size":\#(bytes.count),"mime_type":"\#(type)","storage":{"channel":"public"}}
            """#, as: token)
        let object = answer.object
        guard let uri = object["uri"] as? String, let node = object["node"] as? String,
            let headers = object["headers"] as? [String: String],
            let path = URLComponents(string: uri)
        else { throw FixtureFailure(text: "no upload: \(answer)") }
        return Upload(
            node: node, uri: uri,
            target: path.percentEncodedPath + "?" + (path.percentEncodedQuery ?? ""),
            headers: headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    /// Sends the bytes of an announced upload.
    func put(
        _ bytes: [UInt8], _ upload: Upload
    ) async throws -> WireResponse {
        var head = "PUT \(upload.target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        for (name, value) in upload.headers { head += "\(name): \(value)\r\n" }
        head += "Content-Length: \(bytes.count)\r\n\r\n"
        return try await server.main.send(raw: Array(head.utf8) + bytes)
    }

    /// Stores an upload; its node.
    func store(_ bytes: [UInt8] = tinyPNG, as token: String) async throws -> String {
        let upload = try await announce(bytes, as: token)
        let answer = try await put(bytes, upload)
        guard answer.status == 201 else { throw FixtureFailure(text: "not stored: \(answer)") }
        return upload.node
    }

    static func md5(_ bytes: [UInt8]) -> String {
        Insecure.MD5.hash(data: bytes).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// Three pixels by two.
    static let tinyPNG: [UInt8] = Array(
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAFUlEQVR4nGPkOiHHwMDAwMDAxAAD"
                + "ABEIAPSNR5i4AAAAAElFTkSuQmCC"
        ) ?? Data())
}

/// The answer to an announcement.
struct Upload: Sendable {
    let node: String
    let uri: String
    /// Path and query of ``uri``.
    var target: String
    var headers: [(String, String)]
}
