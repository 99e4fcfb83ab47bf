import Foundation
import RosterTestSupport
import Testing

@Suite("roster user", .serialized)
struct UserVerbTests {
    @Test("create, show, list and password, for people and for scripts, and the server knows them")
    func wholeLife() async throws {
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder)
            let created = try await verb.object(
                "user", "create", "Chief", "--role", "admin", "--email", "chief@example.com",
                "--display-name", "The Chief", "--phone", "+86 13800138000", "--json",
                input: "Chief@2021\nnot this\n")
            #expect(created["name"] as? String == "Chief")
            #expect(created["role"] as? String == "admin")
            #expect(created["emailIsProven"] as? Bool == true)
            #expect(created["phoneIsProven"] as? Bool == false)
            #expect(created["hasPassword"] as? Bool == true)
            #expect(created["password"] == nil)

            let plain = try await verb.succeed("user", "create", "bob", "--generate-password")
            let password = try #require(plain.firstMatch(of: /password: (\S+)/)?.1)
            #expect(
                try await verb.succeed("user", "create", "mute", "--no-password").contains("mute"))

            let shown = try await verb.succeed("user", "show", "CHIEF")
            #expect(shown.contains("chief@example.com") && shown.contains("The Chief"))
            #expect(!shown.contains("$"), "a password hash")
            let number = try #require(created["id"] as? Int)
            let byNumber = try await verb.object("user", "show", "\(number)", "--json")
            #expect(byNumber["guid"] as? String == created["guid"] as? String)

            let list = try await verb.object("user", "list", "--json")
            #expect(list["total"] as? Int == 3)
            let names = (list["users"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
            #expect(names == ["Chief", "bob", "mute"])
            let page = try await verb.object(
                "user", "list", "--contains", "B", "--limit", "1", "--json")
            #expect((page["users"] as? [[String: Any]])?.first?["name"] as? String == "bob")
            let table = try await verb.succeed("user", "list", "--offset", "1")
            #expect(table.contains("2 of 3") && !table.contains("Chief"))

            try await verb.succeed("user", "password", "mute", input: "Mute@2021")
            let server = try await ServerProcess.serve(folder: folder)
            let iam = try server.client("IAM")
            #expect(!server.output.contains("Administrator: admin"), "there is one already")
            _ = try await iam.token(of: "chief@example.com", password: "Chief@2021")
            _ = try await iam.token(of: "bob", password: String(password))
            _ = try await iam.token(of: "mute", password: "Mute@2021")
        }
    }

    @Test("a new password ends the account's sessions, also from the command line")
    func passwordEndsSessions() async throws {
        try await withTemporaryFolder { folder in
            var server = try await ServerProcess.serve(folder: folder)
            let token = try await server.client("IAM").token()
            server.kill(15)
            await server.wait()
            try await Verb(folder: folder).succeed(
                "user", "password", "admin", input: "Next@2021\n")
            server = try await ServerProcess.serve(folder: folder)
            let iam = try server.client("IAM")
            #expect(try await iam.send("GET", "/v1/users/admin", bearer: token).status == 401)
            _ = try await iam.token(password: "Next@2021")
        }
    }

    @Test("what cannot be done is told in one line, with an exit status that is not 0")
    func refusals() async throws {
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder)
            try await verb.succeed("user", "create", "foo", "--no-password")
            let cases: [(words: [String], input: String, says: String)] = [
                (["user", "create", "FOO", "--no-password"], "", "name is taken"),
                (["user", "create", "a\u{7}b", "--no-password"], "", "name"),
                (["user", "create", "bar", "--email", "nowhere", "--no-password"], "", "email"),
                (["user", "create", "bar", "--role", "king", "--no-password"], "", "--role"),
                (["user", "create", "bar"], "", "no password"),
                (["user", "create", "bar"], "\n", "no password"),
                (["user", "create", "b", "--no-password", "--generate-password"], "", "exclude"),
                (["user", "show", "nobody"], "", "no user nobody"),
                (["user", "show", "4711"], "", "no user 4711"),
                (["user", "password", "nobody"], "Foo@2020", "no user nobody"),
                (["user", "password", "foo"], "a\0b", "password"),
                (["user", "list", "--limit", "0"], "", "--limit"),
                (["user", "list", "--limit", "1001"], "", "--limit"),
                (["user", "list", "--offset", "-1"], "", "--offset"),
                (["user", "list", "--status", "asleep"], "", "--status"),
                (["user", "list", "--json", "extra"], "", "extra"),
                (["user", "fly"], "", "fly"),
                (["user", "update", "foo", "--avatar", "javascript:alert(1)"], "", "http(s) URL"),
                (["user", "update", "foo", "--background", "https:"], "", "http(s) URL"),
                (["ledger", "show", "foo", "--limit", "0"], "", "--limit"),
                (["ledger", "show", "foo", "--limit", "1001"], "", "--limit"),
                (["key", "revoke", "x"], "", "no key x"),
                (["key", "revoke", "77"], "", "no key 77"),
                (["key", "create"], "", "--name"),
                (["key", "create", "--name", ""], "", "missing"),
                (["key", "create", "--name", "n", "--account", "nobody"], "", "no user nobody"),
                (
                    ["key", "create", "--name", "n", "--account", "foo", "--role", "admin"], "",
                    "role"
                ),
                (["key", "create", "--name", "n", "--surface", "Facebook"], "", "--surface"),
                (["migrate", "--colour", "red"], "", "--colour"),
                (["config", "--token-ttl", "soon"], "", "token.ttl"),
                (["dance"], "", "dance"),
            ]
            for (words, input, says) in cases {
                let end = try await ServerProcess.run(words + ["--data", folder], input: input)
                #expect(end.status != 0, "\(words)")
                #expect(end.output.isEmpty, "\(words): \(end)")
                #expect(end.errors.contains(says), "\(words): \(end)")
                let first = end.errors.split(separator: "\n").first ?? ""
                #expect(first.hasPrefix("Error: ") && first.contains(says), "\(words): \(end)")
                // A mistake in the words themselves is followed by the usage.
                #expect(end.errors.split(separator: "\n").count <= 5, "\(words): \(end)")
            }
            let list = try await verb.object("user", "list", "--json")
            #expect(list["total"] as? Int == 1, "a refusal left something behind")
        }
    }
}
