import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let socialCounters: [StorageClause] = [
        .init("accounts without counters have none, and no error", missingCountersAreNone),
        .init("a counter moves alone, with its time", countersMoveAlone),
        .init("what neighbouring services count leaves follows alone, and back", setCountersStay),
        .init("the neighbours of an account lose it and get it back, exactly", neighboursMove),
        .init("no counter falls below none", countersAreNeverNegative),
        .init("counters go with the account", countersArePurged),
    ]

    private static func missingCountersAreNone(_ store: SQLDirectoryStore) async throws {
        let ids = try await store.keep(["a", "b"]).map(\.id)
        #expect(try await store.counters(of: ids + [AccountID(404)]) == [:])
        #expect(try await store.counters(of: []) == [:])
        try await store.count(.followers, of: ids[1], by: 1)
        #expect(try await store.counters(of: ids).keys.sorted() == [ids[1]])
    }

    private static func countersMoveAlone(_ store: SQLDirectoryStore) async throws {
        let ids = try await store.keep(["a", "b"]).map(\.id)
        var expected = Counters()
        let moves: [(FollowSide, Int64)] = [
            (.followers, 1), (.followings, 1), (.followers, 2), (.followings, -1), (.followers, -3),
        ]
        for (second, (side, difference)) in moves.enumerated() {
            let time = Sample.second(Int64(second))
            try await store.count(side, of: ids[0], by: difference, at: time)
            if side == .followers {
                expected.followers += difference
            } else {
                expected.followings += difference
            }
            expected.updatedAt = time
            #expect(try await store.counters(of: ids) == [ids[0]: expected])
        }
    }

    private static func setCountersStay(_ store: SQLDirectoryStore) async throws {
        let id = try await store.keep(named: "a").id
        var wanted = Counters()
        wanted.likes = 1
        wanted.comments = 2
        wanted.feeds = .max
        // Not theirs to set.
        wanted.followers = 99
        wanted.followings = 99
        let set = wanted
        try await store.count(.followers, of: id, by: 5)
        try await store.write { storage throws(DirectoryError) in
            try storage.setCounters(set, of: id, at: Sample.second(1))
        }
        var expected = wanted
        expected.followers = 5
        expected.followings = 0
        expected.updatedAt = Sample.second(1)
        #expect(try await store.counters(of: [id]) == [id: expected])
        try await store.count(.followings, of: id, by: 1, at: Sample.second(2))
        expected.followings = 1
        expected.updatedAt = Sample.second(2)
        #expect(try await store.counters(of: [id]) == [id: expected])
    }

    private static func neighboursMove(_ store: SQLDirectoryStore) async throws {
        let ids = try await store.keep(["me", "fan", "idol", "friend", "stranger"]).map(\.id)
        let pairs = [(1, 0), (0, 2), (3, 0), (0, 3), (4, 2), (1, 3)]
        try await store.follow(pairs, of: ids)
        for (follower, followee) in pairs {
            try await store.count(.followers, of: ids[followee], by: 1)
            try await store.count(.followings, of: ids[follower], by: 1)
        }
        let whole = try await store.followCounts(of: ids)
        #expect(whole == [[2, 2], [0, 2], [2, 0], [2, 1], [0, 1]])
        for _ in 0..<2 {
            try await store.countNeighbours(of: ids[0], by: -1)
            // Its own are as they were: they count again when it comes back.
            let without = try await store.followCounts(of: ids)
            #expect(without == [[2, 2], [0, 1], [1, 0], [1, 0], [0, 1]])
            try await store.countNeighbours(of: ids[0], by: 1)
            #expect(try await store.followCounts(of: ids) == whole)
        }
        try await store.countNeighbours(of: AccountID(404), by: -1)
        #expect(try await store.followCounts(of: ids) == whole)
    }

    private static func countersAreNeverNegative(_ store: SQLDirectoryStore) async throws {
        let ids = try await store.keep(["a", "b"]).map(\.id)
        try await store.count(.followers, of: ids[0], by: 1)
        for (side, id, difference) in [
            (.followers, ids[0], -2), (.followings, ids[0], -1), (.followers, ids[1], -1),
        ] as [(FollowSide, AccountID, Int64)] {
            await #expect(throws: DirectoryError.storage(.constraint)) {
                try await store.count(side, of: id, by: difference)
            }
        }
        for field in [\Counters.likes, \Counters.comments, \Counters.feeds] {
            var counters = Counters()
            counters[keyPath: field] = -1
            let negative = counters
            await #expect(throws: DirectoryError.storage(.constraint)) {
                try await store.write { storage throws(DirectoryError) in
                    try storage.setCounters(negative, of: ids[0], at: Sample.start)
                }
            }
        }
        await #expect(throws: DirectoryError.storage(.constraint)) {
            try await store.count(.followers, of: AccountID(404), by: 1)
        }
        #expect(try await store.followCounts(of: ids) == [[1, 0], [0, 0]])
    }

    private static func countersArePurged(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["gone", "stays"])
        for account in accounts { try await store.count(.followers, of: account.id, by: 1) }
        try await store.purge(accounts[0])
        #expect(try await store.counters(of: accounts.map(\.id)).keys.sorted() == [accounts[1].id])
    }
}

extension SQLDirectoryStore {
    fileprivate func counters(
        of ids: [AccountID]
    ) async throws(DirectoryError) -> [AccountID: Counters] {
        try await read { storage throws(DirectoryError) in try storage.counters(of: ids) }
    }

    /// Followers and followings of each.
    fileprivate func followCounts(of ids: [AccountID]) async throws(DirectoryError) -> [[Int64]] {
        let counters = try await counters(of: ids)
        return ids.map { [counters[$0]?.followers ?? 0, counters[$0]?.followings ?? 0] }
    }

    fileprivate func count(
        _ side: FollowSide, of id: AccountID, by difference: Int64,
        at time: Timestamp = Sample.start
    ) async throws(DirectoryError) {
        try await write { storage throws(DirectoryError) in
            try storage.count(side, of: id, by: difference, at: time)
        }
    }

    fileprivate func countNeighbours(
        of id: AccountID, by difference: Int64
    ) async throws(DirectoryError) {
        try await write { storage throws(DirectoryError) in
            try storage.countNeighbours(of: id, by: difference, at: Sample.second(9))
        }
    }
}
