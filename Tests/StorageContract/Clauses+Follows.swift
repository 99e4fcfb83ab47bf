import RosterCore
import RosterStorage
import Testing

/// Follows and counters as rows.
extension StorageContract {
    static let follows: [StorageClause] = [
        .init("a follow is there once, from one to the other, and goes once", followsAreSingle),
        .init("lists show live accounts, the newest follow first, a page at a time", followLists),
        .init("friends are those who follow back and live", friendsAreCounted),
        .init("counters start at nothing and move by what they are told", countersMove),
        .init("neighbours are counted out and in again, and nobody else", neighboursAreCounted),
        .init("no counter falls below nothing", countersHaveAFloor),
        .init("follows and counters go with their account", followsArePurged),
    ]

    private static func followsAreSingle(_ store: SQLDirectoryStore) async throws {
        let ids = try await store.keep(["a", "b", "c"]).map(\.id)
        let outcome = try await store.write { storage throws(DirectoryError) in
            let made = try storage.insertFollow(of: ids[1], by: ids[0], at: Sample.start)
            let again = try storage.insertFollow(of: ids[1], by: ids[0], at: Sample.start)
            let there = try storage.follows(ids[0], ids[1])
            let back = try storage.follows(ids[1], ids[0])
            let followers = try storage.followers(of: ids[1], among: ids)
            let followees = try storage.followees(of: ids[0], among: [ids[1], ids[2]])
            let none = try storage.followees(of: ids[0], among: [])
            let gone = try storage.removeFollow(of: ids[1], by: ids[0])
            let twice = try storage.removeFollow(of: ids[1], by: ids[0])
            return [
                made, !again, there, !back, followers == [ids[0]], followees == [ids[1]],
                none.isEmpty, gone, !twice,
            ]
        }
        #expect(outcome == outcome.map { _ in true })
        await #expect(throws: DirectoryError.storage(.constraint)) {
            try await store.write { storage throws(DirectoryError) in
                try storage.insertFollow(of: ids[0], by: ids[0], at: Sample.start)
            }
        }
    }

    private static func followLists(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["star", "a", "b", "c", "d"])
        let star = accounts[0].id
        try await store.write { storage throws(DirectoryError) in
            for fan in [2, 1, 4, 3] {
                _ = try storage.insertFollow(
                    of: star, by: accounts[fan].id, at: Sample.start)
            }
        }
        _ = try await store.bin(accounts[4])
        let lists = try await store.read { storage throws(DirectoryError) in
            (
                all: try storage.accounts(.followers, of: star, offset: 0, limit: 10).map(\.id),
                page: try storage.accounts(.followers, of: star, offset: 1, limit: 1).map(\.id),
                none: try storage.accounts(.followings, of: star, offset: 0, limit: 10),
                mine: try storage.accounts(.followings, of: accounts[1].id, offset: 0, limit: 10)
            )
        }
        #expect(lists.all == [3, 1, 2].map { accounts[$0].id })
        #expect(lists.page == [accounts[1].id] && lists.none.isEmpty)
        #expect(lists.mine.map(\.id) == [star])
    }

    private static func friendsAreCounted(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b", "c", "d"])
        let ids = accounts.map(\.id)
        try await store.write { storage throws(DirectoryError) in
            for (follower, followee) in [(0, 1), (1, 0), (0, 2), (3, 0), (0, 3)] {
                _ = try storage.insertFollow(
                    of: ids[followee], by: ids[follower], at: Sample.start)
            }
        }
        func count(_ id: AccountID) async throws -> Int64 {
            try await store.read { storage throws(DirectoryError) in
                try storage.friendsCount(of: id)
            }
        }
        #expect(try await count(ids[0]) == 2)
        #expect(try await count(ids[2]) == 0)
        _ = try await store.bin(accounts[3])
        #expect(try await count(ids[0]) == 1)
    }

    private static func countersMove(_ store: SQLDirectoryStore) async throws {
        let ids = try await store.keep(["a", "b"]).map(\.id)
        let later = Sample.start.adding(seconds: 5)
        let found = try await store.write { storage throws(DirectoryError) in
            let before = try storage.counters(of: ids)
            try storage.count(.followers, of: ids[0], by: 2, at: Sample.start)
            try storage.count(.followings, of: ids[0], by: 1, at: Sample.start)
            var set = Counters()
            set.likes = .max
            set.comments = 7
            set.feeds = 8
            // These two are the follows' own.
            set.followers = 99
            set.followings = 99
            try storage.setCounters(set, of: ids[0], at: later)
            return (before, try storage.counters(of: ids), try storage.counters(of: []))
        }
        #expect(found.0.isEmpty && found.2.isEmpty)
        var expected = Counters()
        expected.likes = .max
        expected.comments = 7
        expected.feeds = 8
        expected.followers = 2
        expected.followings = 1
        expected.updatedAt = later
        #expect(found.1 == [ids[0]: expected])
    }

    private static func neighboursAreCounted(_ store: SQLDirectoryStore) async throws {
        let ids = try await store.keep(["gone", "fan", "idol", "both", "far"]).map(\.id)
        let follows = [(1, 0), (0, 2), (3, 0), (0, 3), (1, 4)]
        let counts = try await store.write { storage throws(DirectoryError) in
            for (follower, followee) in follows {
                _ = try storage.insertFollow(
                    of: ids[followee], by: ids[follower], at: Sample.start)
                try storage.count(.followers, of: ids[followee], by: 1, at: Sample.start)
                try storage.count(.followings, of: ids[follower], by: 1, at: Sample.start)
            }
            func numbers() throws(DirectoryError) -> [[Int64]] {
                let counters = try storage.counters(of: ids)
                return ids.map { id in
                    [counters[id]?.followers ?? 0, counters[id]?.followings ?? 0]
                }
            }
            let before = try numbers()
            try storage.countNeighbours(of: ids[0], by: -1, at: Sample.start)
            let without = try numbers()
            try storage.countNeighbours(of: ids[0], by: 1, at: Sample.start)
            return (before, without, try numbers())
        }
        #expect(counts.0 == [[2, 2], [0, 2], [1, 0], [1, 1], [1, 0]])
        #expect(counts.1 == [[2, 2], [0, 1], [0, 0], [0, 0], [1, 0]])
        #expect(counts.2 == counts.0)
    }

    private static func countersHaveAFloor(_ store: SQLDirectoryStore) async throws {
        let id = try await store.keep(named: "a").id
        for side in FollowSide.allCases {
            await #expect(throws: DirectoryError.storage(.constraint)) {
                try await store.write { storage throws(DirectoryError) in
                    try storage.count(side, of: id, by: -1, at: Sample.start)
                }
            }
        }
    }

    private static func followsArePurged(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b"])
        let ids = accounts.map(\.id)
        try await store.write { storage throws(DirectoryError) in
            _ = try storage.insertFollow(of: ids[1], by: ids[0], at: Sample.start)
            _ = try storage.insertFollow(of: ids[0], by: ids[1], at: Sample.start)
            try storage.count(.followers, of: ids[0], by: 1, at: Sample.start)
        }
        _ = try await store.bin(accounts[0])
        let left = try await store.write { storage throws(DirectoryError) in
            _ = try storage.purgeAccounts(deletedBefore: Sample.start.adding(days: 1), limit: 10)
            return (
                try storage.follows(ids[0], ids[1]), try storage.follows(ids[1], ids[0]),
                try storage.counters(of: ids).isEmpty
            )
        }
        #expect(left == (false, false, true))
    }
}
