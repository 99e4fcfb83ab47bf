import RosterCore
import RosterTestSupport
import Testing

/// What grows has a bound or an age (THREATS 31).
@Suite("The audit trail does not grow for ever") struct GrowthTests {
    @Test("a follow and its end within a minute leave nothing in the trail, in either order")
    func undoneFollows() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ann = Actor.account(try await fixture.create("ann"))
        let ben = try await fixture.create("ben")
        for _ in 0..<5 {
            try await fixture.directory.follow(.id(ben.id), by: ann)
            try await fixture.directory.unfollow(.id(ben.id), by: ann)
        }
        #expect(try await follows(of: ben, fixture).isEmpty)
        try await fixture.directory.follow(.id(ben.id), by: ann)
        fixture.clock.advance(seconds: 61)
        try await fixture.directory.unfollow(.id(ben.id), by: ann)
        #expect(try await follows(of: ben, fixture) == [.followAdded, .followRemoved])
        try await fixture.directory.follow(.id(ben.id), by: ann)
        #expect(try await follows(of: ben, fixture) == [.followAdded])
    }

    @Test("another caller's follow is not undone")
    func othersFollows() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ann = Actor.account(try await fixture.create("ann"))
        let cem = Actor.account(try await fixture.create("cem"))
        let ben = try await fixture.create("ben")
        try await fixture.directory.follow(.id(ben.id), by: cem)
        try await fixture.directory.follow(.id(ben.id), by: ann)
        try await fixture.directory.unfollow(.id(ben.id), by: ann)
        #expect(try await follows(of: ben, fixture) == [.followAdded])
        #expect(try await fixture.audit(of: ben.id).last?.actor == cem.principal.account?.id)
    }

    @Test("entries go when they are as old as the settings say, addresses before them")
    func ages() async throws {
        var policy = DirectoryPolicy()
        policy.auditDays = 100
        policy.auditAddressDays = 10
        let fixture = try await DirectoryFixture.inMemory(policy: policy)
        let ann = try await fixture.create("ann")
        let origin = RequestOrigin(
            surface: .system, requestID: "one", address: "192.0.2.1",
            addressBlock: "192.0.2.1")
        for _ in 0..<3 {
            _ = try await fixture.directory.logIn(
                login: "ann", password: DirectoryFixture.password, origin: origin)
        }
        fixture.clock.advance(seconds: 5 * 86_400)
        _ = try await fixture.directory.logIn(
            login: "ann", password: DirectoryFixture.password, origin: origin)
        #expect(try await addresses(of: ann, fixture) == 4)
        fixture.clock.advance(seconds: 6 * 86_400)
        _ = try await fixture.directory.keepHouse()
        #expect(try await addresses(of: ann, fixture) == 1)
        fixture.clock.advance(seconds: 5 * 86_400)
        _ = try await fixture.directory.keepHouse()
        #expect(try await addresses(of: ann, fixture) == 0)
        let kept = try await fixture.audit(of: ann.id).count
        fixture.clock.advance(seconds: 86 * 86_400)
        let report = try await fixture.directory.keepHouse()
        #expect(report.removedEntries > 0)
        let left = try await fixture.audit(of: ann.id)
        #expect(left.count == kept - 4)
        #expect(left.map(\.action) == [.sessionStarted])
    }

    private func follows(
        of account: Account, _ fixture: DirectoryFixture
    ) async throws -> [AuditAction] {
        try await fixture.audit(of: account.id).map(\.action).filter {
            [.followAdded, .followRemoved].contains($0)
        }
    }

    private func addresses(of account: Account, _ fixture: DirectoryFixture) async throws -> Int {
        try await fixture.audit(of: account.id).count { $0.address != nil }
    }
}
