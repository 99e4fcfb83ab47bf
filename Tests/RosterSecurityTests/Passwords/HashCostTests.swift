import RosterCore
import RosterSecurity
import Testing

@Suite("The cost of stored hashes")
struct HashCostTests {
    struct Cost: Sendable, CustomStringConvertible {
        let stored: String
        let acceptability: HashAcceptability

        init(_ stored: String, _ acceptability: HashAcceptability) {
            self.stored = stored
            self.acceptability = acceptability
        }

        var description: String { stored }
    }

    private static let argon2Tail = "$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
    private static let bcryptTail = "$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
    private static let hash43 = String(repeating: "a", count: 43)
    private static let scryptTail = "$LdJMENpBABJJ3hIHjB1Bi.$" + hash43

    static let costs: [Cost] = [
        .init("$argon2id$v=19$m=1048576,t=10,p=16" + argon2Tail, .acceptable),
        .init("$argon2id$v=19$m=1048577,t=1,p=1" + argon2Tail, .tooCostly),
        .init("$argon2i$v=19$m=4294967295,t=1,p=1" + argon2Tail, .tooCostly),
        .init("$argon2d$v=19$m=99999999999999999999,t=1,p=1" + argon2Tail, .unknownForm),
        .init("$argon2id$v=19$m=256,t=11,p=1" + argon2Tail, .tooCostly),
        .init("$argon2id$v=19$m=256,t=4294967295,p=1" + argon2Tail, .tooCostly),
        .init("$argon2id$v=19$m=256,t=1,p=17" + argon2Tail, .tooCostly),
        .init("$2b$14" + bcryptTail, .acceptable),
        .init("$2b$15" + bcryptTail, .tooCostly),
        .init("$2y$31" + bcryptTail, .tooCostly),
        .init("$5$rounds=5000000$salt$" + hash43, .acceptable),
        .init("$5$rounds=5000001$salt$" + hash43, .tooCostly),
        .init("$6$rounds=999999999$salt$" + hash43 + hash43, .tooCostly),
        .init("$sha1$2000000$jtNX3nZ2$hBNaIXkt4wBI2o5rsi8KejSjNqIq", .acceptable),
        .init("$sha1$2000001$jtNX3nZ2$hBNaIXkt4wBI2o5rsi8KejSjNqIq", .tooCostly),
        .init("$sha1$4294967295$jtNX3nZ2$hBNaIXkt4wBI2o5rsi8KejSjNqIq", .tooCostly),
        // What has no mark of its own might be a password.
        .init("_.h2HCCCCXBrJUJV154M", .unknownForm),
        // N = 2^20, r = 8: 1 GiB; then twice that by N, by r, and twice the work by p.
        .init("$7$I6..../....SodiumChloride$" + hash43, .acceptable),
        .init("$7$J6..../....SodiumChloride$" + hash43, .tooCostly),
        .init("$7$I7..../....SodiumChloride$" + hash43, .tooCostly),
        .init("$7$H6....1....SodiumChloride$" + hash43, .acceptable),
        .init("$7$I6....0....SodiumChloride$" + hash43, .tooCostly),
        .init("$7$zzzzzzzzzzzSodiumChloride$" + hash43, .tooCostly),
        .init("$7$C6....zzzzzSodiumChloride$" + hash43, .tooCostly),
        .init("$y$jH5" + scryptTail, .acceptable),
        .init("$y$jI5" + scryptTail, .tooCostly),
        .init("$gy$jH6" + scryptTail, .tooCostly),
        // r = 2^20 in yescrypt's digits of variable length.
        .init("$y$jSy/vrD" + scryptTail, .tooCostly),
        // p = 2, t = 1 at 256 MiB, then at 512 MiB.
        .init("$y$jF50.." + scryptTail, .acceptable),
        .init("$y$jG50.." + scryptTail, .tooCostly),
        .init("$y$jzzzzz" + scryptTail, .unknownForm),
    ]

    @Test("a cost is read without paying it, and bounded", arguments: costs)
    func bounds(cost: Cost) {
        #expect(StoredHash.acceptability(of: cost.stored) == cost.acceptability)
    }

    @Test(
        "a login against a hash beyond the bounds is wrong after the work of one comparison",
        .timeLimit(.minutes(1)), arguments: costs.filter { $0.acceptability == .tooCostly })
    func refusedCost(cost: Cost) async throws {
        let hasher = try PasswordHasher(algorithm: .cheapBcrypt, pool: HashPool(threads: 1))
        let verdict = try await hasher.compare(
            "password", with: cost.stored, priority: .interactive)
        #expect(verdict == .wrong)
    }
}
