import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let people: [StorageClause] = [
        .init("an unproven phone is found in every common spelling", phonesAreFound),
        .init("a phone that is proven, another's or deleted is not found", otherPhonesAreNot),
        .init("a new account keeps that its phone is proven", provenPhonesAreKept),
        .init("a list shows the accounts it is given, in its own order", listsShowIDs),
        .init("a list begins above one number and ends below another", listsHaveBounds),
        .init("a list takes a thousand numbers", listsTakeManyIDs),
    ]

    private static let spellings = [
        "13800138000", "+86 13800138000", "+8613800138000", "+86-138-0013-8000", "8613800138000",
        "86 138 0013 8000", "0086 13800138000", "0086-138-00138000", "138 0013 8000",
        "138-0013-8000", " 13800138000 ", "１３８００１３８０００", "138\u{A0}00138000",
        "138\u{3000}0013\u{3000}8000",
    ]

    private static func phonesAreFound(_ store: SQLDirectoryStore) async throws {
        var ids: [AccountID] = []
        for (number, spelling) in spellings.enumerated() {
            ids.append(try await store.keep("a\(number)", phone: spelling).id)
        }
        for spelling in spellings {
            let found = try await store.unproven(spelling)
            #expect(found == ids, "\(spelling)")
        }
    }

    private static func otherPhonesAreNot(_ store: SQLDirectoryStore) async throws {
        let wanted = try await store.keep("wanted", phone: "+1 (555) 010-0000")
        for (number, phone) in ["13800138001", "+85 13800138000", "1380013800", "138001380000"]
            .enumerated()
        {
            _ = try await store.keep("other \(number)", phone: phone)
        }
        let deleted = try await store.keep("deleted", phone: "13800138000")
        _ = try await store.bin(deleted)
        let proven = try await store.keep("proven", phone: "+86 13800138000")
        _ = try await store.change(proven) { $0.phoneIsProven = true }
        #expect(try await store.unproven("13800138000") == [])
        #expect(try await store.unproven("") == [])
        #expect(try await store.unproven("%") == [])
        #expect(try await store.unproven("13800138000\u{0}") == [])
        #expect(try await store.unproven("+1 (555) 0100000") == [wanted.id])
        // `86` before another country's number is part of it.
        #expect(try await store.unproven("86 +1 (555) 0100000") == [])
    }

    private static func provenPhonesAreKept(_ store: SQLDirectoryStore) async throws {
        var new = try Sample.account("a")
        new.phone = try PhoneNumber(parsing: "+86 13800138000", in: .china)
        #expect(!new.phoneIsProven)
        new.phoneIsProven = true
        let account = try await store.keep(new)
        #expect(account.phoneIsProven)
        #expect(try await store.account(account.id) == account)
        let owner = try await store.read { storage throws(DirectoryError) in
            try storage.owner(of: PhoneNumber.key(of: "13800138000", in: .china))
        }
        #expect(owner?.accountID == account.id && owner?.entry.isPhone == true)
    }

    private static func listsShowIDs(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b", "c", "d"])
        _ = try await store.bin(accounts[3])
        var query = AccountQuery()
        let ids = accounts.map(\.id)
        query.ids = [ids[2], ids[0], ids[2], ids[3], AccountID(404), AccountID(-1)]
        #expect(try await store.names(query) == ["a", "c"])
        query.order = .idDescending
        #expect(try await store.names(query) == ["c", "a"])
        query.limit = 1
        let page = try await store.page(query)
        #expect(page.accounts.map(\.id) == [ids[2]] && page.total == 2)
        query.contains = "a"
        #expect(try await store.names(query) == ["a"])
        query.contains = nil
        query.ids = []
        #expect(try await store.page(query) == AccountPage(accounts: [], total: 0))
    }

    private static func listsHaveBounds(_ store: SQLDirectoryStore) async throws {
        let ids = try await store.keep(["a", "b", "c", "d"]).map(\.id)
        let bounds: [(above: AccountID?, below: AccountID?, expected: [String])] = [
            (nil, nil, ["a", "b", "c", "d"]), (ids[1], nil, ["c", "d"]), (nil, ids[1], ["a"]),
            (ids[0], ids[3], ["b", "c"]), (ids[1], ids[2], []), (ids[3], nil, []),
            (nil, ids[0], []), (AccountID(.max), nil, []), (nil, AccountID(.min), []),
            (AccountID(.min), AccountID(.max), ["a", "b", "c", "d"]),
        ]
        for (above, below, expected) in bounds {
            var query = AccountQuery()
            query.above = above
            query.below = below
            let page = try await store.page(query)
            #expect(page.accounts.map(\.name.rawValue) == expected)
            #expect(page.total == expected.count)
            query.order = .idDescending
            #expect(try await store.names(query) == expected.reversed())
        }
    }

    private static func listsTakeManyIDs(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        var query = AccountQuery()
        query.ids = (1...Int64(Limits.searchValuesMax)).map { AccountID($0 * 1_000_000) }
        #expect(try await store.names(query) == [])
        query.ids?[500] = account.id
        query.above = AccountID(0)
        query.contains = "a"
        #expect(try await store.names(query) == ["a"])
    }
}

extension SQLDirectoryStore {
    fileprivate func keep(_ name: String, phone: String) async throws -> Account {
        var new = try Sample.account(name)
        new.phone = try PhoneNumber(parsing: phone, in: .china)
        return try await keep(new)
    }

    /// Who has the phone that is typed so, without having proven it.
    fileprivate func unproven(_ typed: String) async throws(DirectoryError) -> [AccountID] {
        let key = PhoneNumber.key(of: typed, in: .china)
        return try await read { storage throws(DirectoryError) in
            try storage.accounts(unprovenPhone: key).map(\.id)
        }
    }

    fileprivate func page(_ query: AccountQuery) async throws(DirectoryError) -> AccountPage {
        try await scan { storage throws(DirectoryError) in try storage.accounts(query) }
    }

    fileprivate func names(_ query: AccountQuery) async throws(DirectoryError) -> [String] {
        try await page(query).accounts.map(\.name.rawValue)
    }
}
