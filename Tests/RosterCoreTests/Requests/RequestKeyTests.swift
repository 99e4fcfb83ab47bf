import RosterCore
import RosterTestSupport
import Testing

/// DESIGN §6: a key belongs to one caller, in one role, and one request.
@Suite("The key of a request")
struct RequestKeyTests {
    @Test("differs for every other caller, role and API key")
    func callers() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let admin = try await fixture.createAdministrator("admin")
        let user = try await fixture.create("user")
        var keys: [APIKey] = []
        for role in [Role.admin, .admin, .user] {
            keys.append(
                try await fixture.directory.createKey(
                    name: "key", owner: admin.target, role: role, scopes: nil, by: .system
                ).key)
        }
        var demoted = admin
        demoted.role = .user
        let callers = [
            Principal(account: admin, credential: .password),
            Principal(account: demoted, credential: .password),
            Principal(account: user, credential: .password),
            Principal(account: admin, credential: .local),
            Principal(account: user, credential: .local),
            Principal(account: admin, credential: .apiKey(keys[0])),
            Principal(account: admin, credential: .apiKey(keys[1])),
            Principal(account: admin, credential: .apiKey(keys[2])),
            // The same key in the role that is left to it.
            Principal(account: demoted, credential: .apiKey(keys[0])),
            .operator, .anonymous,
        ]
        let ids = callers.map { fixture.key(of: $0).id }
        #expect(Set(ids).count == callers.count)
    }

    @Test("is one for a person, whichever session it comes by, and after changes of the account")
    func samePerson() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let sessions = [try await fixture.logIn("ada"), try await fixture.logIn("ada")]
        let changed = try await fixture.edit(ada) { $0.bio = .set("changed") }
        let callers = [
            Principal(account: ada, credential: .password),
            Principal(account: changed, credential: .password),
            Actor.session(sessions[0]).principal, Actor.session(sessions[1]).principal,
        ]
        #expect(Set(callers.map { fixture.key(of: $0) }).count == 1)
    }

    @Test("differs for every part of the request, wherever the parts are cut")
    func requests() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let requests = [
            ["IAM", "POST", "users", "1"], ["IAM", "POST", "users", "2"],
            ["IAM", "PUT", "users", "1"], ["Tavern", "POST", "users", "1"],
            ["IAM", "POST", "users/1", "1"], ["IAM", "POST", "users1", ""],
            ["IAM", "POST", "user", "s1"], ["IAMPOST", "users", "1"], ["IAM", "POST", "users1"],
            ["iam", "post", "users", "1"], [],
        ]
        let keys = requests.map {
            fixture.directory.key(of: .operator, request: $0, content: ["", "body"])
        }
        #expect(Set(keys.map(\.id)).count == requests.count)
        #expect(Set(keys.map(\.content)).count == 1)
    }

    @Test("is the same for another content, and the content's own hash tells it apart")
    func contents() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let contents = [
            ["", "ab"], ["a", "b"], ["ab", ""], ["", "AB"], ["", ""], ["", "ab "],
        ]
        let keys = contents.map {
            fixture.directory.key(of: .operator, request: ["IAM", "POST"], content: $0)
        }
        #expect(Set(keys.map(\.id)).count == 1)
        #expect(Set(keys.map(\.content)).count == contents.count)
    }

    @Test("shows nothing of what it was made of, and is another under another secret")
    func secrecy() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        _ = try await fixture.create("ada", under: fixture.key("the caller's id", content: "typed"))
        let dump = try await DirectoryDump.of(fixture.engine)
        #expect(!dump.contains("the caller") && !dump.contains("typed"))
        let key = fixture.key()
        #expect(try await fixture.restarted().key() == key)
        let (directory, environment) = (fixture.directory, fixture.directory.environment)
        let elsewhere = Directory(
            store: directory.store, passwords: directory.passwords, keyrings: directory.keyrings,
            signingKeys: directory.signingKeys, files: directory.files,
            environment: DirectoryEnvironment(
                now: environment.now, steadyMilliseconds: environment.steadyMilliseconds,
                randomBytes: environment.randomBytes,
                keyedHash: { weakDigest($0, key: "another secret") }, hash: environment.hash,
                seal: environment.seal, unseal: environment.unseal, md5: environment.md5),
            policy: directory.policy)
        let foreign = elsewhere.key(
            of: .operator, request: ["IAM", "POST", "users", "1"], content: ["", "body"])
        #expect(foreign.id != key.id && foreign.content != key.content)
    }
}
