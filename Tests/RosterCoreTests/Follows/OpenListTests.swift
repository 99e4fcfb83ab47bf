import RosterCore
import RosterTestSupport
import Testing

/// Lists of people that anybody may read.
@Suite("Open lists of people") struct OpenListTests {
    private static let view = ProfileView(on: SurfaceName("ThinkSNS"), seenBy: nil)

    @Test("beyond the depth of open lists no row is passed over") func depth() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        // Whatever asks the database fails.
        let directory = fixture.over(FaultyEngine(fixture.engine, failingAt: 1)).directory
        let beyond = Limits.openListDepthMax + 1
        let (caller, view) = (Actor.account(ada).principal, Self.view)
        for offset in [beyond, .max] {
            var query = AccountQuery()
            query.offset = offset
            query.order = .newestFirst
            #expect(try await directory.profiles(query, as: view) == [])
            #expect(
                try await directory.mostFollowedProfiles(offset: offset, limit: 9, as: view) == [])
            #expect(
                try await directory.mutualProfiles(
                    of: caller, nameContaining: nil, offset: offset, limit: 9, as: view) == [])
        }
        await #expect(throws: FaultyEngine.error) {
            try await directory.mostFollowedProfiles(offset: beyond - 1, limit: 9, as: view)
        }
    }

    @Test("followers of an account that does not exist, or is disabled, are not found")
    func owners() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        func count(_ target: Directory.Target) async throws(DirectoryError) -> Int {
            try await fixture.directory.profiles(
                .followers, of: target, offset: 0, limit: 9, as: Self.view
            ).count
        }
        #expect(try await count(ada.target) == 0)
        try await fixture.edit(ada) { $0.status = .set(.disabled) }
        for target in [ada.target, .id(AccountID(999))] {
            await #expect(throws: DirectoryError.notFound) { try await count(target) }
        }
        // To be disabled hides nobody whose number is asked for.
        try await fixture.directory.requireAccount(ada.target)
        await #expect(throws: DirectoryError.notFound) {
            try await fixture.directory.requireAccount(.id(AccountID(999)))
        }
    }

    @Test("a part of a name of which folding leaves nothing is in no name") func folded()
        async throws
    {
        let fixture = try await DirectoryFixture.inMemory()
        let (ada, bob) = (try await fixture.create("ada"), try await fixture.create("bob"))
        try await fixture.directory.follow(bob.target, by: .account(ada))
        try await fixture.directory.follow(ada.target, by: .account(bob))
        for (text, count) in [(nil, 1), ("BO", 1), ("\u{200B}", 0), ("", 0)] as [(String?, Int)] {
            let found = try await fixture.directory.mutualProfiles(
                of: Actor.account(ada).principal, nameContaining: text, offset: 0, limit: 9,
                as: Self.view)
            #expect(found.count == count, "\(text ?? "none")")
            #expect(found.allSatisfy { $0.followsViewer == false })
        }
    }
}
