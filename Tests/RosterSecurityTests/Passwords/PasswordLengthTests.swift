import RosterCore
import RosterSecurity
import Testing

@Suite("Long passwords and NUL (THREATS 14)")
struct PasswordLengthTests {
    private let pool = HashPool(threads: 1)

    private func hasher(_ algorithm: PasswordAlgorithm) throws -> PasswordHasher {
        try PasswordHasher(algorithm: algorithm, pool: pool)
    }

    /// One, two, three and four bytes a character.
    @Test("72 bytes are whole with bcrypt, and 73 are refused", arguments: ["a", "é", "密", "🔑"])
    func bcryptBytes(character: String) async throws {
        let bcrypt = try hasher(.cheapBcrypt)
        let full = String(repeating: character, count: 72 / character.utf8.count)
        #expect(full.utf8.count == 72)
        let stored = try await bcrypt.hash(full, priority: .interactive)
        #expect(
            try await bcrypt.compare(full, with: stored, priority: .interactive)
                == .right(needsRehash: false))
        #expect(
            try await bcrypt.compare(full + "x", with: stored, priority: .interactive) == .wrong)
        #expect(
            try await bcrypt.compare(
                String(full.dropLast()), with: stored, priority: .interactive) == .wrong)
        await #expect(
            throws: DirectoryError.invalid([InvalidField(.password, .tooLong(maximum: 72))])
        ) {
            try await bcrypt.hash(full + "x", priority: .interactive)
        }
    }

    @Test("argon2id takes a long password whole", arguments: [73, 512, 1024])
    func argon2Bytes(count: Int) async throws {
        let argon2id = try hasher(.cheapArgon2id)
        let long = String(repeating: "a", count: count)
        let stored = try await argon2id.hash(long, priority: .interactive)
        #expect(
            try await argon2id.compare(long, with: stored, priority: .interactive)
                == .right(needsRehash: false))
        for other in [String(long.dropLast()), String(long.dropLast()) + "b", long + "a"] {
            #expect(
                try await argon2id.compare(other, with: stored, priority: .interactive) == .wrong)
        }
    }

    @Test("an argon2id hash of a long password stays as it is where bcrypt is configured")
    func longPasswordStays() async throws {
        let long = String(repeating: "a", count: 73)
        let stored = try await hasher(.cheapArgon2id).hash(long, priority: .interactive)
        let verdict = try await hasher(.cheapBcrypt)
            .compare(long, with: stored, priority: .interactive)
        #expect(verdict == .right(needsRehash: false))
    }

    @Test(
        "a password with NUL is refused when it is set, and wrong when it is typed",
        arguments: [PasswordAlgorithm.cheapArgon2id, .cheapBcrypt],
        ["\0", "secret\0", "\0secret", "secret\0more"])
    func nul(algorithm: PasswordAlgorithm, password: String) async throws {
        let hasher = try hasher(algorithm)
        await #expect(
            throws: DirectoryError.invalid([InvalidField(.password, .forbiddenCharacters)])
        ) {
            try await hasher.hash(password, priority: .interactive)
        }
        // What crypt(3) would see of it, up to the NUL.
        for beginning in ["secret", ""] {
            let stored = try await hasher.hash(beginning, priority: .interactive)
            #expect(
                try await hasher.compare(password, with: stored, priority: .interactive) == .wrong)
        }
    }

    @Test("a password beyond crypt(3)'s buffer is wrong for its forms")
    func cryptBytes() async throws {
        let empty = "$5$rounds=1000$$jAQ1NZgJkatmWyAsK0NxDcSXTB41aRCrTggwkNbBkXA"
        let hasher = try hasher(.cheapArgon2id)
        #expect(
            try await hasher.compare("", with: empty, priority: .interactive)
                == .right(needsRehash: true))
        let long = String(repeating: "a", count: 512)
        #expect(try await hasher.compare(long, with: empty, priority: .interactive) == .wrong)
    }

    @Test("passwords are compared byte by byte, without normalisation")
    func bytes() async throws {
        let hasher = try hasher(.cheapArgon2id)
        let composed = "caf\u{E9}"
        let decomposed = "cafe\u{301}"
        #expect(composed == decomposed)
        let stored = try await hasher.hash(composed, priority: .interactive)
        #expect(
            try await hasher.compare(decomposed, with: stored, priority: .interactive) == .wrong)
    }
}
