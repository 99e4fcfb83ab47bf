import RosterCore
import RosterSecurity
import Testing

/// Before and after its blocks scrypt runs PBKDF2 over as many bytes as it has lanes: with small
/// blocks and many lanes that is nearly all of its work (THREATS 23).
@Suite("The work of scrypt hashes with many lanes, and of forms that are none")
struct ScryptBoundTests {
    private static let hex64 = String(repeating: "00", count: 64)
    private static let key32 = String(repeating: "A", count: 43)
    private static let key64 = String(repeating: "A", count: 86) + "=="

    static let costs: [HashCostTests.Cost] = [
        // 2^23 lanes of the smallest blocks: Werkzeug's form, PHC's, Django's and crypt(3)'s.
        .init("scrypt:2:1:8388608$salt$" + hex64, .tooCostly),
        .init("$scrypt$ln=1,r=1,p=8388608$c2FsdA$" + key32, .tooCostly),
        .init("scrypt$2$salt$1$8388608$" + key64, .tooCostly),
        .init("$7$//.......U.SodiumChloride$" + key32, .tooCostly),
        // What Django, passlib and Werkzeug make, and the most memory that is allowed.
        .init("scrypt$16384$salt$8$5$" + key64, .acceptable),
        .init("$scrypt$ln=16,r=8,p=1$c2FsdA$" + key32, .acceptable),
        .init("scrypt:32768:8:1$salt$" + hex64, .acceptable),
        .init("$scrypt$ln=20,r=8,p=1$c2FsdA$" + key32, .acceptable),
        .init("scrypt:1048576:8:1$salt$" + hex64, .acceptable),
        // DES has no mark of its own: any thirteen characters would be a hash.
        .init("Summer2024pwd", .unknownForm), .init("rqXexS6ZhobKA", .unknownForm),
        .init("_J9..rasmBYk8r9AiWNc", .unknownForm),
    ]

    @Test("is known without doing it", arguments: costs)
    func bounds(cost: HashCostTests.Cost) {
        #expect(StoredHash.acceptability(of: cost.stored) == cost.acceptability)
    }

    @Test(
        "is not done by a login: it is wrong after the work of one comparison",
        .timeLimit(.minutes(1)), arguments: costs.filter { $0.acceptability != .acceptable })
    func refused(cost: HashCostTests.Cost) async throws {
        let hasher = try PasswordHasher(algorithm: .cheapBcrypt, pool: HashPool(threads: 1))
        for password in ["Summer2024pwd", "right"] {
            let verdict = try await hasher.compare(
                password, with: cost.stored, priority: .interactive)
            #expect(verdict == .wrong)
        }
    }
}
