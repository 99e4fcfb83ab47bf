import RosterCore
import RosterTestSupport
import Testing

/// Surface keys (DESIGN §2): each surface shows and accepts the id that it imported, else the
/// account's own, and no other surface's.
@Suite("Imported ids across surfaces", .serialized) struct ImportedIDTests {
    private static let guid = "58511d929bff48af95c73645"

    @Test("each surface shows its own imported id, and the account's where it has none")
    func shown() async throws {
        try await AllSurfaces.run { all in
            let (foo, bar) = try await Self.link(all)
            let foos = Person(name: "foo", displayName: "foo", email: nil)
            #expect(
                try await all.sight(of: "foo")
                    == foos.lines(
                        iam: "8001", management: "9001", guid: Self.guid, thinkSNS: "7001"))
            let bars = Person(name: "bar", displayName: "bar", email: nil)
            #expect(
                try await all.sight(of: "bar")
                    == bars.lines(
                        iam: "\(bar.id)", management: "8001", guid: bar.guid,
                        thinkSNS: "\(bar.id)"))
            let list = try await all.iam("GET", "/v1/users?fieldSelector=name=foo")
            let users = list.object["items"] as? [[String: Any]] ?? []
            #expect((users.first?["metadata"] as? [String: Any])?["id"] as? Int == 8001)
            let records = try await all.bitAnswer("GET", "/users").items
            #expect(records.contains { $0["guid"] as? String == Self.guid })
            #expect(!records.contains { $0["guid"] as? String == foo.guid })
            let people = try await all.thinkSNS("GET", "/users?name=foo").list
            #expect(people.compactMap { $0["id"] as? Int } == [7001])
        }
    }

    @Test("each surface accepts its own imported id, and nobody else's")
    func accepted() async throws {
        try await AllSurfaces.run { all in
            let (foo, bar) = try await Self.link(all)
            // IAM's 8001 is foo, Management's is bar.
            let numbers: [(String, String?)] = [
                ("9001", "foo"), ("8001", "bar"), ("\(foo.id)", nil), ("\(bar.id)", nil),
                ("09001", nil), (Self.guid, nil),
            ]
            for (number, name) in numbers {
                let answer = try await all.main("GET", "/v1/users/user_\(number)")
                #expect(answer.status == (name == nil ? 404 : 200), "\(number): \(answer)")
                #expect(answer.data["username"] as? String == name, "\(number): \(answer)")
            }
            let ids: [(String, String?)] = [
                ("7001", "foo"), ("\(bar.id)", "bar"), ("\(foo.id)", nil), ("8001", nil),
                ("9001", nil), ("07001", nil),
            ]
            for (id, name) in ids {
                let answer = try await all.thinkSNS("GET", "/users/\(id)")
                #expect(answer.status == (name == nil ? 404 : 200), "\(id): \(answer)")
                #expect(answer.object["name"] as? String == name, "\(id): \(answer)")
                let listed = try await all.thinkSNS("GET", "/users?id=\(id)").list
                #expect(listed.compactMap { $0["name"] as? String } == [name].compactMap { $0 })
            }
            let guids: [(String, String?)] = [
                (Self.guid, "foo"), (foo.guid, nil), (bar.guid, "bar"), ("9001", nil),
                ("8001", nil),
            ]
            for (guid, name) in guids {
                let answer = try await all.bitAnswer(
                    "GET", "/users/status?type=user&guid=\(guid)")
                #expect(answer.outcome == (name == nil ? 1004 : 0), "\(guid): \(answer)")
                #expect(answer.items.first?["name"] as? String == name, "\(guid): \(answer)")
            }
        }
    }

    @Test("an imported id changes, ends and deletes whom it stands for, and only on its surface")
    func written() async throws {
        try await AllSurfaces.run { all in
            let (foo, bar) = try await Self.link(all)
            let changed = try await all.main(
                "PUT", "/v1/users/user_8001", body: #"{"phone":"12 34"}"#)
            #expect(changed.status == 200 && changed.data["id"] as? String == "user_8001")
            #expect(try await all.account("bar").phone?.rawValue == "12 34")
            #expect(try await all.account("foo").revision == foo.revision)

            for (guid, outcome) in [(foo.guid, 1004), (Self.guid, 0)] {
                let ended = try await all.bitAnswer(
                    "POST", "/users/end", body: #"[{"type":"user","guid":"\#(guid)"}]"#)
                #expect(ended.outcome == outcome, "\(guid): \(ended)")
            }
            for (id, status) in [("\(foo.id)", 404), ("7001", 204)] {
                let followed = try await all.thinkSNS("PUT", "/user/followings/\(id)")
                #expect(followed.status == status, "\(id): \(followed)")
            }
            let made = try await all.make("new", on: .management)
            try await all.expect(made, "a new account has one number everywhere")
            let number = try await all.account("new").id
            #expect(number.rawValue > 9001, "above every imported one")

            #expect(try await all.main("DELETE", "/v1/users/user_\(bar.id)").status == 404)
            #expect(try await all.main("DELETE", "/v1/users/user_8001").status == 200)
            #expect(try await all.sight(of: "bar") == Person.nobody)
            #expect(try await all.account("foo").deletedAt == nil)
        }
    }

    @Test("an id that is somebody's on a surface is not given to another one there")
    func taken() async throws {
        try await AllSurfaces.run { all in
            let (foo, bar) = try await Self.link(all)
            let plain = try await all.place("plain")
            let tries: [(String, String, Account, Bool)] = [
                ("Management", "9001", bar, false), ("IAM", "8001", bar, false),
                ("BitAnswer", Self.guid, bar, false), ("ThinkSNS", "7001", bar, false),
                // What an account shows as its own is taken as well.
                ("Management", "\(plain.id)", plain, true), ("IAM", "\(plain.id)", bar, false),
                // On another surface it is free.
                ("IAM", "9001", bar, true),
            ]
            for (surface, key, account, isLinked) in tries {
                let answer = try await Self.link(surface, key, account, all)
                #expect(answer == isLinked, "\(surface) \(key)")
            }
            let holder = try await all.main("GET", "/v1/users/user_9001")
            #expect(holder.data["username"] as? String == foo.name.rawValue, "\(holder)")
        }
    }

    /// `foo`, whom all four know by an old id, and `bar`, whose old number on Management is foo's
    /// on IAM.
    private static func link(_ all: AllSurfaces) async throws -> (foo: Account, bar: Account) {
        let foo = try await all.place("foo")
        let bar = try await all.place("bar")
        for (surface, key, account) in [
            ("IAM", "8001", foo), ("Management", "9001", foo), ("BitAnswer", guid, foo),
            ("ThinkSNS", "7001", foo), ("Management", "8001", bar),
        ] {
            let isLinked = try await link(surface, key, account, all)
            try #require(isLinked, "\(surface) \(key)")
        }
        return (foo, bar)
    }

    private static func link(
        _ surface: String, _ key: String, _ account: Account, _ all: AllSurfaces
    ) async throws -> Bool {
        let (name, id) = (RosterCore.SurfaceName(surface), account.id)
        return try await all.directory.store.write { storage throws(DirectoryError) in
            try storage.link(surface: name, key: SurfaceID(key), to: id)
        }
    }
}
