import Foundation
import NIOCore
import NIOEmbedded
import NIOHTTP1
@testable import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// RFC 9110 §7.8: a server may ignore an offer of another protocol, and HTTP goes on.
@Suite("Offers that are declined", .serialized)
struct DeclinedOfferTests {
    /// A request that offers, after its method and path; `Host` is added.
    static let offers: [String] = [
        // As Java's HttpClient sends it by default.
        "GET %@ HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\n"
            + "HTTP2-Settings: AAMAAABkAAQAAP__\r\nUpgrade: h2c\r\n%H\r\n",
        "HEAD %@ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n%H\r\n",
        "GET %@ HTTP/1.1\r\nConnection: keep-alive, upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%H\r\n",
        "OPTIONS %@ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: TLS/1.0, HTTP/1.1\r\n%H\r\n",
        "GET %@ HTTP/1.1\r\nconnection: keep-alive\r\nCONNECTION: UPGRADE\r\nupgrade: foo/1\r\n%H\r\n",
        "GET %@ HTTP/1.1\r\nProxy-Connection: Upgrade\r\nUpgrade: h2c\r\n%H\r\n",
        "POST %@ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n%H"
            + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        "POST %@ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n%H"
            + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
        "PUT %@ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n%HContent-Length: 0\r\n\r\n",
        "DELETE %@ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n%H\r\n",
        "GET %@ HTTP/1.1\r\nUpgrade: h2c\r\n%H\r\n",
        "GET %@ HTTP/1.1\r\nConnection: Upgrade,\tHTTP2-Settings\r\nUpgrade: h2c\r\n%H\r\n",
        "GET %@ HTTP/1.1\r\nConnection: keep-alive\t, Upgrade\r\nUpgrade: h2c\r\n%H\r\n",
        "GET %@ HTTP/1.1\r\nConnection: upgrade\r\nUpgrade:\r\n%H\r\n",
        "CONNECT example.com:443 HTTP/1.1\r\n%H\r\n",
    ]

    @Test("every listener answers the request and the next ones of the connection")
    func usable() async throws {
        try await ServerFixture.run { server in
            for (client, path) in [(server.main, "/healthz"), (server.iam, "/healthz")] {
                for offer in Self.offers {
                    let text = offer.replacing("%@", with: path).replacing(
                        "%H", with: "Host: x\r\n")
                    let hasBody = !offer.hasPrefix("HEAD")
                    // Twice, as a later offer is declined like the first.
                    let statuses = try await onThread { [port = client.port] in
                        let connection = try WireConnection(port: port, timeoutSeconds: 10)
                        defer { connection.close() }
                        return try (0..<2).flatMap { _ in
                            try connection.write(text)
                            let answer = try connection.readResponse(hasBody: hasBody)
                            return [answer.status, try connection.exchange("GET", path).status]
                        }
                    }
                    #expect(statuses[1] == 200 && statuses[3] == 200, "\(text): \(statuses)")
                    #expect(!statuses.contains(101), "\(text)")
                }
            }
        }
    }

