import RosterCore
import RosterSecurity
import Testing

@Suite("Hashing anew after a login")
struct RehashTests {
    struct Change: Sendable, CustomStringConvertible {
        let stored: PasswordAlgorithm
        let configured: PasswordAlgorithm
        let needsRehash: Bool

        var description: String { "\(stored) -> \(configured)" }
    }

    private static let base = PasswordAlgorithm.argon2id(memoryKiB: 64, passes: 2, lanes: 2)

    static let changes: [Change] = [
        .init(stored: base, configured: base, needsRehash: false),
        .init(
            stored: .argon2id(memoryKiB: 63, passes: 2, lanes: 2), configured: base,
            needsRehash: true),
        .init(
            stored: .argon2id(memoryKiB: 64, passes: 1, lanes: 2), configured: base,
            needsRehash: true),
        .init(
            stored: .argon2id(memoryKiB: 64, passes: 2, lanes: 1), configured: base,
            needsRehash: true),
        .init(
            stored: .argon2id(memoryKiB: 128, passes: 1, lanes: 2), configured: base,
            needsRehash: true),
        .init(
            stored: .argon2id(memoryKiB: 128, passes: 2, lanes: 1), configured: base,
            needsRehash: false),
        .init(
            stored: .argon2id(memoryKiB: 64, passes: 3, lanes: 2), configured: base,
            needsRehash: false),
        .init(stored: .bcrypt(cost: 4), configured: base, needsRehash: true),
        .init(stored: base, configured: .bcrypt(cost: 4), needsRehash: true),
        .init(stored: .bcrypt(cost: 4), configured: .bcrypt(cost: 4), needsRehash: false),
        .init(stored: .bcrypt(cost: 4), configured: .bcrypt(cost: 5), needsRehash: true),
        .init(stored: .bcrypt(cost: 5), configured: .bcrypt(cost: 4), needsRehash: false),
    ]

    @Test(
        "an older or cheaper form is replaced, the same and a costlier one stay", arguments: changes
    )
    func table(change: Change) async throws {
        let pool = HashPool(threads: 1)
        let stored = try await PasswordHasher(algorithm: change.stored, pool: pool)
            .hash("secret", priority: .interactive)
        let verdict = try await PasswordHasher(algorithm: change.configured, pool: pool)
            .compare("secret", with: stored, priority: .interactive)
        #expect(verdict == .right(needsRehash: change.needsRehash))
    }

    @Test("another variant of bcrypt is replaced by $2b$", arguments: ["$2a$", "$2y$"])
    func variant(prefix: String) async throws {
        let hasher = try PasswordHasher(algorithm: .cheapBcrypt, pool: HashPool(threads: 1))
        let stored = prefix + "05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
        #expect(
            try await hasher.compare("U*U", with: stored, priority: .interactive)
                == .right(needsRehash: true))
    }

    @Test("the configured forms are spelt as DESIGN §5 says")
    func forms() async throws {
        let pool = HashPool(threads: 1)
        let argon2id = try PasswordHasher(algorithm: .argon2id, pool: pool)
        let first = try await argon2id.hash("secret", priority: .interactive)
        #expect(first.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(argon2id.bytesMax == nil)
        let bcrypt = try PasswordHasher(algorithm: .bcrypt, pool: pool)
        let second = try await bcrypt.hash("secret", priority: .bulk)
        #expect(second.hasPrefix("$2b$10$") && second.utf8.count == 60)
        #expect(bcrypt.bytesMax == 72)
        let third = try await bcrypt.hash("secret", priority: .bulk)
        #expect(second != third, "each hash has a salt of its own")
    }
}
