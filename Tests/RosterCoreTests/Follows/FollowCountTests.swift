import RosterCore
import RosterTestSupport
import Testing

/// The counters of follows are kept, not counted: whatever happens, they must be what counting says.
@Suite("Counters of follows") struct FollowCountTests {
    @Test(
        "follows, deletes, restores and purges leave counters as counting them would",
        arguments: [1, 2, 3])
    func random(seed: UInt64) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let chief = Actor.account(try await fixture.createAdministrator("chief"))
        var people: [Account] = []
        for number in 0..<8 { people.append(try await fixture.create("person\(number)")) }
        var gone: Set<AccountID> = []
        let chance = SeededBytes(seed: seed)
        for step in 0..<400 {
            let bytes = chance.next(3)
            let one = people[Int(bytes[0]) % people.count]
            let other = people[Int(bytes[1]) % people.count]
            switch bytes[2] % 10 {
            case 0 where !gone.contains(one.id):
                _ = try await fixture.directory.delete([.id(one.id)], by: chief)
                gone.insert(one.id)
            case 1 where gone.contains(one.id):
                _ = try await fixture.directory.restore(.id(one.id), by: chief)
                gone.remove(one.id)
            case 2...4 where !gone.contains(one.id) && !gone.contains(other.id):
                try? await fixture.directory.unfollow(.id(other.id), by: .account(one))
            default:
                guard !gone.contains(one.id), !gone.contains(other.id) else { continue }
                try? await fixture.directory.follow(.id(other.id), by: .account(one))
            }
            if step % 20 == 0 {
                try await expectExact(people, fixture, "seed \(seed), step \(step)")
            }
        }
        fixture.clock.advance(seconds: 31 * 86_400)
        _ = try await fixture.directory.keepHouse()
        try await expectExact(people.filter { !gone.contains($0.id) }, fixture, "after the purge")
    }

    private func expectExact(
        _ people: [Account], _ fixture: DirectoryFixture, _ place: Comment
    ) async throws {
        let ids = people.map(\.id)
        let found = try await fixture.directory.store.read { storage throws(DirectoryError) in
            var found: [Found] = []
            for id in ids {
                let counters = try storage.counters(of: [id])[id] ?? Counters()
                let isLive = try storage.account(id)?.deletedAt == nil
                found.append(
                    Found(
                        isLive: isLive, counters: counters,
                        followers: try storage.accounts(.followers, of: id, offset: 0, limit: 99)
                            .count,
                        followings: try storage.accounts(.followings, of: id, offset: 0, limit: 99)
                            .count))
            }
            return found
        }
        // Of an account in the recycle bin nobody sees a counter.
        for one in found where one.isLive {
            #expect(one.counters.followers == Int64(one.followers), place)
            #expect(one.counters.followings == Int64(one.followings), place)
        }
    }

    private struct Found: Sendable {
        let isLive: Bool
        let counters: Counters
        let followers: Int
        let followings: Int
    }
}
