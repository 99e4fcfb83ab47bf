import RosterCore
import RosterTestSupport
import Testing

/// A change that changes nothing takes nothing away.
@Suite("Addresses that stay the same")
struct SameAddressTests {
    private func fixture() async throws -> (DirectoryFixture, Account) {
        let fixture = try await DirectoryFixture.open()
        let ada = try await fixture.createProven(
            "ada", email: "Ada@Example.com", phone: "+86 138 0013 8000")
        return (fixture, ada)
    }

    @Test(
        "an e-mail in another case keeps its proof, and is stored as it was written",
        arguments: ["ada@example.com", "ADA@EXAMPLE.COM", "Ada@Example.com"])
    func emails(_ spelling: String) async throws {
        let (fixture, ada) = try await fixture()
        let changed = try await fixture.claim(spelling, by: ada)
        #expect(changed.emailIsProven && changed.email?.rawValue == spelling)
        _ = try await fixture.logIn("ada@example.com")
        let code = try await fixture.code(.prove, to: "ada@example.com")
        try await fixture.logIn("ada@example.com", code: code)
    }

    @Test("a spelling that is another mailbox is not taken from its user: codes go where they went")
    func otherMailboxes() async throws {
        let (fixture, ada) = try await fixture()
        let changed = try await fixture.claim("ａda@example.com", by: ada)
        #expect(changed.emailIsProven && changed.email?.rawValue == "Ada@Example.com")
        try await fixture.send(.prove, to: "ada@example.com")
        #expect(try await fixture.arrivals().map(\.recipient) == ["Ada@Example.com"])
        // An administrator says where the mailbox is.
        let email = try EmailAddress(parsing: "ａda@example.com")
        let set = try await fixture.edit(changed) { $0.email = .set(email) }
        #expect(set.emailIsProven && set.email?.rawValue == "ａda@example.com")
    }

    @Test(
        "a phone in another spelling of one number stays a login id",
        arguments: ["13800138000", "+8613800138000", "0086 138-0013-8000", "１３８００１３８０００"])
    func phones(_ spelling: String) async throws {
        let (fixture, ada) = try await fixture()
        for actor in [Actor.account(ada), .system] {
            let phone = try PhoneNumber(parsing: spelling)
            let now = try #require(try await fixture.account(ada.id))
            let changed = try await fixture.edit(now, by: actor) { $0.phone = .set(phone) }
            #expect(changed.phoneIsProven && changed.phone?.rawValue == spelling)
            _ = try await fixture.logIn("13800138000")
        }
    }

    @Test("another address loses the proof of the old one, and one that was taken away has none")
    func others() async throws {
        let (fixture, ada) = try await fixture()
        let moved = try await fixture.claim("ada@example.org", by: ada)
        #expect(!moved.emailIsProven)
        let phone = try await fixture.claim(phone: "13900139000", by: moved)
        #expect(!phone.phoneIsProven)
        let cleared = try await fixture.edit(phone) { $0.email = .set(nil) }
        #expect(!cleared.emailIsProven && cleared.email == nil)
        #expect(try await !fixture.claim("ada@example.com", by: cleared).emailIsProven)
    }

    @Test("what nobody proved is not proven by being written again, by whomever")
    func unproven() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let claimed = try await fixture.claim("ada@example.com", by: ada)
        for spelling in ["ada@example.com", "Ada@Example.com"] {
            let email = try EmailAddress(parsing: spelling)
            let again = try await fixture.edit(claimed) { $0.email = .set(email) }
            #expect(!again.emailIsProven, "an administrator vouches for another address only")
        }
    }

    @Test("a change of nothing ends no session, closes no name and kills no key")
    func nothing() async throws {
        let (fixture, ada) = try await fixture()
        let admin = try await fixture.createAdministrator("root")
        let token = try await fixture.logIn("ada").token
        let (_, secret) = try await fixture.directory.createKey(
            name: "k", owner: ada.target, role: nil, scopes: nil, by: .system)
        let name = try AccountName(parsing: "ADA")
        let same = try await fixture.edit(ada, by: .account(admin)) {
            $0.name = .set(name)
            $0.email = .set(ada.email)
            $0.phone = .set(ada.phone)
            $0.role = .set(ada.role)
            $0.status = .set(ada.status)
        }
        #expect(same.emailIsProven && same.phoneIsProven && same.name.rawValue == "ADA")
        var upsert = AccountUpsert(name: name)
        upsert.status = .set(.active)
        _ = try await fixture.directory.commit(
            try await fixture.directory.preparedUpsert(upsert, makingMissing: false, by: .system))
        _ = try await fixture.authenticate(bearer: token)
        _ = try await fixture.authenticate(bearer: secret)
        let freed = try await fixture.store.read { storage throws(DirectoryError) in
            try storage.freedName(name.key)
        }
        #expect(freed == nil)
    }
}
