import RosterCore
import RosterTestSupport
import Testing

/// What is looked up folded is decided on folded: on every surface.
@Suite("Texts of which nothing, or something else, is left when they are folded", .serialized)
struct FoldedDecisionTests {
    private static let vanishing = ["\u{200B}", "\u{AD}", "\u{34F}", "\u{3164}\u{FE0F}"]

    /// Every byte percent-encoded.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test("a search for nothing that can be seen finds nobody") func searches() async throws {
        try await AllSurfaces.run { all in
            _ = try await all.make("jane", on: .iam)
            for text in Self.vanishing {
                let (query, place) = (Self.encoded(text), "\(text.unicodeScalars)")
                let management = try await all.main("GET", "/v1/users?keyword=\(query)")
                #expect(management.status == 200 && management.items.isEmpty, "\(place)")
                let selector = Self.encoded("name=\u{200B}" + text)
                let iam = try await all.iam("GET", "/v1/users?fieldSelector=\(selector)")
                #expect(iam.object["totalCount"] as? Int == 0, "\(place): \(iam)")
                for fetchBy in ["name", "username", "id"] {
                    let people = try await all.thinkSNS(
                        "GET", "/users?name=\(query)&fetch_by=\(fetchBy)")
                    #expect(people.status == 200 && people.list.isEmpty, "\(place): \(people)")
                }
                let cards = try await all.main("GET", "/users?keyword=\(query)")
                #expect(cards.status == 400, "\(place): \(cards)")
                for (op, found) in Self.operators {
                    let pattern = op == "like" ? "%\(text)%" : text
                    let answer = try await all.bitAnswer(
                        "POST", "/users/data",
                        body: """
                            {"querys":[{"name":"name","op":"\(op)","values":["\(pattern)"]}]}
                            """)
                    #expect(answer.items.count == found, "\(place) \(op): \(answer)")
                }
            }
        }
    }

    /// How many of two accounts each finds: to differ from what no name can be is to be any name.
    private static let operators = [
        ("=", 0), ("<>", 2), ("like", 0), (">", 0), (">=", 0), ("<", 0), ("<=", 0),
    ]

    @Test("the empty text is no search, and `%` alone finds everybody, as before")
    func empty() async throws {
        try await AllSurfaces.run { all in
            _ = try await all.make("jane", on: .iam)
            #expect(try await all.main("GET", "/v1/users?keyword=").items.count == 2)
            #expect(try await all.thinkSNS("GET", "/users?name=").list.count == 2)
            let answer = try await all.bitAnswer(
                "POST", "/users/data",
                body: #"{"querys":[{"name":"name","op":"like","values":["%%"]}]}"#)
            #expect(answer.items.count == 2, "\(answer)")
        }
    }

    @Test("a name is as long, and begins, as what is looked up") func names() async throws {
        try await AllSurfaces.run { all in
            let jane = try await all.make("jane", on: .iam)
            let tokens = try await all.signIn("jane")
            // Letters that cannot be seen make no name longer.
            let short = "jo\u{3164}\u{3164}"
            let made = try await all.main(
                "POST", "/v1/users",
                body: #"{"username":"\#(short)","email":"x@example.com","password":"Foo@2020"}"#)
            #expect(made.status == 400, "\(made)")
            for name in ["j\u{3164}\u{3164}", "１２３４", "１jane", "jane＠x", "jane\u{FF0E}x"] {
                let answer = try await all.thinkSNS(
                    "PATCH", "/user", by: .bearer(tokens.thinkSNS), body: #"{"name":"\#(name)"}"#)
                #expect(answer.status == 422, "\(name): \(answer)")
            }
            try await all.expect(jane)
        }
    }

    @Test("who is meant by `:user` and `login` is what the folded text looks like")
    func looks() async throws {
        try await AllSurfaces.run { all in
            _ = try await all.make("jane", on: .iam)
            let id = try await all.account("jane").id
            let wide = String(
                String.UnicodeScalarView(
                    "\(id)".unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
            for text in ["\(id)", wide, "ｊａｎｅ", "jane＠example.com", "JANE@example.com"] {
                let answer = try await all.thinkSNS("GET", "/users/" + Self.encoded(text))
                #expect(answer.object["name"] as? String == "jane", "\(text): \(answer)")
                let login = text == wide || text == "\(id)" ? wide : text
                #expect(try await all.thinkSNSLogin(login) == 200, "\(text)")
            }
        }
    }
}
