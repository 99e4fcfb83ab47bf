import RosterCore
import RosterTestSupport
import Testing

/// THREATS 2: no parameter of any call reaches SQL as anything but a value.
@Suite("Hostile queries", .serialized) struct HostileQueryTests {
    private static let fragments = [
        "'", "\"", ";--", "' OR 1=1 --", "); DROP TABLE account;--", "%", "_", "\\", "\0", "$1",
        ":a", "?1", "\u{202E}", "\u{FEFF}", "NaN", "-1", "1e9", "9223372036854775808",
        "' UNION SELECT password_hash FROM account --", "İ", "ﷺ", "active' OR '1'='1", "user_1",
        "id DESC", "😀",
    ]

    @Test("no query of any parameter breaks anything") func fuzz() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        let bytes = SeededBytes(seed: seed)
        let names = [
            "page", "page_size", "keyword", "status", "sort", "order", "order_by", "fields", "id",
        ]
        try await Stage.run(people: []) { stage in
            try await stage.directory.make("jane", email: "jane@example.com")
            for _ in 0..<300 {
                let target = Self.target(names: names, bytes)
                let answer = try await stage.call("GET", target)
                #expect(answer.status < 500, "seed \(seed): \(target): \(answer)")
                let problem = Envelope.problem(of: answer)
                #expect(problem == nil, "seed \(seed): \(target): \(problem ?? "")")
            }
            try await Self.expectUnharmed(stage, seed)
        }
    }

    @Test("no id in a path and no text in a body breaks anything") func texts() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        let bytes = SeededBytes(seed: seed)
        try await Stage.run(people: []) { stage in
            let jane = try await stage.directory.make("jane", email: "jane@example.com").path
            for round in 0..<90 {
                let text = Self.escaped(Self.value(bytes))
                let method = ["GET", "PUT", "DELETE"][round % 3]
                let answer = try await stage.call(
                    method, "/v1/users/user_\(text)", body: method == "PUT" ? "{}" : nil)
                #expect([400, 404, 405].contains(answer.status), "seed \(seed): \(answer)")
                #expect(Envelope.problem(of: answer) == nil, "seed \(seed): \(answer)")
            }
            for fragment in Self.fragments {
                let text = Self.json(fragment)
                let answers = [
                    try await stage.call("PUT", jane, body: #"{"username":\#(text)}"#),
                    try await stage.call("PUT", jane, body: #"{"email":\#(text)}"#),
                    try await stage.call("PUT", jane, body: #"{"avatar":\#(text)}"#),
                    try await stage.refresh("x" + fragment.filter { $0.isLetter }),
                ]
                for answer in answers {
                    #expect(answer.status < 500, "\(fragment): \(answer)")
                    #expect(Envelope.problem(of: answer) == nil, "\(fragment): \(answer)")
                }
                let restored = try await stage.call(
                    "PUT", jane, body: #"{"username":"jane","email":"jane@example.com"}"#)
                check(restored, is: .updated)
            }
            try await Self.expectUnharmed(stage, seed)
        }
    }

    private static func expectUnharmed(_ stage: Stage, _ seed: UInt64) async throws {
        let list = try await stage.call("GET", "/v1/users")
        check(list, is: .page, "seed \(seed)")
        #expect(list.usernames == ["admin", "jane"], "seed \(seed): \(list)")
    }

    /// One to three parameters of the list.
    private static func target(names: [String], _ bytes: SeededBytes) -> String {
        let choice = bytes.next(4).map { Int($0) }
        let items = (0...choice[0] % 3).map { number in
            "\(names[choice[number + 1] % names.count])=\(escaped(value(bytes)))"
        }
        return "/v1/users?" + items.joined(separator: "&")
    }

    /// Fragments and random bytes, up to four of them.
    private static func value(_ bytes: SeededBytes) -> [UInt8] {
        bytes.next(4).flatMap { pick -> [UInt8] in
            pick < 100
                ? bytes.next(Int(pick) % 7)
                : Array(fragments[Int(pick) % fragments.count].utf8)
        }
    }

    /// Percent-coded but for letters and digits.
    private static func escaped(_ bytes: [UInt8]) -> String {
        bytes.map { byte -> String in
            let isPlain = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
            let hex = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" + hex : hex)
        }.joined()
    }

    /// A JSON text, whatever is in it.
    private static func json(_ text: String) -> String {
        let units = text.utf16.map { unit -> String in
            let hex = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        }
        return "\"" + units.joined() + "\""
    }
}
