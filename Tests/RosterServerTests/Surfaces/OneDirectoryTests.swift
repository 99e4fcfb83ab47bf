import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// One directory behind all surfaces (DESIGN): whatever one of them does, the others show.
@Suite("One directory", .serialized) struct OneDirectoryTests {
    @Test("an account made on one surface is the same on all, and logs in through all")
    func created() async throws {
        try await AllSurfaces.run({ $0.registration = .open }) { all in
            var names = ["admin"]
            for maker in AllSurfaces.Maker.allCases {
                let name = "jane_\(maker.rawValue.prefix(4).lowercased())"
                let person = try await all.make(name, on: maker)
                names.append(name)
                try await all.expect(person, "made on \(maker)")
                #expect(try await all.logins(name) == [200, 200], "\(maker)")
                #expect(try await all.thinkSNSLogin(name) == 200, "\(maker)")
                if let email = person.email {
                    // One that a person only claims gives no login before it is proven.
                    let isClaimed = maker == .registration
                    let expected = isClaimed ? [401, 401] : [200, 200]
                    #expect(try await all.logins(email) == expected, "\(maker)")
                    let onThinkSNS = try await all.thinkSNSLogin(email)
                    #expect(onThinkSNS == (isClaimed ? 422 : 200), "\(maker)")
                }
                let uses = try await all.uses(of: try await all.signIn(name))
                #expect(uses == .alive, "\(maker)")
            }
            let listed = try await all.listed()
            #expect(listed == Array(repeating: names.sorted(), count: 4))
        }
    }

