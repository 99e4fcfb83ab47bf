import RosterCore
import RosterSecurity
import Testing

/// THREATS 23: at most 300 ms and 64 MiB on this machine, by the product of the parameters.
@Suite("What hashes cost on a machine")
struct HashMeterTests {
    struct Stored: Sendable, CustomStringConvertible {
        let description: String
        /// From which speed on it is taken, a server's core being 1; nil for one that no speed helps.
        let speed: Double?

        init(_ text: String, _ speed: Double?) { (description, self.speed) = (text, speed) }
    }

    private static let argonTail = "$c2FsdHNhbHQ$" + String(repeating: "A", count: 43)
    private static let hash43 = String(repeating: "a", count: 43)
    private static let hex64 = String(repeating: "0", count: 128)

    static let forms: [Stored] = [
        Stored("$argon2id$v=19$m=19456,t=2,p=1" + argonTail, 0.2),
        // Each parameter alone is common; their product is not.
        Stored("$argon2id$v=19$m=65536,t=9,p=1" + argonTail, 3),
        Stored("$argon2id$v=19$m=65537,t=1,p=1" + argonTail, nil),
        Stored("$argon2d$v=19$m=1048576,t=1,p=16" + argonTail, nil),
        Stored("$2b$10$" + String(repeating: "a", count: 53), 0.25),
        Stored("$2y$14$" + String(repeating: "a", count: 53), 4),
        Stored("$1$salt$" + String(repeating: "a", count: 22), 0.02),
        Stored("$5$rounds=4000000$salt$" + hash43, 8),
        Stored("$6$salt$" + hash43 + hash43, 0.02),
        Stored("$6$rounds=4000000$salt$" + hash43 + hash43, 8),
        Stored("$sha1$1500000$salt$" + String(repeating: "a", count: 28), 4),
        Stored("pbkdf2_sha256$100000$salt$" + String(repeating: "A", count: 43) + "=", 0.1),
        Stored("pbkdf2:sha512:1900000$salt$" + hex64, 3),
        Stored("scrypt:32768:8:1$salt$" + hex64, 0.5),
        Stored("scrypt:32768:8:16$salt$" + hex64, 8),
        Stored("scrypt:131072:8:1$salt$" + hex64, nil),
        Stored("$y$j9T$salt$" + hash43, 0.25),
        Stored("$y$jCT$salt$" + hash43, nil),
        Stored("$7$C6..../....SodiumChloride$" + hash43, 0.25),
        Stored("$7$F6..../....SodiumChloride$" + hash43, nil),
    ]

    @Test("more than 300 ms or 64 MiB is costly", arguments: forms)
    func costly(_ stored: Stored) throws {
        for speed in [0.001, 0.01, 0.1, 1, 10, 100] {
            let hasher = try PasswordHasher(
                algorithm: .cheapArgon2id, pool: HashPool(threads: 1),
                meter: HashMeter(speed: speed))
            let answer = hasher.acceptability(of: stored.description)
            if let least = stored.speed {
                // Within a factor of the bound either answer is right.
                if speed > least * 4 { #expect(answer == .acceptable, "at \(speed)") }
                if speed < least / 8 { #expect(answer == .costlyHere, "at \(speed)") }
            } else {
                #expect(answer == .costlyHere, "at \(speed)")
            }
        }
    }

    @Test("what is beyond every machine stays so, and what is no hash, too")
    func absolute() throws {
        let hasher = try PasswordHasher(
            algorithm: .cheapArgon2id, pool: HashPool(threads: 1),
            meter: HashMeter(speed: 1e9))
        #expect(
            hasher.acceptability(of: "$2b$15$" + String(repeating: "a", count: 53)) == .tooCostly)
        #expect(hasher.acceptability(of: "nonsense") == .unknownForm)
    }

    @Test("this machine is measured: each form in its usual strength, and none at the bounds")
    func measured() throws {
        let hasher = try PasswordHasher(algorithm: .cheapArgon2id, pool: HashPool(threads: 1))
        // Far from the bound, so that a busy machine does not matter.
        let cheap = [
            "$argon2id$v=19$m=256,t=1,p=1" + Self.argonTail,
            "$2b$04$" + String(repeating: "a", count: 53),
            "$5$rounds=1000$salt$" + Self.hash43,
            "pbkdf2_sha256$1000$salt$" + String(repeating: "A", count: 43) + "=",
            "$scrypt$ln=5,r=8,p=1" + Self.argonTail, "$y$j5T$salt$" + Self.hash43,
            "$7$26..../....SodiumChloride$" + Self.hash43,
            "$sha1$1000$salt$" + String(repeating: "a", count: 28),
        ]
        for stored in cheap {
            #expect(hasher.acceptability(of: stored) == .acceptable, "\(stored)")
        }
        #expect(
            hasher.acceptability(of: "$argon2id$v=19$m=65536,t=10,p=1" + Self.argonTail)
                == .costlyHere)
        #expect(hasher.slotLength >= .milliseconds(600))
    }

    @Test("what is stored already is compared, however costly it is by now")
    func stored() async throws {
        let pool = HashPool(threads: 1)
        let maker = try PasswordHasher(algorithm: .cheapBcrypt, pool: pool)
        let stored = try await maker.hash("right", priority: .interactive)
        let slow = try PasswordHasher(
            algorithm: .cheapArgon2id, pool: pool, meter: HashMeter(speed: 1e-9))
        #expect(slow.acceptability(of: stored) == .costlyHere)
        #expect(
            try await slow.compare("right", with: stored, priority: .interactive)
                == .right(needsRehash: true))
    }
}
