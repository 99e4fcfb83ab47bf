import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let accounts: [StorageClause] = [
        .init("a new account comes back with every field", newAccountComesBack),
        .init("a new account may lack all that may be missing", bareAccountComesBack),
        .init("every field of an update comes back, extremes included", updateComesBack),
        .init("texts come back byte for byte, however they are composed", textsKeepTheirBytes),
        .init("an update at another revision changes nothing", staleUpdateChangesNothing),
        .init("the last login moves alone", lastLoginMovesAlone),
        .init("a password's form is replaced only over the old one", hashIsReplacedOverOld),
        .init("a guid and an instance id have one owner", guidsAreUnique),
    ]

    private static func newAccountComesBack(_ store: SQLDirectoryStore) async throws {
        var new = try Sample.account(#"50%_\'";-- 狐🦊"#)
        new.email = try EmailAddress(parsing: "Zoë.狐@Exämple.com")
        new.emailIsProven = true
        new.phone = try PhoneNumber(parsing: "+86 138-0013-8000", in: .china)
        new.avatar = "https://example.com/a.png?x=%25"
        new.role = .admin
        new.status = .disabled
        new.extend = #"{"b":1.0,"a":"\u0000"}"#
        new.passwordHash = "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA"
        let stored = try await store.keep(new)
        let expected = Account(
            stored: stored.id, guid: new.guid, instanceID: new.instanceID, name: new.name,
            displayName: new.displayName, email: new.email, emailIsProven: true, phone: new.phone,
            phoneIsProven: false, avatar: new.avatar, background: nil, bio: nil, sex: .unknown,
            location: nil, role: .admin, status: .disabled, extend: new.extend,
            passwordHash: new.passwordHash, revision: 0, createdAt: new.createdAt,
            updatedAt: new.createdAt, lastLoginAt: nil, deletedAt: nil)
        #expect(stored == expected)
        let found = try await everyLookUp(of: stored, in: store)
        #expect(found == [expected, expected, expected])
    }

    private static func bareAccountComesBack(_ store: SQLDirectoryStore) async throws {
        let stored = try await store.keep(named: "bare")
        #expect(stored.id.rawValue > 0)
        #expect(stored.email == nil && !stored.emailIsProven)
        #expect(stored.phone == nil && !stored.phoneIsProven)
        #expect(stored.avatar == nil && stored.extend == nil && stored.passwordHash == nil)
        #expect(stored.lastLoginAt == nil && stored.deletedAt == nil)
        #expect(try await everyLookUp(of: stored, in: store) == [stored, stored, stored])
    }

    private static func updateComesBack(_ store: SQLDirectoryStore) async throws {
        let before = try await store.keep(named: "before")
        let email = try EmailAddress(parsing: "After@example.com")
        let phone = try PhoneNumber(parsing: "☎ 5%_\\", in: .china)
        let name = try AccountName(parsing: "After")
        let full = try await store.change(before) { account in
            account.name = name
            account.displayName = #"%_\ "after" 🦊"#
            account.email = email
            account.emailIsProven = true
            account.phone = phone
            account.phoneIsProven = true
            account.avatar = "media:1"
            account.background = "https://example.com/b"
            account.bio = "line\r\n\tline"
            account.sex = .female
            account.location = "上海"
            account.role = .admin
            account.status = .disabled
            account.extend = "{}"
            account.passwordHash = ""
            account.updatedAt = Timestamp(milliseconds: .max)
            account.lastLoginAt = Timestamp(milliseconds: .min)
        }
        #expect(full.revision == 1)
        #expect(try await store.account(before.id) == full)
        let empty = try await store.change(full) { account in
            account.email = nil
            account.emailIsProven = false
            account.phone = nil
            account.phoneIsProven = false
            account.avatar = nil
            account.background = nil
            account.bio = nil
            account.sex = .unknown
            account.location = nil
            account.extend = nil
            account.passwordHash = nil
            account.lastLoginAt = nil
            account.revision = .max - 1
        }
        #expect(empty.revision == .max)
        #expect(try await store.account(before.id) == empty)
    }

    private static func textsKeepTheirBytes(_ store: SQLDirectoryStore) async throws {
        let texts = [
            "é", "e\u{301}", "👩‍👩‍👧‍👦", "\u{202E}abc", "", " ", "'", "''", "$1 ?1 :a @b", "\\0",
            "\u{FEFF}x",
        ]
        let account = try await store.keep(named: "bytes")
        var last = account
        for text in texts {
            last = try await store.change(last) { $0.bio = text }
            let found = try await store.account(account.id)
            #expect(found?.bio.map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    private static func staleUpdateChangesNothing(_ store: SQLDirectoryStore) async throws {
        let first = try await store.keep(named: "first")
        let second = try await store.change(first) { $0.bio = "kept" }
        var stale = first
        stale.bio = "lost"
        stale.revision = 1
        let lost = stale
        let isChanged = try await store.write { storage throws(DirectoryError) in
            try storage.update(lost, from: first.revision)
        }
        #expect(!isChanged)
        #expect(try await store.account(first.id) == second)
    }

    private static func lastLoginMovesAlone(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "login")
        let other = try await store.keep(named: "other")
        let time = Sample.start.adding(days: 1)
        try await store.write { storage throws(DirectoryError) in
            try storage.setLastLogin(account.id, at: time)
        }
        var expected = account
        expected.lastLoginAt = time
        #expect(try await store.account(account.id) == expected)
        #expect(try await store.account(other.id) == other)
    }

    private static func hashIsReplacedOverOld(_ store: SQLDirectoryStore) async throws {
        var new = try Sample.account("hash")
        new.passwordHash = "old"
        let account = try await store.keep(new)
        let passwordless = try await store.keep(named: "passwordless")
        let answers = try await store.write { storage throws(DirectoryError) in
            [
                try storage.replacePasswordHash(account.id, old: "other", new: "new"),
                try storage.replacePasswordHash(account.id, old: "old", new: "new"),
                try storage.replacePasswordHash(account.id, old: "old", new: "newer"),
                try storage.replacePasswordHash(passwordless.id, old: "", new: "new"),
            ]
        }
        #expect(answers == [false, true, false, false])
        var expected = account
        expected.passwordHash = "new"
        #expect(try await store.account(account.id) == expected)
        #expect(try await store.account(passwordless.id) == passwordless)
    }

    private static func guidsAreUnique(_ store: SQLDirectoryStore) async throws {
        let first = try Sample.account("first")
        _ = try await store.keep(first)
        let name = try AccountName(parsing: "second")
        for (guid, instanceID) in [(first.guid, "user-second"), ("second", first.instanceID)] {
            let twin = NewAccount(
                guid: guid, instanceID: instanceID, name: name, displayName: "", email: nil,
                emailIsProven: false, phone: nil, avatar: nil, role: .user, status: .active,
                extend: nil, passwordHash: nil, createdAt: Sample.start)
            await #expect(throws: DirectoryError.storage(.constraint)) {
                try await store.keep(twin)
            }
        }
    }

    /// The account as found by number, name and guid.
    private static func everyLookUp(
        of account: Account, in store: SQLDirectoryStore
    ) async throws -> [Account?] {
        try await store.read { storage throws(DirectoryError) in
            [
                try storage.account(account.id), try storage.account(named: account.name.key),
                try storage.account(guid: account.guid),
            ]
        }
    }
}
