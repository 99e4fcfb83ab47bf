import Foundation
import RosterTestSupport
import Testing

/// `POST /users`: contracts/tavern.md §4, §5, §7.
@Suite("Create", .serialized) struct CreateTests {
    @Test("the answer is the new card, field by field") func card() async throws {
        try await Stage.run(clock: TestClock()) { stage in
            let created = try await stage.call(
                "POST", "/users", body: Body.card("Player", more: #""description":"Brave.""#))
            stage.expect(.created, created)
            #expect(
                created.body == """
                    {"data":{"id":"\(created.id)","name":"Player","status":"active",\
                    "snapshot":{"name":"Player","description":"Brave."},"revision":0,\
                    "created_at":1700000000000,"updated_at":1700000000000}}
                    """)
            #expect(created.header("ETag") == #""0""#)
            #expect(created.header("Location") == nil)
            let read = try await stage.read(created.id)
            #expect(read.body == created.body, "\(read)")
        }
    }

    @Test("ids are usr_ and 21 random characters, no two alike") func ids() async throws {
        try await Stage.run { stage in
            var ids: Set<String> = []
            for number in 0..<30 { ids.insert(try await stage.make("card \(number)")) }
            #expect(ids.count == 30)
            #expect(ids.allSatisfy { $0.wholeMatch(of: /usr_[A-Za-z0-9_-]{21}/) != nil })
            // A counter or a clock would leave most places the same.
            let places = (4..<25).filter { place in
                Set(ids.map { Array($0)[place] }).count > 1
            }
            #expect(places.count == 21, "\(ids)")
        }
    }

    @Test("what is refused, and by which issue") func refused() async throws {
        let long = String(repeating: "x", count: 201)
        let description = String(repeating: "x", count: 4001)
        let table: [(String, String, Answer)] = [
            ("no snapshot", "{}", .issue(path: "", code: "required")),
            ("a card without its snapshot", #"{"name":"a"}"#, .issue(path: "", code: "required")),
            ("null for the snapshot", #"{"snapshot":null}"#, .error(.validation)),
            ("a text for the snapshot", #"{"snapshot":"a"}"#, .error(.validation)),
            ("a list for the snapshot", #"{"snapshot":[]}"#, .error(.validation)),
            ("a truth for the snapshot", #"{"snapshot":true}"#, .error(.validation)),
            ("no name", #"{"snapshot":{}}"#, .error(.validation)),
            ("a name in capitals alone", #"{"snapshot":{"Name":"a"}}"#, .error(.validation)),
            ("null for the name", #"{"snapshot":{"name":null}}"#, .error(.validation)),
            ("a number for the name", #"{"snapshot":{"name":1}}"#, .error(.validation)),
            ("a list for the name", #"{"snapshot":{"name":["a"]}}"#, .error(.validation)),
            ("an empty name", Body.card(""), .error(.validation)),
            ("a blank name", Body.card("  "), .issue(path: "snapshot.name", code: "too_small")),
            (
                "a name of white space of all kinds",
                Body.card("\u{3000}\u{A0}\u{85}\u{2028}\u{202F}\t\r\n"),
                .issue(path: "snapshot.name", code: "too_small")
            ),
            ("a long name", Body.card(long), .issue(path: "snapshot.name", code: "too_big")),
            (
                "null for the description", Body.card("a", more: #""description":null"#),
                .error(.validation)
            ),
            (
                "a number for the description", Body.card("a", more: #""description":1"#),
                .error(.validation)
            ),
            (
                "a long description", Body.card("a", more: #""description":"\#(description)""#),
                .issue(path: "snapshot.description", code: "too_big")
            ),
        ]
        try await Stage.run { stage in
            try await stage.play(
                table.map { name, body, answer in
                    Scenario("\(name) is refused", "POST", "/users", body: body, answer)
                })
            let list = try await stage.all()
            #expect(list.names.isEmpty, "\(list)")
        }
    }

    @Test("name and description are trimmed of Unicode White_Space and of nothing else")
    func trimming() async throws {
        let space = "\u{3000}\u{A0}\u{1680}\u{2003}\u{85}\u{2028}\u{2029}\u{202F}\u{205F} \t\r\n"
        let table: [(sent: String, kept: String)] = [
            (" Player ", "Player"), ("\(space)Spaced\(space)", "Spaced"),
            ("in  between", "in  between"), ("\u{B}\u{C}vertical\u{C}", "vertical"),
            // Neither of these has the property.
            ("\u{200B}zero width\u{200B}", "\u{200B}zero width\u{200B}"),
            ("\u{FEFF}mark", "\u{FEFF}mark"), ("\u{180E}vowel", "\u{180E}vowel"),
        ]
        try await Stage.run { stage in
            for (number, row) in table.enumerated() {
                let description = Body.text(row.sent)
                let created = try await stage.call(
                    "POST", "/users",
                    body: Body.card(
                        row.sent, more: #""description":\#(description),"n":\#(number)"#))
                stage.expect(.created, created, row.kept)
                // As it came: Foundation's parser drops a byte order mark.
                for key in ["\"name\"", "\"snapshot\":{\"name\"", "\"description\""] {
                    let shown = created.body.utf8.firstRange(
                        of: Array((key + ":" + Body.text(row.kept)).utf8))
                    #expect(shown != nil, "\(key): \(created)")
                }
            }
        }
    }

    @Test("lengths count UTF-16 units, after trimming") func lengths() async throws {
        func repeated(_ text: String, _ count: Int) -> String {
            String(repeating: text, count: count)
        }
        func described(_ name: String, _ text: String) -> String {
            Body.card(name, more: #""description":\#(Body.text(text))"#)
        }
        let big = Answer.issue(path: "snapshot.name", code: "too_big")
        let bigText = Answer.issue(path: "snapshot.description", code: "too_big")
        let table: [(String, String, Answer)] = [
            ("one letter", Body.card("a"), .created),
            ("200 letters", Body.card(repeated("x", 200)), .created),
            ("201 letters", Body.card(repeated("y", 201)), big),
            ("200 letters of three bytes", Body.card(repeated("中", 200)), .created),
            ("201 letters of three bytes", Body.card(repeated("文", 201)), big),
            ("100 letters of two units", Body.card(repeated("😀", 100)), .created),
            ("101 letters of two units", Body.card(repeated("😁", 101)), big),
            ("200 letters within blanks", Body.card("   \(repeated("z", 200))   "), .created),
            ("a description of 4000", described("d1", repeated("x", 4000)), .created),
            ("a description of 4001", described("d2", repeated("x", 4001)), bigText),
            ("a description of 2000 pairs", described("d3", repeated("😀", 2000)), .created),
            ("a description of 2001 pairs", described("d4", repeated("😀", 2001)), bigText),
            ("a description within blanks", described("d5", repeated("x", 4000) + "  "), .created),
            ("an empty description", described("d6", ""), .created),
            ("a blank description", described("d7", "  "), .created),
        ]
        try await Stage.run { stage in
            try await stage.play(
                table.map { Scenario($0.0, "POST", "/users", body: $0.1, $0.2) })
        }
    }

    @Test("whatever else stands in the body has no effect") func ignored() async throws {
        let body = """
            {"status":"disabled","id":"usr_mine","revision":7,"name":"Other","created_at":1,\
            "updated_at":1,"account_id":2,"owner":"foo","expected_revision":9,\
            "snapshot":{"name":"Player"}}
            """
        let odd = #"{"snapshot":{"name":"Odd"},"status":5,"id":null,"revision":"x"}"#
        try await Stage.run(clock: TestClock()) { stage in
            try await stage.play([
                Scenario(
                    "fields that are not the caller's", "POST", "/users", body: body, .created,
                    isRight: { response in
                        response.data["status"] as? String == "active" && response.revision == 0
                            && response.data["name"] as? String == "Player"
                            && response.data["created_at"] as? Int == 1_700_000_000_000
                            && response.data["updated_at"] as? Int == 1_700_000_000_000
                            && response.snapshotText == #"{"name":"Player"}"#
                    }),
                Scenario("of the wrong type even", "POST", "/users", body: odd, .created),
                Scenario(
                    "an unknown query", "POST", "/users?name=x&status=deleted",
                    body: Body.card("Third"), .created),
            ])
        }
    }
}
