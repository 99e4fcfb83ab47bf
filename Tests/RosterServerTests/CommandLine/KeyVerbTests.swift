import Foundation
import Glibc
import RosterTestSupport
import Testing

@Suite("roster key", .serialized)
struct KeyVerbTests {
    @Test("a key is printed alone, opens what its role and scopes say, and dies when revoked")
    func wholeLife() async throws {
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder)
            try await verb.succeed(
                "user", "create", "chief", "--role", "admin", input: "Chief@2021")
            try await verb.succeed("user", "create", "plain", "--no-password")
            let admin = try await key(verb, "--name", "all of it")
            let scoped = try await key(
                verb, "--name", "IAM", "--surface", "iam", "--surface", "Tavern")
            let elsewhere = try await key(verb, "--name", "cards", "--surface", "Tavern")
            let lowered = try await key(verb, "--name", "reader", "--role", "user")
            let plain = try await key(verb, "--name", "plain's", "--account", "plain")

            let list = try await verb.list("key", "list", "--json")
            #expect(
                list.compactMap { $0["name"] as? String }
                    == ["all of it", "IAM", "cards", "reader", "plain's"])
            #expect(
                list.compactMap { $0["role"] as? String }
                    == ["admin", "admin", "admin", "user", "user"])
            #expect(list[1]["surfaces"] as? [String] == ["IAM", "Tavern"])
            let table = try await verb.succeed("key", "list")
            #expect(table.contains("cards") && table.contains("never"))
            for secret in [admin, scoped, elsewhere, lowered, plain] {
                #expect(!table.contains(secret.dropFirst(10)), "secrets are not kept")
            }

            try await serving(folder) { iam async throws in
                let expected = [
                    (admin, 200), (scoped, 200), (elsewhere, 403), (lowered, 403),
                    (plain, 403), (admin + "x", 401), ("rosterkey_", 401),
                ]
                for (bearer, status) in expected {
                    let answer = try await iam.send("GET", "/v1/users", bearer: bearer)
                    #expect(answer.status == status, "\(answer)")
                }
                #expect(try await iam.send("GET", "/v1/users/chief", bearer: lowered).status == 200)
                #expect(try await iam.send("GET", "/v1/users/plain", bearer: plain).status == 200)
                let created = try await iam.send(
                    "POST", "/v1/users", bearer: lowered, body: userBody("nope"))
                #expect(created.status == 403)
            }

            let number = try #require(list[0]["id"] as? Int)
            #expect(try await verb.succeed("key", "revoke", "\(number)").contains("\(number)"))
            #expect(try await verb.run("key", "revoke", "\(number)").status != 0)
            let used = try await verb.list("key", "list", "--json")
            #expect(used.count == 4)
            #expect(used[0]["lastUsedAt"] is String, "last use is not kept")
            try await serving(folder) { iam async throws in
                #expect(try await iam.send("GET", "/v1/users", bearer: admin).status == 401)
                #expect(try await iam.send("GET", "/v1/users", bearer: scoped).status == 200)
            }
        }
    }

    @Test("a key is revoked by its name where only one has it; a number is a number first")
    func byName() async throws {
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder)
            try await verb.succeed("user", "create", "chief", "--role", "admin", "--no-password")
            for name in ["script", "twice", "twice", "1", "5"] {
                _ = try await key(verb, "--name", name)
            }
            let revoked = try await verb.object("key", "revoke", "script", "--json")
            #expect(revoked["id"] as? Int == 1 && revoked["name"] as? String == "script")
            let several = try await verb.run("key", "revoke", "twice")
            #expect(several.status == 1 && several.errors.contains("2, 3"), "\(several)")
            for word in ["script", "Twice", "tw", "", " twice"] {
                let none = try await verb.run("key", "revoke", word)
                #expect(none.status == 1 && none.errors.contains("no key \(word)"), "\(none)")
            }
            // Key 5 has a name of its own number; key 4 is called 1, which no key has as a number.
            #expect(try await verb.object("key", "revoke", "5", "--json")["id"] as? Int == 5)
            #expect(try await verb.object("key", "revoke", "1", "--json")["id"] as? Int == 4)
            #expect(try await verb.object("key", "revoke", "2", "--json")["id"] as? Int == 2)
            let rest = try await verb.object("key", "revoke", "twice", "--json")
            #expect(rest["id"] as? Int == 3)
            #expect(try await verb.list("key", "list", "--json").isEmpty)
        }
    }

    @Test("deleting the account kills its keys")
    func deletedAccount() async throws {
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder)
            try await verb.succeed("user", "create", "chief", "--role", "admin", "--no-password")
            try await verb.succeed("user", "create", "plain", "--no-password")
            let chief = try await key(verb, "--name", "chief's")
            let plain = try await key(verb, "--name", "plain's", "--account", "plain")
            try await serving(folder) { iam async throws in
                #expect(try await iam.send("GET", "/v1/users/plain", bearer: plain).status == 200)
                #expect(
                    try await iam.send("DELETE", "/v1/users/plain", bearer: chief).status == 200)
                #expect(try await iam.send("GET", "/v1/users/plain", bearer: plain).status == 401)
            }
            #expect(try await verb.list("key", "list", "--json").count == 1)
        }
    }

    /// A new key, which must be all that is printed.
    private func key(_ verb: Verb, _ words: String...) async throws -> String {
        let end = try await ServerProcess.run(
            ["key", "create", "--data", verb.folder] + words)
        #expect(end.status == 0 && end.errors.isEmpty, "\(end)")
        let match = try #require(end.output.wholeMatch(of: /(rosterkey_[A-Za-z0-9]{40})\n/))
        return String(match.1)
    }

    private func serving(_ folder: String, _ body: (WireClient) async throws -> Void) async throws {
        let server = try await ServerProcess.serve(folder: folder)
        try await body(try server.client("IAM"))
        server.kill(SIGTERM)
        #expect(await server.wait() == 0)
    }
}
