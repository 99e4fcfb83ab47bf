package import RosterCore
package import RosterStorage
import StorageSQLite

/// A directory with everything around it decided by the test: a database of its own, a clock that
/// stands still, the same chance at every run, and passwords that cost nothing.
package struct DirectoryFixture: Sendable {
    package let directory: Directory
    package let engine: any Engine
    package let clock: TestClock
    package let passwords: FakePasswords
    package let keyrings: FakeKeyrings
    package let files: FakeMediaFiles
    private let random: SeededBytes
    private let secret: String

    /// Over a fresh database in memory. Another seed makes other ids and signing keys.
    package static func inMemory(
        policy: DirectoryPolicy = DirectoryPolicy(), seed: UInt64 = 1
    ) async throws -> DirectoryFixture {
        try await migrated(try SQLiteEngine.inMemory(), policy: policy, seed: seed)
    }

    /// Runs `body` over a fresh database in a folder of its own, which is removed after.
    package static func onDisk(
        policy: DirectoryPolicy = DirectoryPolicy(), _ body: (DirectoryFixture) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let engine = try SQLiteEngine.open(path: folder + "/roster.sqlite")
            do {
                try await body(try await migrated(engine, policy: policy, seed: 1))
            } catch {
                await engine.close()
                throw error
            }
            await engine.close()
        }
    }

    /// Over the same database, clock and chance, as another process or the next start would be:
    /// what the first one holds in memory is unknown here. Its signing keys are loaded.
    package func restarted(
        secret: String? = nil, policy: DirectoryPolicy? = nil
    ) async throws -> DirectoryFixture {
        let next = over(engine, secret: secret, policy: policy)
        try await next.directory.rotateSigningKeys()
        return next
    }

    /// As this one, over another engine (a ``FaultyEngine`` around the same database), with the
    /// keyring that this one holds.
    package func over(_ engine: any Engine) -> DirectoryFixture {
        let other = over(engine, secret: nil, policy: nil)
        if let keyring = keyrings.current { other.keyrings.replace(with: keyring) }
        return other
    }

    /// As this one, under another installation secret, with the keyring that this one holds.
    package func with(secret: String) -> DirectoryFixture {
        let other = over(engine, secret: secret, policy: nil)
        if let keyring = keyrings.current { other.keyrings.replace(with: keyring) }
        return other
    }

    /// As this one, with failures answered at the end of slots, and perhaps another clock.
    package func with(slots: AnswerSlots, clock: TestClock? = nil) -> DirectoryFixture {
        let other = DirectoryFixture(
            engine: engine, policy: directory.policy, clock: clock ?? self.clock,
            passwords: passwords, random: random, secret: secret, files: files, slots: slots)
        if let keyring = keyrings.current { other.keyrings.replace(with: keyring) }
        return other
    }

    package var store: any DirectoryStore { directory.store }

    private init(
        engine: any Engine, policy: DirectoryPolicy, clock: TestClock, passwords: FakePasswords,
        random: SeededBytes, secret: String, files: FakeMediaFiles,
        slots: AnswerSlots = .none
    ) {
        let keyrings = FakeKeyrings()
        self.engine = engine
        self.clock = clock
        self.passwords = passwords
        self.keyrings = keyrings
        self.random = random
        self.secret = secret
        self.files = files
        var environment = DirectoryEnvironment(
            now: { clock.now }, steadyMilliseconds: { clock.steadyMilliseconds },
            randomBytes: { random.next($0) },
            keyedHash: { weakDigest($0, key: secret) }, hash: { weakDigest($0) },
            seal: { weakSeal($0, key: secret + $1) },
            unseal: { weakUnseal($0, key: secret + $1) },
            md5: { weakDigest(String(decoding: $0, as: UTF8.self)) })
        environment.slots = slots
        directory = Directory(
            store: SQLDirectoryStore(engine: engine), passwords: passwords, keyrings: keyrings,
            signingKeys: FakeSigningKeys(secret: secret, random: random), files: files,
            environment: environment, policy: policy)
    }

    private static func migrated(
        _ engine: any Engine, policy: DirectoryPolicy, seed: UInt64
    ) async throws -> DirectoryFixture {
        let fixture = DirectoryFixture(
            engine: engine, policy: policy, clock: TestClock(), passwords: FakePasswords(),
            random: SeededBytes(seed: seed), secret: "secret", files: FakeMediaFiles())
        _ = try await Migrator.migrate(engine, now: fixture.clock.now)
        try await fixture.directory.rotateSigningKeys()
        try await fixture.directory.watchClock()
        return fixture
    }

    private func over(
        _ engine: any Engine, secret: String?, policy: DirectoryPolicy?
    ) -> DirectoryFixture {
        DirectoryFixture(
            engine: engine, policy: policy ?? directory.policy, clock: clock, passwords: passwords,
            random: random, secret: secret ?? self.secret, files: files)
    }
}
