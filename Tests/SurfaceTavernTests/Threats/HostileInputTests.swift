import Foundation
import RosterTestSupport
import Testing

/// THREATS 22: large, deep, packed, slow and cut requests (DESIGN §1 bounds, contracts/tavern.md §0
/// "more answers").
@Suite("Hostile input", .serialized) struct HostileInputTests {
    @Test("JSON may be nested, but not without end") func depth() async throws {
        @Sendable func nested(_ name: String, _ open: String, _ close: String, _ depth: Int)
            -> String
        {
            Body.card(
                name,
                more: #""deep":"# + String(repeating: open, count: depth)
                    + (open == "[" ? "" : "1") + String(repeating: close, count: depth))
        }
        // Two of the 64 levels are the body's own.
        let lists = nested("lists", "[", "]", 60)
        let objects = nested("objects", #"{"a":"#, "}", 60)
        try await Stage.run { stage in
            let card = try await stage.make("Player")
            try await stage.play([
                Scenario("62 lists", "POST", "/users", body: lists, .created),
                Scenario("62 objects", "POST", "/users", body: objects, .created),
                Scenario(
                    "82 lists", "POST", "/users", body: nested("a", "[", "]", 80),
                    .error(.validation)),
                Scenario(
                    "82 objects", "PATCH", "/users/\(card)",
                    body: nested("a", #"{"a":"#, "}", 80), .error(.validation)),
                Scenario(
                    "lists without end", "POST", "/users",
                    body: String(repeating: "[", count: 500_000), .error(.validation)),
                Scenario(
                    "objects without end", "PATCH", "/users/batch/status",
                    body: String(repeating: #"{"ids":"#, count: 100_000), .error(.validation)),
                Scenario(
                    "lists without end to delete", "DELETE", "/users/\(card)",
                    body: String(repeating: "[", count: 100_000), .error(.validation)),
                Scenario(
                    "where it does not count", "POST", "/users",
                    body: #"{"snapshot":{"name":"b"},"x":"# + String(repeating: "[", count: 90)
                        + String(repeating: "]", count: 90) + "}", .error(.validation)),
            ])
            #expect(try await stage.all().names == ["Player", "lists", "objects"])
        }
    }

    @Test("bodies hold 1 MiB and no more") func size() async throws {
        let bytesMax = 1024 * 1024
        let exact = Body.card("exact")
        let whole = exact + String(repeating: " ", count: bytesMax - exact.utf8.count)
        let chunk = "10000\r\n" + String(repeating: "x", count: 0x10000) + "\r\n"
        try await Stage.run { stage in
            let card = try await stage.make("Player")
            try await stage.play([
                Scenario("1 MiB", "POST", "/users", body: whole, .created),
                Scenario("a byte more", "POST", "/users", body: whole + " ", .error(.tooLarge)),
                Scenario(
                    "more to change", "PATCH", "/users/\(card)", body: whole + " ",
                    .error(.tooLarge)),
                Scenario(
                    "more to delete", "DELETE", "/users/\(card)", body: whole + " ",
                    .error(.tooLarge)),
                Scenario(
                    "more in a batch", "POST", "/users/batch/delete", body: whole + " ",
                    .error(.tooLarge)),
            ])
            let head = """
                POST /users HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                Content-Type: \(Body.json)\r\nTransfer-Encoding: chunked\r\n\r\n
                """
            let chunked = try await stage.exchange(
                [head] + Array(repeating: chunk, count: 17) + ["0\r\n\r\n"])
            stage.expect(.error(.tooLarge), chunked, "17 chunks of 64 KiB")
            let announced = try await stage.exchange([
                head.replacingOccurrences(
                    of: "Transfer-Encoding: chunked", with: "Content-Length: 99999999999")
            ])
            stage.expect(.error(.tooLarge), announced, "100 GB announced")
            let packed = try await stage.call(
                "POST", "/users", headers: [("Content-Encoding", "gzip")], body: "\u{1F}x")
            stage.expect(.refused(400...499), packed, "a packed body")
            let all = try await stage.all()
            #expect(all.names == ["Player", "exact"], "\(all)")
        }
    }

    @Test("header fields of 33 KiB are refused in the envelope, of 100 kB somehow") func headers()
        async throws
    {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "33 KiB", "GET", "/users",
                    headers: [("X-Long", String(repeating: "x", count: 33 * 1024))],
                    .error(.tooLarge, status: 431)),
                Scenario(
                    "33 KiB in many", "GET", "/users",
                    headers: (0..<330).map { ("X-\($0)", String(repeating: "x", count: 100)) },
                    .error(.tooLarge, status: 431)),
                Scenario(
                    "33 KiB of path", "GET", "/users/" + String(repeating: "x", count: 33 * 1024),
                    .error(.tooLarge, status: 431)),
                Scenario(
                    "31 KiB", "GET", "/users",
                    headers: [("X-Long", String(repeating: "x", count: 31 * 1024))], .list),
            ])
            let huge = try await stage.call(
                "GET", "/users", headers: [("X-Long", String(repeating: "x", count: 100_000))])
            #expect([400, 431].contains(huge.status), "\(huge)")
            #expect(try await stage.call("GET", "/users").status == 200)
        }
    }

    @Test("slow and cut requests hold up nobody, and half a body makes no card") func slow()
        async throws
    {
        try await Stage.run { stage in
            let port = stage.server.main.port
            let body = Body.card("Cut")
            let head = """
                POST /users HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(Body.json)\r\n\
                Content-Length: 500\r\n\r\n
                """
            let slow = try (0..<20).map { number in
                let connection = try WireConnection(port: port)
                try connection.write(number % 2 == 0 ? head + "{" : "GET /us")
                return connection
            }
            defer { for connection in slow { connection.close() } }
            for _ in 0..<5 {
                let start = ContinuousClock.now
                #expect(try await stage.call("GET", "/users").status == 200)
                #expect(start.duration(to: .now) < .seconds(5))
            }
            for _ in 0..<5 {
                let connection = try WireConnection(port: port)
                try connection.write(head + body)
                connection.close()
            }
            #expect(try await stage.all().names.isEmpty)
        }
    }
}
