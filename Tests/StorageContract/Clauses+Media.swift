import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let media: [StorageClause] = [
        .init("an upload comes back with every field", mediaComeBack),
        .init("an upload is stored once, and its token is spent", mediaAreStoredOnce),
        .init(
            "unbound are uploads that are neither avatar nor background of their account", unbound),
        .init("old uploads are doomed unless they are bound to their account", oldMediaAreDoomed),
        .init("uploads are doomed in batches, the oldest first", mediaAreDoomedInBatches),
        .init("a purge leaves uploads without owner, which dooms them at any age", purgedMedia),
        .init("accounts in the recycle bin keep what is bound to them", binnedMedia),
        .init("what an upload must not be is refused", mediaAreConstrained),
    ]

    private static func mediaComeBack(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let all = [
            Sample.media("a", of: account.id), Sample.media("b", of: account.id, state: .stored),
            Sample.media("c", of: nil, state: .doomed),
        ]
        for media in all {
            try await store.keep(media)
            #expect(try await store.media(media.node) == media)
        }
        for type in ImageType.allCases {
            let media = Sample.media("\(type)", of: account.id, type: type)
            try await store.keep(media)
            #expect(try await store.media(media.node) == media)
        }
        #expect(try await store.media(MediaNode(stored: "public:nobody")) == nil)
        // Doomed are those that say so, by name.
        #expect(try await store.doomed() == [all[2].node])
        try await store.write { storage throws(DirectoryError) in
            try storage.removeMedia(all[2].node)
            try storage.removeMedia(all[2].node)
        }
        #expect(try await store.media(all[2].node) == nil)
    }

    private static func mediaAreStoredOnce(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let planned = Sample.media("a", of: account.id)
        let doomed = Sample.media("b", of: account.id, state: .doomed)
        for media in [planned, doomed] { try await store.keep(media) }
        let size = PixelSize(width: 3, height: 2)
        let stored = try await store.write { storage throws(DirectoryError) in
            [
                try storage.setStored(planned.node, size: size),
                try storage.setStored(planned.node, size: PixelSize(width: 9, height: 9)),
                try storage.setStored(doomed.node, size: size),
                try storage.setStored(MediaNode(stored: "public:nobody"), size: size),
            ]
        }
        #expect(stored == [true, false, false, false])
        let found = try await store.media(planned.node)
        #expect(found?.state == .stored && found?.size == size && found?.tokenHash == nil)
        #expect(try await store.media(doomed.node) == doomed)
    }

    private static func unbound(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["owner", "other"])
        let all: [(String, Media.State, Int64)] = [
            ("avatar", .stored, 1), ("background", .stored, 2), ("theirs", .stored, 5),
            ("loose", .stored, 4), ("planned", .planned, 3), ("doomed", .doomed, 6),
        ]
        for (name, state, second) in all {
            try await store.keep(
                Sample.media(name, of: accounts[0].id, state: state, at: Sample.second(second)))
        }
        #expect(try await store.unbound(accounts[0]) == [1, 2, 3, 4, 5])
        _ = try await store.change(accounts[0]) {
            $0.avatar = "public:avatar"
            $0.background = "public:background"
        }
        // Another account that names it binds nothing.
        _ = try await store.change(accounts[1]) { $0.avatar = "public:theirs" }
        #expect(try await store.unbound(accounts[0]) == [3, 4, 5])
        #expect(try await store.unbound(accounts[0], limit: 2) == [3, 4])
        #expect(try await store.unbound(accounts[1]) == [])
    }

    private static func oldMediaAreDoomed(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "owner")
        let other = try await store.keep(named: "other")
        for name in ["avatar", "background", "loose", "theirs"] {
            try await store.keep(Sample.media(name, of: account.id, state: .stored))
        }
        try await store.keep(Sample.media("planned", of: account.id))
        try await store.keep(Sample.media("late", of: account.id, at: Sample.second(1)))
        let bound = try await store.change(account) {
            $0.avatar = "public:avatar"
            $0.background = "public:background"
        }
        _ = try await store.change(other) { $0.avatar = "public:theirs" }
        #expect(try await store.doom(before: 0) == 0)
        #expect(try await store.doom(before: 1) == 3)
        #expect(try await store.doomed() == ["loose", "planned", "theirs"].map(Sample.node))
        let planned = try await store.media(Sample.node("planned"))
        #expect(planned?.tokenHash == nil)
        #expect(try await store.doom(before: 1) == 0)
        // Replaced: what was bound is old enough by now.
        _ = try await store.change(bound) { $0.avatar = nil }
        #expect(try await store.doom(before: 1) == 1)
        #expect(try await store.media(Sample.node("avatar"))?.state == .doomed)
        #expect(try await store.media(Sample.node("background"))?.state == .stored)
        #expect(try await store.media(Sample.node("late"))?.state == .planned)
    }

    private static func mediaAreDoomedInBatches(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        for second in [3, 1, 5, 2, 4] as [Int64] {
            try await store.keep(
                Sample.media("m\(second)", of: account.id, at: Sample.second(second)))
        }
        #expect(try await store.doom(before: 5, limit: 2) == 2)
        #expect(try await store.doomed() == ["m1", "m2"].map(Sample.node))
        #expect(try await store.doomed(limit: 1) == [Sample.node("m1")])
        #expect(try await store.doom(before: 5, limit: 3) == 2)
        #expect(try await store.doomed() == ["m1", "m2", "m3", "m4"].map(Sample.node))
    }

    private static func purgedMedia(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "gone")
        let late = Sample.start.adding(days: 9)
        for name in ["avatar", "loose", "planned"] {
            try await store.keep(
                Sample.media(
                    name, of: account.id, state: name == "planned" ? .planned : .stored, at: late))
        }
        let bound = try await store.change(account) { $0.avatar = "public:avatar" }
        try await store.purge(bound)
        let avatar = try await store.media(Sample.node("avatar"))
        #expect(avatar?.accountID == nil && avatar?.state == .stored)
        #expect(try await store.doom(before: 1, limit: 2) == 2)
        #expect(try await store.doom(before: 1, limit: 2) == 1)
        #expect(try await store.doomed() == ["avatar", "loose", "planned"].map(Sample.node))
    }

    private static func binnedMedia(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        for name in ["avatar", "loose"] {
            try await store.keep(Sample.media(name, of: account.id, state: .stored))
        }
        _ = try await store.bin(try await store.change(account) { $0.avatar = "public:avatar" })
        #expect(try await store.doom(before: 1) == 1)
        #expect(try await store.doomed() == [Sample.node("loose")])
        #expect(try await store.media(Sample.node("avatar"))?.accountID == account.id)
    }

    private static func mediaAreConstrained(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        try await store.keep(Sample.media("taken", of: account.id))
        let none = PixelSize(width: 0, height: 1)
        let bad = [
            Sample.media("taken", of: account.id), Sample.media("orphan", of: AccountID(404)),
            Sample.media("empty", of: account.id, bytesCount: 0),
            Sample.media("flat", of: account.id, state: .stored, size: none),
        ]
        for media in bad {
            await #expect(throws: DirectoryError.storage(.constraint), "\(media.node)") {
                try await store.keep(media)
            }
        }
        await #expect(throws: DirectoryError.storage(.constraint)) {
            try await store.write { storage throws(DirectoryError) in
                _ = try storage.setStored(Sample.node("taken"), size: none)
            }
        }
    }
}