    @Test("what is sent behind the offer at once is answered too")
    func pipelined() async throws {
        try await ServerFixture.run { server in
            for offer in Self.offers where !offer.hasPrefix("HEAD") {
                let text = offer.replacing("%@", with: "/version")
                    .replacing("%H", with: "Host: x\r\n")
                let answers = try await onThread { [port = server.main.port] in
                    let connection = try WireConnection(port: port, timeoutSeconds: 10)
                    defer { connection.close() }
                    let next = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
                    try connection.write(text + next + text + next)
                    try connection.write(
                        "GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    return String(decoding: connection.readToEnd(), as: UTF8.self)
                }
                #expect(answers.matches(of: /\{"status":"ok"\}/).count == 2, "\(text): \(answers)")
                #expect(answers.hasSuffix(#"{"status":"ready"}"#), "\(text): \(answers)")
            }
        }
    }

    @Test("HTTP/1.1 within TLS goes on after an offer, and so does curl's own h2c offer")
    func realClients() async throws {
        try await withTemporaryFolder { folder in
            let certificate = try await TestCertificate.make(in: folder)
            try await ServerFixture.run({
                $0.tlsCertificate = certificate.file
                $0.tlsKey = certificate.keyFile
            }) { server in
                let url = "https://localhost:\(server.main.port)/healthz"
                let words = [
                    "--http1.1", "--cacert", certificate.file, "-H",
                    "Connection: Upgrade, HTTP2-Settings", "-H", "Upgrade: h2c", "-H",
                    "HTTP2-Settings: AAMAAABkAAQAAP__",
                ]
                let answers = try await connects(words, url)
                #expect(answers == ["200 1", "200 0", "200 0"])
            }
        }
        try await ServerFixture.run { server in
            for client in [server.main, server.iam] {
                let url = "http://127.0.0.1:\(client.port)/healthz"
                let plain = try await connects(["--http2"], url)
                #expect(plain == ["200 1", "200 0", "200 0"])
                let answers = try await connects(["--http2", "-d", "{}"], url)
                #expect(answers.map { $0.split(separator: " ")[1] } == ["1", "0", "0"])
            }
        }
    }

    /// Status and new connections of each of three requests by one run of curl.
    private func connects(_ words: [String], _ url: String) async throws -> [String] {
        let one = ["-sS", "-o", "/dev/null", "-w", "%{http_code} %{num_connects}\\n"] + words
        let text = try await Tool.run(
            ["curl", "--max-time", "20"] + one + [url, "--next"] + one + [url, "--next"] + one
                + [url])
        return text.split(separator: "\n").map(String.init)
    }

    @Test(
        "however an offer is spelt and cut into pieces, the next request is read"
    )
    func spellings() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix(state: seed)
        let options = [
            "upgrade", "Upgrade", "UPGRADE", "keep-alive", "close", "x", "upgraded", "up grade",
            "upgrade\t", "\tupgrade", " upgrade ", "", "http2-settings", "\u{e9}",
        ]
        for _ in 0..<400 {
            var head = Self.pick(["GET", "POST", "CONNECT"], &random) + " "
            head += head == "CONNECT " ? "x:1" : "/a"
            head += " HTTP/1." + Self.pick(["0", "1", "1", "1"], &random) + "\r\nHost: x\r\n"
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let name = Self.pick(["Connection", "connection", "Proxy-Connection"], &random)
                let list = (0...Int.random(in: 0..<3, using: &random)).map { _ in
                    Self.pick(options, &random)
                }
                head +=
                    name + ": " + list.joined(separator: Self.pick([",", ", ", " ,"], &random))
                    + "\r\n"
            }
            if Int.random(in: 0..<4, using: &random) > 0 {
                head += "Upgrade: " + Self.pick(["h2c", "", "a/1"], &random) + "\r\n"
            }
            if Int.random(in: 0..<3, using: &random) == 0 { head += "Content-Length: 0\r\n" }
            let place = "seed \(seed): \(head.debugDescription)"
            let heads = try Self.decode(
                head + "\r\n" + "GET /b HTTP/1.1\r\nHost: x\r\n\r\n", cutting: &random, place)
            guard let first = heads.first else { continue }
            // Whoever says `close`, or frames a CONNECT, gets it.
            let mayClose =
                head.lowercased().contains("close") || head.contains("HTTP/1.0")
                || head.hasPrefix("CONNECT")
            let closes = mayClose && first.headers["Connection"] == ["close"]
            #expect(closes || heads.map(\.uri).last == "/b", "\(place): \(heads)")
            #expect(heads.count <= 2, "\(place): \(heads)")
        }
    }

    private static func pick(_ texts: [String], _ random: inout SplitMix) -> String {
        texts[Int.random(in: texts.indices, using: &random)]
    }

    /// The heads that come out of the bytes of `text`, in random pieces; what the decoder refuses
    /// ends the connection.
    private static func decode(
        _ text: String, cutting random: inout SplitMix, _ place: String
    ) throws -> [HTTPRequestHead] {
        let decoder = RequestDecoder(limits: NIOHTTPDecoderLimitConfiguration())
        let channel = EmbeddedChannel(handlers: [
            ByteToMessageHandler(decoder), ConnectionPersistence(decoder),
        ])
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        var rest = Array(text.utf8)[...]
        do {
            while !rest.isEmpty {
                let count = min(rest.count, 1 + Int.random(in: 0..<40, using: &random))
                try channel.writeInbound(ByteBuffer(bytes: rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
        } catch is HTTPParserError {
            return []
        }
        var heads: [HTTPRequestHead] = []
        while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
            if case .head(let head) = part { heads.append(head) }
        }
        return heads
    }
}
