import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let loginIDs: [StorageClause] = [
        .init("a login id tells its owner and what it is to them", loginIDsTellTheirOwner),
        .init("a taken login id is a conflict that names what was asked for", takenIDsConflict),
        .init("an unproven e-mail is held without giving login", unprovenEmailIsHeld),
        .init("what was set last is the whole of an account's ids", loginIDsAreReplaced),
        .init("login ids that fold alike are one", foldedIDsAreOne),
        .init("an empty login id is refused", emptyIDIsRefused),
        .init("a live name has one owner even without its login id", liveNamesAreUnique),
        .init("a freed name stays closed until its time is over", freedNamesStayClosed),
    ]

    private static func loginIDsTellTheirOwner(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b"])
        let entries = [
            LoginID(key: FoldedKey(folding: "a"), isName: true),
            LoginID(key: FoldedKey(folding: "A@B.c"), isEmail: true),
            LoginID(key: FoldedKey(folding: "d@e.f"), isEmail: true, isProvenEmail: true),
            LoginID(key: FoldedKey(folding: "13800138000"), isPhone: true),
            LoginID(
                key: FoldedKey(folding: "all@once"), isName: true, isEmail: true,
                isProvenEmail: true, isPhone: true),
        ]
        let owners = try await store.write { storage throws(DirectoryError) in
            try storage.setLoginIDs(entries, of: accounts[0].id)
            var owners: [LoginIDOwner?] = []
            for entry in entries { owners.append(try storage.owner(of: entry.key)) }
            return owners
        }
        #expect(owners == entries.map { LoginIDOwner(accountID: accounts[0].id, entry: $0) })
        let stranger = try await store.read { storage throws(DirectoryError) in
            try storage.owner(of: FoldedKey(folding: "c"))
        }
        #expect(stranger == nil)
    }

    private static func takenIDsConflict(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["owner", "newcomer"])
        let key = FoldedKey(folding: "13800138000@example.com")
        let forms = [
            LoginID(key: key, isName: true), LoginID(key: key, isEmail: true),
            LoginID(key: key, isEmail: true, isProvenEmail: true), LoginID(key: key, isPhone: true),
        ]
        for held in forms {
            try await store.write { storage throws(DirectoryError) in
                try storage.setLoginIDs([held], of: accounts[0].id)
            }
            for wanted in forms {
                await #expect(throws: DirectoryError.conflict(wanted.kind)) {
                    try await store.write { storage throws(DirectoryError) in
                        try storage.setLoginIDs([wanted], of: accounts[1].id)
                    }
                }
            }
            let owner = try await store.read { storage throws(DirectoryError) in
                try storage.owner(of: key)
            }
            #expect(owner == LoginIDOwner(accountID: accounts[0].id, entry: held))
        }
    }

    private static func unprovenEmailIsHeld(_ store: SQLDirectoryStore) async throws {
        let email = try EmailAddress(parsing: "claimed@example.com")
        var new = try Sample.account("claimer")
        new.email = email
        let claimer = try await store.keep(new)
        let owner = try await store.read { storage throws(DirectoryError) in
            try storage.owner(of: email.key)
        }
        #expect(owner?.accountID == claimer.id)
        #expect(owner?.entry.isOnlyUnprovenEmail == true)
        #expect(owner?.entry.givesLogin == false)
    }

    private static func loginIDsAreReplaced(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "old")
        let new = LoginID(key: FoldedKey(folding: "new"), isName: true)
        let owners = try await store.write { storage throws(DirectoryError) in
            try storage.setLoginIDs([new], of: account.id)
            // Its own ids do not stand in an account's way.
            try storage.setLoginIDs([new], of: account.id)
            return [
                try storage.owner(of: FoldedKey(folding: "old")), try storage.owner(of: new.key),
            ]
        }
        #expect(owners == [nil, LoginIDOwner(accountID: account.id, entry: new)])
        _ = try await store.write { storage throws(DirectoryError) in
            try storage.setLoginIDs([], of: account.id)
        }
        let gone = try await store.read { storage throws(DirectoryError) in
            try storage.owner(of: new.key)
        }
        #expect(gone == nil)
    }

    private static func foldedIDsAreOne(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["Straße", "other"])
        for spelling in ["STRASSE", "ｓｔｒａｓｓｅ", "stra\u{FE0F}sse"] {
            let entry = LoginID(key: FoldedKey(folding: spelling), isName: true)
            await #expect(throws: DirectoryError.conflict(.name)) {
                try await store.write { storage throws(DirectoryError) in
                    try storage.setLoginIDs([entry], of: accounts[1].id)
                }
            }
        }
    }

    private static func emptyIDIsRefused(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        await #expect(throws: DirectoryError.storage(.constraint)) {
            try await store.write { storage throws(DirectoryError) in
                try storage.setLoginIDs(
                    [LoginID(key: FoldedKey(stored: ""), isName: true)], of: account.id)
            }
        }
    }

    private static func liveNamesAreUnique(_ store: SQLDirectoryStore) async throws {
        let first = try Sample.account("Twin")
        let second = NewAccount(
            guid: "other", instanceID: "user-other", name: try AccountName(parsing: "ｔｗｉｎ"),
            displayName: "", email: nil, emailIsProven: false, phone: nil, avatar: nil, role: .user,
            status: .active, extend: nil, passwordHash: nil, createdAt: Sample.start)
        _ = try await store.write { storage throws(DirectoryError) in try storage.insert(first) }
        await #expect(throws: DirectoryError.conflict(.name)) {
            try await store.write { storage throws(DirectoryError) in
                _ = try storage.insert(second)
            }
        }
    }

    private static func freedNamesStayClosed(_ store: SQLDirectoryStore) async throws {
        let name = try AccountName(parsing: "Freed")
        let other = try AccountName(parsing: "other")
        let end = Sample.start.adding(days: 30)
        let before = try await store.write { storage throws(DirectoryError) in
            try storage.closeName(name, until: Sample.start, freedBy: AccountID(1))
            // Freed again: the later time counts, and who freed it last.
            try storage.closeName(name, until: end, freedBy: AccountID(2))
            try storage.closeName(other, until: end.adding(seconds: 1), freedBy: AccountID(3))
            return [
                try storage.freedName(name.key), try storage.freedName(FoldedKey(folding: "open")),
            ]
        }
        #expect(before == [FreedName(closedUntil: end, freedBy: AccountID(2)), nil])
        let opened = try await store.write { storage throws(DirectoryError) in
            [
                try storage.openNames(closedBefore: end, limit: 1000),
                try storage.openNames(closedBefore: end.adding(seconds: 1), limit: 1000),
            ]
        }
        #expect(opened == [0, 1])
        let after = try await store.read { storage throws(DirectoryError) in
            [
                try storage.freedName(name.key)?.closedUntil,
                try storage.freedName(other.key)?.closedUntil,
            ]
        }
        #expect(after == [nil, end.adding(seconds: 1)])
    }
}