extension Sample {
    static func node(_ name: String) -> MediaNode { MediaNode(stored: "public:" + name) }

    static func media(
        _ name: String, of id: AccountID?, state: Media.State = .planned, type: ImageType = .png,
        bytesCount: Int = 1, size: PixelSize = PixelSize(width: 1, height: 1),
        at time: Timestamp = start
    ) -> Media {
        Media(
            node: node(name), accountID: id, state: state, type: type, bytesCount: bytesCount,
            md5: "md5", tokenHash: state == .planned ? "hash" : nil,
            size: state == .stored ? size : nil, createdAt: time,
            expiresAt: time.adding(seconds: 3600))
    }
}

extension SQLDirectoryStore {
    fileprivate func keep(_ media: Media) async throws(DirectoryError) {
        try await write { storage throws(DirectoryError) in try storage.insert(media) }
    }

    fileprivate func media(_ node: MediaNode) async throws(DirectoryError) -> Media? {
        try await read { storage throws(DirectoryError) in try storage.media(node) }
    }

    fileprivate func doom(
        before second: Int64, limit: Int = 100
    ) async throws(DirectoryError) -> Int {
        try await write { storage throws(DirectoryError) in
            try storage.doomMedia(announcedBefore: Sample.second(second), limit: limit)
        }
    }

    fileprivate func doomed(limit: Int = 100) async throws(DirectoryError) -> [MediaNode] {
        try await read { storage throws(DirectoryError) in try storage.doomedMedia(limit: limit) }
    }

    /// The seconds at which unbound uploads were announced.
    fileprivate func unbound(
        _ account: Account, limit: Int = 100
    ) async throws(DirectoryError) -> [Int64] {
        try await read { storage throws(DirectoryError) in
            try storage.unboundMedia(
                of: account.id, upTo: Sample.start.adding(days: 9_000), limit: limit
            ).map {
                ($0.milliseconds - Sample.start.milliseconds) / 1000
            }
        }
    }
}
