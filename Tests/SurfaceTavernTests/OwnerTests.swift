import RosterCore
import RosterTestSupport
import Testing

/// A card belongs to one account: contracts/tavern.md §0 ("who owns a card"), §2, DESIGN §2.
@Suite("Owners", .serialized) struct OwnerTests {
    @Test("two accounts have cards of the same names and do not see each other's")
    func separate() async throws {
        try await Stage.runRequired { stage in
            let foo = try await stage.member("foo")
            let bar = try await stage.member("bar")
            let mine = try await stage.make("Player", by: foo)
            let other = try await stage.make("Player", by: bar)
            try await stage.make("Second", by: bar)
            let before = try await stage.read(mine, by: foo).body
            try await stage.play([
                Scenario(
                    "foo's list", "GET", "/users?include_deleted=true", by: foo, .list,
                    isRight: { $0.ids == [mine] && $0.meta["total"] as? Int == 1 }),
                Scenario(
                    "bar's search", "GET", "/users?keyword=player", by: bar, .list,
                    isRight: { $0.ids == [other] }),
                Scenario("bar reads", "GET", "/users/\(mine)", by: bar, .noCard),
                Scenario(
                    "bar changes", "PATCH", "/users/\(mine)", by: bar,
                    body: Body.status("disabled"), .noCard),
                Scenario(
                    "bar changes, stale", "PATCH", "/users/\(mine)", by: bar,
                    body: #"{"expected_revision":9,"status":"disabled"}"#, .noCard),
                Scenario(
                    "bar renames to a taken name", "PATCH", "/users/\(mine)", by: bar,
                    body: Body.card("Second"), .noCard),
                Scenario("bar deletes", "DELETE", "/users/\(mine)", by: bar, .noCard),
                Scenario(
                    "bar disables in a batch", "PATCH", "/users/batch/status", by: bar,
                    body: Body.batch([mine, other], status: "disabled"), .batch,
                    isRight: { $0.actions == ["not_found", "updated"] }),
                Scenario(
                    "bar deletes in a batch", "POST", "/users/batch/delete", by: bar,
                    body: Body.batch([other, mine]), .batch,
                    isRight: { $0.actions == ["deleted", "not_found"] }),
            ])
            let after = try await stage.read(mine, by: foo)
            #expect(after.body == before, "\(after)")
        }
    }

    @Test("an administrator has cards of its own and nobody else's") func administrator()
        async throws
    {
        try await Stage.runRequired { stage in
            let foo = try await stage.member("foo")
            let boss = try await stage.member("boss", isAdmin: true)
            let admin = Caller.bearer(try await stage.server.adminToken())
            let card = try await stage.make("Player", by: foo)
            for caller in [boss, admin] {
                try await stage.play([
                    Scenario("read", "GET", "/users/\(card)", by: caller, .noCard),
                    Scenario("delete", "DELETE", "/users/\(card)", by: caller, .noCard),
                    Scenario(
                        "list", "GET", "/users", by: caller, .list, isRight: { $0.ids.isEmpty }),
                    Scenario(
                        "the name", "POST", "/users", by: caller, body: Body.card("Player"),
                        .created),
                ])
            }
            #expect(try await stage.all(by: foo).ids == [card])
        }
    }

    @Test("all credentials of an account have the same cards") func credentials() async throws {
        try await Stage.runRequired { stage in
            let key = try await stage.key(of: nil)
            let second = try await stage.key(of: "admin", scopes: ["Tavern"])
            let token = Caller.bearer(try await stage.server.adminToken())
            let card = try await stage.make("Player", by: key)
            for caller in [key, second, token, Caller.bearer(key.text)] {
                #expect(try await stage.all(by: caller).ids == [card])
            }
        }
    }

    @Test("cards go into the recycle bin with their account, and come back with it")
    func restored() async throws {
        try await Stage.runRequired { stage in
            let foo = try await stage.account("foo")
            let key = try await stage.key(of: "foo")
            let active = try await stage.make("Player", more: #""x":[1.0]"#, by: key)
            let gone = try await stage.make("Gone", by: key)
            try await stage.delete(gone, by: key)
            let off = try await stage.make("Off", by: key)
            try await stage.patch(off, Body.status("disabled"), by: key)
            let before = try await stage.all(by: key)
            #expect(before.cards.count == 3, "\(before)")

            try await stage.deleteAccount("foo")
            let refused = try await stage.call("GET", "/users", by: key)
            stage.expect(.refused(403...403), refused, "the key of a deleted account")
            // Whoever gets the name next gets none of the cards with it.
            let next = try await stage.member("foo")
            try await stage.play([
                Scenario("list", "GET", "/users", by: next, .list, isRight: { $0.ids.isEmpty }),
                Scenario("read", "GET", "/users/\(active)", by: next, .noCard),
                Scenario("delete", "DELETE", "/users/\(active)", by: next, .noCard),
                Scenario(
                    "batch", "POST", "/users/batch/delete", by: next,
                    body: Body.batch([active, off]), .batch,
                    isRight: { $0.actions == ["not_found", "not_found"] }),
                Scenario(
                    "the name", "POST", "/users", by: next, body: Body.card("Player"), .created),
            ])

            try await stage.deleteAccount("foo")
            _ = try await stage.directory.restore(.id(foo.id), by: .system)
            let back = try await stage.key(of: "foo")
            let after = try await stage.all(by: back)
            #expect(after.body == before.body, "\(after)")
            try await stage.play([
                Scenario("read", "GET", "/users/\(active)", by: back, .card),
                Scenario(
                    "change", "PATCH", "/users/\(active)", by: back, body: Body.status("disabled"),
                    .card, isRight: { $0.revision == 1 }),
                Scenario("still deleted", "GET", "/users/\(gone)", by: back, .noCard),
                Scenario(
                    "its names are still taken", "POST", "/users", by: back,
                    body: Body.card("Gone"),
                    .error(.nameTaken)),
            ])
        }
    }

    @Test("the cards of local mode go and come back with the bootstrap administrator")
    func bootstrapRestored() async throws {
        try await Stage.run { stage in
            let card = try await stage.make("Secret Player")
            let boss = try await stage.member("boss", isAdmin: true)
            let before = try await stage.read(card)
            try await stage.deleteAccount("admin")
            for caller in [Caller.nobody, boss] {
                for target in ["/users", "/users?include_deleted=true", "/users/\(card)"] {
                    let answer = try await stage.call("GET", target, by: caller)
                    #expect(answer.status < 500, "\(answer)")
                    #expect(!answer.body.contains("Secret Player"), "\(answer)")
                }
                let deleted = try await stage.call("DELETE", "/users/\(card)", by: caller)
                #expect((400..<500).contains(deleted.status), "\(deleted)")
            }
            _ = try await stage.directory.restore(
                .name(FoldedKey(folding: "admin")), by: .system)
            let after = try await stage.read(card)
            #expect(after.status == 200 && after.body == before.body, "\(after)")
        }
    }
}
