import Foundation
import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 2, 14 and 22: hostile queries, passwords, header fields and bodies.
@Suite("Hostile input", .serialized) struct HostileInputTests {
    @Test("no query of any parameter breaks anything") func fuzz() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        let bytes = SeededBytes(seed: seed)
        let fragments = [
            "'", "\"", ";--", "' OR 1=1 --", "); DROP TABLE accounts;--", "%", "_", "\\", "\0",
            "name=", "==", "!=", ",", "$1", ":a", "?1", "\u{202E}", "\u{FEFF}", "NaN", "-1", "1e9",
            "9223372036854775808", "' UNION SELECT password FROM accounts --", "İ", "ﷺ",
        ]
        try await Stage.run { stage in
            let routes: [(String, String, [String])] = [
                ("GET", "/v1/users", ["offset", "limit", "fieldSelector", "labelSelector"]),
                ("POST", "/v1/users", ["offset", "limit", "fieldSelector"]),
                ("DELETE", "/v1/users", ["name"]), ("POST", "/refresh", ["token"]),
            ]
            for round in 0..<300 {
                let (method, path, names) = routes[round % routes.count]
                let choice = bytes.next(8).map(Int.init)
                var value = choice[0..<4].flatMap { pick -> [UInt8] in
                    pick < 100
                        ? bytes.next(pick % 7) : Array(fragments[pick % fragments.count].utf8)
                }
                if choice[4] < 64 { value = Array("name=".utf8) + value }
                let text = value.map { byte -> String in
                    let isPlain = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
                    let hex = String(byte, radix: 16, uppercase: true)
                    return isPlain
                        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" + hex : hex)
                }.joined()
                let target = "\(path)?\(names[choice[5] % names.count])=\(text)"
                let answer = try await stage.call(
                    method, target, body: method == "POST" ? "" : nil)
                #expect(answer.status < 500, "seed \(seed): \(method) \(target): \(answer)")
            }
            try await stage.play([
                Scenario(
                    "nothing was harmed by seed \(seed)", "GET", "/v1/users", .list,
                    isRight: { $0.names == ["foo", "admin"] })
            ])
        }
    }

    @Test("queries that cannot be decoded are refused, not guessed") func badTargets() async throws
    {
        try await Stage.run { stage in
            for target in ["/v1/users?limit=%zz", "/v1/users/%", "/v1/users/%ff%fe", "/v1/%00"] {
                let answer = try await stage.call("GET", target)
                #expect((400..<500).contains(answer.status), "\(target): \(answer)")
                #expect(JSONPaths.of(answer.body) == ["code", "message"])
            }
        }
    }

    @Test("bcrypt: beyond 72 bytes refused, up to there whole") func bcrypt() async throws {
        // Caseless letters do not count towards 16, so 72 bytes are within reach.
        let fits = "Foo@20201" + String(repeating: "中", count: 21)
        let cut = "Foo@20201" + String(repeating: "中", count: 20) + "丮"
        let long = "Foo@2020" + String(repeating: "中", count: 22)
        try await Stage.run({ $0.passwordAlgorithm = .bcrypt }) { stage in
            try await stage.play([
                Scenario(
                    "74 bytes", "POST", "/v1/users",
                    body: Body.user("a", password: "\"\(long)\""), .code(.validation)),
                Scenario(
                    "72 bytes", "POST", "/v1/users",
                    body: Body.user("b", password: "\"\(fits)\""), .user),
                Scenario(
                    "all of it", "POST", "/login", by: .anonymous,
                    body: Body.login("b", fits), .token),
                Scenario(
                    "all but its end", "POST", "/login", by: .anonymous,
                    body: Body.login("b", cut), .unauthorized()),
                Scenario(
                    "more than all of it", "POST", "/login", by: .anonymous,
                    body: Body.login("b", fits + "x"), .unauthorized()),
                Scenario(
                    "74 bytes as a new one", "PUT", "/v1/users/b/change_password",
                    body: Body.passwords(old: fits, new: long), .code(.binding)),
            ])
        }
    }

    @Test("argon2id: long passwords count to their last byte") func argon2() async throws {
        let long = "Foo@2020" + String(repeating: "中", count: 100)
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "308 bytes", "POST", "/v1/users",
                    body: Body.user("a", password: "\"\(long)\""), .user),
                Scenario(
                    "all of it", "POST", "/login", by: .anonymous,
                    body: Body.login("a", long), .token),
                Scenario(
                    "but one letter", "POST", "/login", by: .anonymous,
                    body: Body.login("a", String(long.dropLast())), .unauthorized()),
            ])
        }
    }

    @Test("deep, long, packed and cut bodies are refused in the surface's shape")
    func bodies() async throws {
        let deep = String(repeating: "[", count: 100_000)
        let nested =
            #"{"metadata":{"name":"deep","extend":{"a":"# + String(repeating: "[", count: 80)
            + String(repeating: "]", count: 80) + "}}}"
        let padding = String(repeating: " ", count: 1024 * 1024)
        try await Stage.run { stage in
            let create = stage.authorization(of: .admin).map { "\($0): \($1)\r\n" }.joined()
            let head =
                "POST /v1/users HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + create
            try await stage.play([
                Scenario("brackets without end", "POST", "/v1/users", body: deep, .code(.binding)),
                Scenario("an object too deep", "POST", "/v1/users", body: nested, .code(.binding)),
                Scenario(
                    "more than 1 MiB", "POST", "/v1/users", body: "{}" + padding,
                    .code(.binding, status: 413)),
                Scenario(
                    "more than 1 MiB at login", "POST", "/login", by: .anonymous,
                    body: "{}" + padding, .code(.binding, status: 413)),
            ])
            let chunk = "10000\r\n" + String(repeating: "x", count: 0x10000) + "\r\n"
            let chunked = try await stage.exchange(
                [head + "Transfer-Encoding: chunked\r\n\r\n"]
                    + Array(repeating: chunk, count: 17) + ["0\r\n\r\n"])
            #expect(Answer.code(.binding, status: 413).problem(with: chunked) == nil)
            let packed = try await stage.call(
                "POST", "/v1/users", headers: [("Content-Encoding", "gzip")], body: "\u{1F}x")
            #expect((400..<500).contains(packed.status))
            #expect(JSONPaths.of(packed.body) == ["code", "message"])
            let exact = Body.user("exact")
            let whole = exact + String(repeating: " ", count: 1024 * 1024 - exact.utf8.count)
            try await stage.play([
                Scenario("1 MiB and no more", "POST", "/v1/users", body: whole, .user)
            ])
        }
    }

    @Test("header fields of 33 KiB are refused in shape, of 100 kB somehow") func headers()
        async throws
    {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "33 KiB", "GET", "/v1/users",
                    headers: [("X-Long", String(repeating: "x", count: 33 * 1024))],
                    .code(.binding, status: 431)),
                Scenario(
                    "33 KiB in many", "GET", "/v1/users",
                    headers: (0..<330).map { ("X-\($0)", String(repeating: "x", count: 100)) },
                    .code(.binding, status: 431)),
                Scenario(
                    "31 KiB", "GET", "/v1/users",
                    headers: [("X-Long", String(repeating: "x", count: 31 * 1024))], .list),
            ])
            let huge = try await stage.call(
                "GET", "/v1/users", headers: [("X-Long", String(repeating: "x", count: 100_000))])
            #expect([400, 431].contains(huge.status))
            #expect(try await stage.call("GET", "/v1/users").status == 200)
        }
    }

    @Test("slow and cut requests hold up nobody else") func slow() async throws {
        try await Stage.run { stage in
            let port = stage.server.iam.port
            let head =
                "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{\"username"
            let slow = try (0..<40).map { number in
                let connection = try WireConnection(port: port)
                try connection.write(number % 2 == 0 ? head : "GET /v1/us")
                return connection
            }
            defer { for connection in slow { connection.close() } }
            for _ in 0..<5 {
                let start = ContinuousClock.now
                #expect(try await stage.call("GET", "/v1/users/foo").status == 200)
                #expect(start.duration(to: .now) < .seconds(5))
            }
            // A body that ends before its length changes nothing and breaks nothing.
            let before = try await stage.call("GET", "/v1/users").totalCount
            for _ in 0..<5 {
                let connection = try WireConnection(port: port)
                let credential = stage.authorization(of: .admin).map { "\($0): \($1)\r\n" }
                try connection.write(
                    "POST /v1/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n"
                        + credential.joined() + "\r\n" + Body.user("cut"))
                connection.close()
            }
            #expect(try await stage.call("GET", "/v1/users").totalCount == before)
        }
    }
}