    @Test("what is changed on one surface is changed on all, and the account stays the same one")
    func changed() async throws {
        try await AllSurfaces.run { all in
            var person = try await all.make("jane", on: .iam)
            let id = try await all.account("jane").id
            let path = try await all.path(of: "jane")

            let renamed = try await all.main(
                "PUT", path, body: #"{"username":"joan","email":"joan@example.org"}"#)
            #expect(renamed.status == 200, "\(renamed)")
            person.name = "joan"
            person.email = "joan@example.org"
            try await all.expect(person, "renamed on Management")
            #expect(try await all.sight(of: "jane") == Person.nobody)
            for (login, statuses) in [
                ("joan", [200, 200]), ("joan@example.org", [200, 200]), ("jane", [401, 401]),
                ("jane@example.com", [401, 401]),
            ] {
                #expect(try await all.logins(login) == statuses, "\(login)")
            }

            let edited = try await all.iam(
                "PUT", "/v1/users/joan",
                body: #"{"nickname":"Joan","email":"joan@example.net","phone":"12 34"}"#)
            #expect(edited.status == 200, "\(edited)")
            person.displayName = "Joan"
            person.email = "joan@example.net"
            try await all.expect(person, "changed on IAM")
            let detail = try await all.main("GET", path)
            #expect(detail.data["phone"] as? String == "12 34", "\(detail)")

            let patched = try await all.bitAnswer(
                "PATCH", "/users", body: #"[{"name":"JOAN","nickName":"J.","password":"next"}]"#)
            #expect(patched.outcome == 0, "\(patched)")
            person.displayName = "J."
            try await all.expect(person, "changed on BitAnswer")
            #expect(try await all.logins("joan") == [401, 401])
            #expect(try await all.logins("joan", "next") == [200, 200])

            let social = try await all.thinkSNS(
                "POST", "/auth/login", by: .nobody, body: #"{"login":"joan","password":"next"}"#)
            let token = try #require(social.object["access_token"] as? String, "\(social)")
            let own = try await all.thinkSNS(
                "PATCH", "/user", by: .bearer(token), body: #"{"name":"juno","bio":"Hello"}"#)
            #expect(own.status == 204, "\(own)")
            person.name = "juno"
            try await all.expect(person, "renamed by itself on ThinkSNS")
            #expect(try await all.sight(of: "joan") == Person.nobody)
            #expect(try await all.account("juno").id == id)
        }
    }

    @Test("an account deleted on one surface is gone on all; a later one of its name is another")
    func deleted() async throws {
        try await AllSurfaces.run { all in
            for maker in [AllSurfaces.Maker.iam, .management, .bitAnswer] {
                let name = "joe_\(maker.rawValue.prefix(4).lowercased())"
                let person = try await all.make(name, on: maker)
                let old = try await all.account(name)
                let joe = try await all.signIn(name)
                let card = try await Self.makeCard("Joe's", by: joe.iam, all)
                #expect(try await all.uses(of: joe) == .alive)

                try await Self.delete(name, at: joe.path, on: maker, all)
                #expect(try await all.sight(of: name) == Person.nobody, "\(maker)")
                #expect(try await all.main("GET", joe.path).status == 404, "\(maker)")
                let presence = try await all.bitAnswer(
                    "GET", "/users/status?type=user&guid=\(old.guid)")
                #expect(presence.outcome == 1004, "\(presence)")
                #expect(try await all.listed() == Array(repeating: ["admin"], count: 4))
                #expect(try await all.uses(of: joe) == .dead, "\(maker)")
                #expect(try await all.logins(name) == [401, 401], "\(maker)")

                let again = try await all.make(name, on: maker)
                #expect(again.displayName == person.displayName)
                try await all.expect(again, "made again on \(maker)")
                let new = try await all.account(name)
                #expect(new.id != old.id && new.guid != old.guid)
                #expect(try await all.uses(of: joe) == .dead, "the old one's, \(maker)")
                let other = try await all.signIn(name)
                let found = try await all.main("GET", "/users/\(card)", by: .bearer(other.iam))
                #expect(found.status == 404, "\(found)")
                try await Self.delete(name, at: other.path, on: maker, all)
            }
        }
    }

    @Test("a card is no account and no login; it is its owner's by whichever surface he comes")
    func cards() async throws {
        try await AllSurfaces.run { all in
            _ = try await all.make("jane", on: .bitAnswer)
            let jane = try await all.signIn("jane")
            let card = try await Self.makeCard("heroine", by: jane.management, all)
            #expect(try await all.sight(of: "heroine") == Person.nobody)
            #expect(try await all.logins("heroine") == [401, 401])
            #expect(try await all.listed() == Array(repeating: ["admin", "jane"], count: 4))
            let callers: [(Credential, Int)] = [
                (.bearer(jane.iam), 200), (.bearer(jane.management), 200), (.apiKey(jane.key), 200),
                (.bearer(jane.key), 200), (.bearer(all.admin), 404), (.nobody, 401),
            ]
            for (caller, status) in callers {
                let answer = try await all.main("GET", "/users/\(card)", by: caller)
                #expect(answer.status == status, "\(caller): \(answer)")
            }
        }
    }

    @Test("who is followed is followed by the account, whichever surface deletes and restores it")
    func follows() async throws {
        try await AllSurfaces.run { all in
            let jane = try await all.place("jane")
            let joe = try await all.make("joe", on: .management)
            let token = Credential.bearer(try await all.signIn(joe.name).iam)
            let followed = try await all.thinkSNS(
                "PUT", "/user/followings/\(jane.id)", by: token)
            #expect(followed.status == 204, "\(followed)")
            #expect(try await Self.followers(of: jane, all) == [1, 1])
            let deleted = try await all.bitAnswer("DELETE", "/users/user/joe")
            #expect(deleted.outcome == 0, "\(deleted)")
            #expect(try await Self.followers(of: jane, all) == [0, 0])
            _ = try await all.directory.restore(
                .name(FoldedKey(folding: "joe")), by: .system)
            #expect(try await Self.followers(of: jane, all) == [1, 1])
        }
    }

    /// As the counter says, and as the list shows.
    private static func followers(of account: Account, _ all: AllSurfaces) async throws -> [Int] {
        let user = try await all.thinkSNS("GET", "/users/\(account.id)")
        let extra = user.object["extra"] as? [String: Any]
        let list = try await all.thinkSNS("GET", "/users/\(account.id)/followers").list
        return [extra?["followers_count"] as? Int ?? -1, list.count]
    }

    /// Makes a card with an access token.
    /// - Returns: Its id.
    private static func makeCard(
        _ name: String, by token: String, _ all: AllSurfaces
    ) async throws -> String {
        let answer = try await all.main(
            "POST", "/users", by: .bearer(token), body: #"{"snapshot":{"name":"\#(name)"}}"#)
        return try #require(answer.data["id"] as? String, "\(answer)")
    }

    private static func delete(
        _ name: String, at path: String, on maker: AllSurfaces.Maker, _ all: AllSurfaces
    ) async throws {
        let answer =
            switch maker {
            case .iam, .registration, .thinkSNS: try await all.iam("DELETE", "/v1/users/\(name)")
            case .management: try await all.main("DELETE", path)
            case .bitAnswer: try await all.bitAnswer("DELETE", "/users/user/\(name)")
            }
        #expect(answer.status == 200 && answer.object["msg"] == nil, "\(answer)")
    }
}
