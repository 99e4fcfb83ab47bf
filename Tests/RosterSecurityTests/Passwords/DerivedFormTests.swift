import RosterCore
import RosterSecurity
import Testing

@Suite("PBKDF2 and scrypt hashes of web frameworks")
struct DerivedFormTests {
    private let hasher: PasswordHasher

    init() throws {
        hasher = try PasswordHasher(algorithm: .cheapArgon2id, pool: HashPool(threads: 1))
    }

    @Test("a right password logs in and is hashed anew", arguments: KnownHash.derived)
    func right(known: KnownHash) async throws {
        #expect(StoredHash.acceptability(of: known.stored) == .acceptable)
        let verdict = try await hasher.compare(
            known.password, with: known.stored, priority: .interactive)
        #expect(verdict == .right(needsRehash: true))
    }

    @Test("where bcrypt is configured, too, unless the password is too long for it")
    func rightWithBcrypt() async throws {
        let hasher = try PasswordHasher(algorithm: .cheapBcrypt, pool: HashPool(threads: 1))
        for known in KnownHash.derived {
            let verdict = try await hasher.compare(
                known.password, with: known.stored, priority: .interactive)
            let isStorable = known.password.utf8.count <= 72
            #expect(verdict == .right(needsRehash: isStorable), "\(known)")
        }
    }

    @Test("a wrong password does not log in", arguments: KnownHash.derived)
    func wrong(known: KnownHash) async throws {
        let tries = [
            "", "x", "x" + known.password, known.password + "x", known.password + " ",
            String(known.password.dropLast()), known.password.uppercased() + "X", known.stored,
            known.password.replacing("\u{E9}", with: "e\u{301}"),
        ]
        for typed in tries where Array(typed.utf8) != Array(known.password.utf8) {
            let verdict = try await hasher.compare(
                typed, with: known.stored, priority: .interactive)
            #expect(verdict == .wrong, "\(typed)")
        }
    }

    /// HMAC fills its key up with zeros: to PBKDF2 and scrypt these are the right passwords.
    @Test("a password is wrong with NUL behind it", arguments: KnownHash.derived)
    func nul(known: KnownHash) async throws {
        for zeros in ["\0", "\0\0"] {
            let verdict = try await hasher.compare(
                known.password + zeros, with: known.stored, priority: .interactive)
            #expect(verdict == .wrong)
        }
    }

    @Test("a hash with another key or salt matches nothing", arguments: KnownHash.derived)
    func tampered(known: KnownHash) async throws {
        var parts = known.stored.split(separator: "$", omittingEmptySubsequences: false)
            .map(String.init)
        let isDjangoScrypt = parts.count == 6
        for index in [parts.count - 1, isDjangoScrypt ? 2 : parts.count - 2] {
            let part = parts[index]
            // Within hex as within all the alphabets of base64.
            parts[index] = (part.first == "1" ? "2" : "1") + part.dropFirst()
            let stored = parts.joined(separator: "$")
            // Two characters spell one byte, and leave bits that must be zero.
            if part.utf8.count > 2 {
                #expect(StoredHash.acceptability(of: stored) == .acceptable, "\(stored)")
            }
            let verdict = try await hasher.compare(
                known.password, with: stored, priority: .interactive)
            #expect(verdict == .wrong, "\(stored)")
            parts[index] = part
        }
    }

    @Test(
        "hex may be in upper case",
        arguments: KnownHash.derived.filter { $0.stored.contains(":") })
    func upperCase(known: KnownHash) async throws {
        let parts = known.stored.split(separator: "$").map(String.init)
        let stored = [parts[0], parts[1], parts[2].uppercased()].joined(separator: "$")
        #expect(stored != known.stored)
        #expect(StoredHash.acceptability(of: stored) == .acceptable)
        #expect(
            try await hasher.compare(known.password, with: stored, priority: .interactive)
                == .right(needsRehash: true))
    }

    @Test(
        "the keys of a framework's hashes are as long as it makes them",
        arguments: [
            "pbkdf2_sha1$1000$salt$", "pbkdf2_sha256$1000$salt$", "scrypt$16$salt$8$1$",
        ])
    func keyLengths(prefix: String) {
        let right = ["pbkdf2_sha1$1000$salt$": 20, "pbkdf2_sha256$1000$salt$": 32][prefix] ?? 64
        for count in 0...66 {
            let padding = String(repeating: "=", count: (3 - count % 3) % 3)
            let stored = prefix + String(repeating: "A", count: (count * 4 + 2) / 3) + padding
            let expected: HashAcceptability = count == right ? .acceptable : .unknownForm
            #expect(StoredHash.acceptability(of: stored) == expected, "\(count) bytes")
        }
    }

    @Test("keys of PHC strings have 16 to 64 bytes, salts 1 to 128")
    func lengths() {
        let salt = "c2FsdA"
        for count in 0...66 {
            let key = String(repeating: "A", count: (count * 4 + 2) / 3)
            let expected: HashAcceptability =
                (16...64).contains(count) ? .acceptable : .unknownForm
            for stored in [
                "$pbkdf2-sha256$i=1000$\(salt)$\(key)",
                "$pbkdf2-sha256$i=1000,l=\(count)$\(salt)$\(key)",
                "$scrypt$ln=4,r=8,p=1$\(salt)$\(key)",
            ] {
                #expect(StoredHash.acceptability(of: stored) == expected, "\(stored)")
            }
        }
        let hash = "$ENBNMwCgKuLyoiYWfpfS6LuI+wwa8g8/x1FOmmzf7N4="
        for (count, expected) in [
            (0, HashAcceptability.unknownForm), (1, .acceptable), (128, .acceptable),
            (129, .unknownForm),
        ] {
            let stored = "pbkdf2_sha256$1000$" + String(repeating: "s", count: count) + hash
            #expect(StoredHash.acceptability(of: stored) == expected, "\(count) bytes of salt")
        }
    }
}
