import RosterCore
import RosterTestSupport
import Testing

/// THREATS 29: names that people give themselves are not mistaken for others (UTS #39).
@Suite("Look-alike names") struct LookAlikeNameTests {
    private static let confusable = DirectoryError.invalid([InvalidField(.name, .confusable)])
    private static let restricted = DirectoryError.invalid([
        InvalidField(.name, .restrictedCharacters)
    ])

    /// With open registration, `admin`, `coco`, `Alice`, `foo1`, `lvan` and `user`, who may rename itself.
    private func fixture() async throws -> (DirectoryFixture, user: Account) {
        let fixture = try await DirectoryFixture.inMemory(
            policy: DirectoryPolicy(
                isRegistrationOpen: true, reservedNames: [try AccountName(parsing: "Wheel")]))
        for name in ["admin", "coco", "Alice", "foo1", "lvan", "张三"] {
            try await fixture.create(name)
        }
        return (fixture, try await fixture.create("user"))
    }

    private func expect(_ refusal: DirectoryError, _ text: String) async throws {
        let (fixture, user) = try await fixture()
        let name = try AccountName(parsing: text)
        await #expect(throws: refusal, "\(text)") {
            try await fixture.directory.create(AccountDraft(name: name), by: .anonymous)
        }
        await #expect(throws: refusal, "\(text)") {
            try await fixture.edit(user, by: .account(user)) { $0.name = .set(name) }
        }
        // Whoever administers sees whom it names.
        try await fixture.edit(user) { $0.name = .set(name) }
        #expect(try await fixture.live(text)?.id == user.id)
    }

    @Test(
        "that look like another account's are refused",
        arguments: [
            "сосо", "c0c0", "adrnin", "adm\u{131}n", "a1ice", "aIice", "fool", "f001",
            "Ivan", "whee1", "WHEEL",
        ])
    func confusables(_ text: String) async throws {
        try await expect(Self.confusable, text)
    }

    @Test(
        "with characters that are restricted, or scripts that no language mixes, are refused",
        arguments: [
            "аdmin", "ᴀdmin", "αbc", "ivanи", "٣a3", "jan\u{323}\u{323}e", "bob’s", "x➀",
            "ӏⅴаn",
        ])
    func restrictedNames(_ text: String) async throws {
        try await expect(Self.restricted, text)
    }

    @Test(
        "that people have are taken",
        arguments: [
            "ada lovelace", "o'brien", "张三_2", "李小明", "田中さん", "テスト太郎", "김철수abc",
            "josé", "买买提·艾力", "小明😀", "マイク・田中", "naïve-1.2", "a!b", "ㄅabc",
        ])
    func plainNames(_ text: String) async throws {
        let (fixture, user) = try await fixture()
        let draft = AccountDraft(name: try AccountName(parsing: text))
        _ = try await fixture.directory.create(draft, by: .anonymous)
        let other = try AccountName(parsing: "z" + text)
        #expect(try await fixture.rename(user, "z" + text, by: .account(user)).name == other)
    }

    @Test("an account may look like itself, also like what it was called before")
    func oneself() async throws {
        let (fixture, user) = try await fixture()
        var account = user
        for text in ["foo", "fo0", "f00", "foo", "F00"] {
            let name = try AccountName(parsing: text)
            account = try await fixture.rename(account, text, by: .account(account))
            #expect(account.name == name)
        }
    }

    @Test("a spelling of one's own name that looks like another's is refused")
    func ownSpelling() async throws {
        let (fixture, user) = try await fixture()
        let ivan = try await fixture.rename(user, "ivan", by: .system)
        await #expect(throws: Self.confusable) {
            try await fixture.rename(ivan, "Ivan", by: .account(ivan))
        }
    }

    @Test("what looks like a freed name is closed for as long as the name, and to others alone")
    func freed() async throws {
        let (fixture, user) = try await fixture()
        let other = try await fixture.create("pall")
        try await fixture.delete(other)
        let name = try AccountName(parsing: "pa11")
        await #expect(throws: Self.confusable) {
            try await fixture.directory.create(AccountDraft(name: name), by: .anonymous)
        }
        fixture.clock.advance(days: 30)
        let taken = try await fixture.edit(user, by: .account(user)) { $0.name = .set(name) }
        #expect(taken.name == name)
    }

    @Test("a freed name is closed to what looks like it as it was spelt, too")
    func freedSpelling() async throws {
        let (fixture, _) = try await fixture()
        let other = try await fixture.create("Ivanko")
        let draft = AccountDraft(name: try AccountName(parsing: "lvanko"))
        await #expect(throws: Self.confusable) {
            try await fixture.directory.create(draft, by: .anonymous)
        }
        try await fixture.delete(other)
        await #expect(throws: Self.confusable) {
            try await fixture.directory.create(draft, by: .anonymous)
        }
    }

    @Test("it stays in step with renames, deletions and restores, by whatever way they come")
    func inStep() async throws {
        let (fixture, user) = try await fixture()
        let name = try AccountName(parsing: "he11o")
        let draft = AccountDraft(name: name)
        let renamed = try await fixture.rename(user, "hello", by: .system)
        await #expect(throws: Self.confusable) {
            try await fixture.directory.create(draft, by: .anonymous)
        }
        try await fixture.delete(renamed)
        fixture.clock.advance(days: 30)
        let made = try await fixture.directory.create(draft, by: .anonymous)
        try await fixture.delete(made)
        fixture.clock.advance(days: 29)
        _ = try await fixture.directory.restore(.id(renamed.id), by: .system)
        fixture.clock.advance(days: 2)
        await #expect(throws: Self.confusable) {
            try await fixture.directory.create(draft, by: .anonymous)
        }
    }

    @Test("disabled accounts count, and a name that is taken is told as taken")
    func disabled() async throws {
        let (fixture, _) = try await fixture()
        let coco = try #require(try await fixture.live("coco"))
        try await fixture.edit(coco) { $0.status = .set(.disabled) }
        await #expect(throws: Self.confusable) {
            try await fixture.directory.create(
                AccountDraft(name: try AccountName(parsing: "сосо")), by: .anonymous)
        }
        await #expect(throws: DirectoryError.conflict(.name)) {
            try await fixture.directory.create(
                AccountDraft(name: try AccountName(parsing: "COCO")), by: .anonymous)
        }
    }
}

extension DirectoryFixture {
    @discardableResult
    fileprivate func rename(
        _ account: Account, _ name: String, by actor: Actor
    ) async throws -> Account {
        let name = try AccountName(parsing: name)
        return try await edit(account, by: actor) { $0.name = .set(name) }
    }
}
