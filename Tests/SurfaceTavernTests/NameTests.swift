import RosterTestSupport
import Testing

/// Names are unique in an account: contracts/tavern.md §1, §5 ("Uniqueness").
@Suite("Names", .serialized) struct NameTests {
    @Test("a name is taken exactly as it is spelt, by cards of every status") func taken()
        async throws
    {
        try await Stage.run { stage in
            try await stage.make("active")
            let disabled = try await stage.make("disabled")
            try await stage.patch(disabled, Body.status("disabled"))
            let deleted = try await stage.make("deleted")
            try await stage.delete(deleted)
            let other = try await stage.make("other")
            var scenarios: [Scenario] = []
            for name in ["active", "disabled", "deleted"] {
                scenarios += [
                    Scenario(
                        "a new card of the name \(name)", "POST", "/users", body: Body.card(name),
                        .error(.nameTaken)),
                    Scenario(
                        "the name \(name) within blanks", "POST", "/users",
                        body: Body.card("  \(name)\t", more: #""description":"x""#),
                        .error(.nameTaken)),
                    Scenario(
                        "another card renamed to \(name)", "PATCH", "/users/\(other)",
                        body: Body.card(name), .error(.nameTaken)),
                    Scenario(
                        "the name \(name) in capitals", "POST", "/users",
                        body: Body.card(name.uppercased()), .created),
                ]
            }
            try await stage.play(scenarios)
            let read = try await stage.read(other)
            #expect(read.revision == 0 && read.data["name"] as? String == "other", "\(read)")
        }
    }

    @Test("names that differ in a single code point live side by side") func sideBySide()
        async throws
    {
        let names = ["bob", "Bob", "BOB", "b\u{F6}b", "bo\u{308}b", "ｂｏｂ", "bob.", "b ob", "b%b"]
        try await Stage.run { stage in
            for name in names {
                let created = try await stage.call("POST", "/users", body: Body.card(name))
                stage.expect(.created, created, name)
                let shown = (created.data["name"] as? String ?? "").unicodeScalars
                #expect(shown.elementsEqual(name.unicodeScalars), "\(created)")
            }
            try await stage.play(
                names.map {
                    Scenario(
                        "\($0) twice", "POST", "/users", body: Body.card($0), .error(.nameTaken))
                })
        }
    }

    @Test("a card may be renamed to its own name, and a name left behind is free") func renamed()
        async throws
    {
        try await Stage.run { stage in
            let id = try await stage.make("first")
            try await stage.play([
                Scenario(
                    "its own name", "PATCH", "/users/\(id)", body: Body.card("first"), .card,
                    isRight: { $0.revision == 1 }),
                Scenario(
                    "another name", "PATCH", "/users/\(id)", body: Body.card(" second "), .card,
                    isRight: {
                        $0.data["name"] as? String == "second"
                            && $0.snapshotText == #"{"name":"second"}"#
                    }),
                Scenario("the name before", "POST", "/users", body: Body.card("first"), .created),
                Scenario(
                    "back again", "PATCH", "/users/\(id)", body: Body.card("first"),
                    .error(.nameTaken)),
            ])
        }
    }

    @Test("of 24 creates of one name at once exactly one succeeds") func atOnce() async throws {
        try await Stage.run { stage in
            let answers = try await WireClient.atOnce(24) { _ in
                try await stage.call("POST", "/users", body: Body.card("Player"))
            }
            #expect(answers.filter { $0.status == 201 }.count == 1)
            for answer in answers where answer.status != 201 {
                stage.expect(.error(.nameTaken), answer)
            }
            #expect(try await stage.all().names == ["Player"])
        }
    }

    @Test("of cards renamed to one name at once exactly one gets it") func renamedAtOnce()
        async throws
    {
        try await Stage.run { stage in
            var made: [String] = []
            for number in 0..<8 { made.append(try await stage.make("card \(number)")) }
            let ids = made
            let answers = try await WireClient.atOnce(ids.count) { number in
                try await stage.call("PATCH", "/users/\(ids[number])", body: Body.card("one"))
            }
            #expect(answers.filter { $0.status == 200 }.count == 1)
            for answer in answers where answer.status != 200 {
                stage.expect(.error(.nameTaken), answer)
            }
            #expect(try await stage.all().names.filter { $0 == "one" }.count == 1)
        }
    }
}
