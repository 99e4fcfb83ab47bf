import RosterCore
import RosterTestSupport
import Testing

@Suite("Signing keys")
struct SigningKeyTests {
    private let policy = DirectoryPolicy(
        tokenTTLSeconds: 3600, sessionTTLSeconds: 40 * 86_400)

    private func keyIDs(_ fixture: DirectoryFixture) async throws -> [String] {
        try await fixture.store.read { storage throws(DirectoryError) in
            try storage.signingKeys().map(\.keyID)
        }
    }

    @Test("one is made at the first start and kept by the next")
    func firstKey() async throws {
        let fixture = try await DirectoryFixture.inMemory(policy: policy)
        let first = try await keyIDs(fixture)
        #expect(first.count == 1)
        let next = try await fixture.restarted()
        #expect(try await keyIDs(next) == first)
        #expect(next.keyrings.current?.publicKeys.map(\.keyID) == first)
        #expect(try await fixture.audit().filter { $0.action == .signingKeyCreated }.count == 1)
    }

    @Test("a new one signs after thirty days, while the old ones still verify")
    func rotation() async throws {
        let fixture = try await DirectoryFixture.inMemory(policy: policy)
        try await fixture.create("ada")
        let old = try await keyIDs(fixture)
        let issued = try await fixture.logIn("ada")
        fixture.clock.advance(days: 30)
        fixture.clock.advance(milliseconds: -1)
        _ = try await fixture.directory.keepHouse()
        #expect(try await keyIDs(fixture) == old)
        fixture.clock.advance(milliseconds: 1)
        _ = try await fixture.directory.keepHouse()
        let both = try await keyIDs(fixture)
        #expect(both.count == 2 && both.last == old.first)
        #expect(fixture.keyrings.current?.publicKeys.map(\.keyID) == both)
        let fresh = try await fixture.directory.refresh(
            token: issued.token, keepsOlderTokens: true, origin: .test)
        #expect(fresh.token.hasPrefix(both[0] + "."))
        _ = try await fixture.authenticate(bearer: fresh.token)
    }

    @Test("a key goes when no session can hold a token of it, and not before")
    func removal() async throws {
        let fixture = try await DirectoryFixture.inMemory(policy: policy)
        try await fixture.create("ada")
        let first = try await keyIDs(fixture)
        fixture.clock.advance(days: 30)
        fixture.clock.advance(milliseconds: -1)
        // The last token of the old key, of a session that lives for forty days more.
        let issued = try await fixture.logIn("ada")
        fixture.clock.advance(milliseconds: 1)
        _ = try await fixture.directory.keepHouse()
        fixture.clock.advance(days: 40)
        fixture.clock.advance(seconds: -1)
        _ = try await fixture.directory.keepHouse()
        _ = try await fixture.directory.refresh(
            token: issued.token, keepsOlderTokens: true, origin: .test)
        fixture.clock.advance(seconds: 3602)
        _ = try await fixture.directory.keepHouse()
        let left = try await keyIDs(fixture)
        #expect(!left.contains(first[0]))
        #expect(!left.isEmpty)
        await #expect(throws: DirectoryError.unauthenticated(.invalid)) {
            try await fixture.authenticate(bearer: issued.token)
        }
    }

    @Test("a directory that slept for a year has one fresh key when its clock is believed")
    func longSleep() async throws {
        let fixture = try await DirectoryFixture.inMemory(policy: policy)
        let first = try await keyIDs(fixture)
        fixture.clock.advance(days: 365)
        let next = try await fixture.restarted()
        #expect(try await keyIDs(next) == first)
        fixture.clock.advance(seconds: 3600)
        _ = try await next.directory.keepHouse()
        let left = try await keyIDs(next)
        #expect(left.count == 1 && left != first)
    }

    @Test("two processes that rotate at once agree on one new key")
    func parallelRotation() async throws {
        let fixture = try await DirectoryFixture.inMemory(policy: policy)
        try await fixture.create("ada")
        let processes = [fixture, try await fixture.restarted(), try await fixture.restarted()]
        fixture.clock.advance(days: 30)
        let outcomes = await atOnce(9) { number throws(DirectoryError) in
            try await processes[number % 3].directory.rotateSigningKeys()
        }
        #expect(outcomes.failures == [])
        let stored = try await keyIDs(fixture)
        #expect(stored.count == 2)
        for process in processes {
            try await process.directory.rotateSigningKeys()
            #expect(process.keyrings.current?.publicKeys.map(\.keyID) == stored)
        }
    }

    @Test("a token signed with a key that another process made is accepted")
    func keysOfOtherProcesses() async throws {
        let fixture = try await DirectoryFixture.inMemory(policy: policy)
        try await fixture.create("ada")
        let other = try await fixture.restarted()
        fixture.clock.advance(days: 30)
        try await other.directory.rotateSigningKeys()
        let token = try await other.logIn("ada").token
        #expect(try await fixture.authenticate(bearer: token).account?.name.rawValue == "ada")
    }

    @Test("keys wrapped under another secret stop the start")
    func otherSecret() async throws {
        let fixture = try await DirectoryFixture.inMemory(policy: policy)
        let before = try await DirectoryDump.of(fixture.engine)
        await #expect(throws: DirectoryError.storage(.secretMismatch)) {
            try await fixture.restarted(secret: "other")
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("keys wrapped under another secret stop the start when a rotation is due, too")
    func otherSecretAtRotation() async throws {
        let fixture = try await DirectoryFixture.inMemory(policy: policy)
        let before = try await DirectoryDump.of(fixture.engine)
        fixture.clock.advance(days: 31)
        await #expect(throws: DirectoryError.storage(.secretMismatch)) {
            try await fixture.restarted(secret: "other")
        }
        // A key under the wrong secret would lock out the right one as well.
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    /// What was committed stays when the keyring could not be loaded after it; a retry finds it.
    @Test("a rotation that fails at any step leaves a directory that works on, and can be repeated")
    func failingRotation() async throws {
        for step in 1...20 {
            let fixture = try await DirectoryFixture.inMemory(policy: policy)
            try await fixture.create("ada")
            let token = try await fixture.logIn("ada").token
            fixture.clock.advance(days: 30)
            // The other directory below has not seen the time pass.
            try await fixture.directory.watchClock()
            let engine = FaultyEngine(fixture.engine, failingAt: step)
            let faulty = fixture.over(engine)
            do throws(DirectoryError) {
                try await faulty.directory.rotateSigningKeys()
                #expect(!engine.hasFailed, "step \(step) failed and nobody said so")
            } catch {
                #expect(error == FaultyEngine.error)
            }
            guard engine.hasFailed else { return }
            _ = try await faulty.directory.refresh(
                token: token, keepsOlderTokens: true, origin: .test)
            try await faulty.directory.rotateSigningKeys()
            let stored = try await keyIDs(fixture)
            #expect(stored.count == 2)
            #expect(faulty.keyrings.current?.publicKeys.map(\.keyID) == stored)
        }
        Issue.record("the rotation never passed")
    }
}
