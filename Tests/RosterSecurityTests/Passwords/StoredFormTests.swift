import RosterCore
import RosterSecurity
import Testing

@Suite("Stored hashes of other systems")
struct StoredFormTests {
    private let hasher: PasswordHasher

    init() throws {
        hasher = try PasswordHasher(algorithm: .cheapArgon2id, pool: HashPool(threads: 1))
    }

    @Test("a right password logs in and is hashed anew", arguments: KnownHash.all)
    func right(known: KnownHash) async throws {
        #expect(StoredHash.acceptability(of: known.stored) == .acceptable)
        let verdict = try await hasher.compare(
            known.password, with: known.stored, priority: .interactive)
        // The one of Argon2id, too: its salt is shorter than ours.
        #expect(verdict == .right(needsRehash: true))
    }

    @Test("a wrong password does not log in", arguments: KnownHash.all)
    func wrong(known: KnownHash) async throws {
        for typed in ["", "x" + known.password, known.password.lowercased() + "1"] {
            let verdict = try await hasher.compare(
                typed, with: known.stored, priority: .interactive)
            #expect(verdict == .wrong, "\(typed)")
        }
    }

    @Test("a hash with another last character matches nothing", arguments: KnownHash.all)
    func tampered(known: KnownHash) async throws {
        let last: Character = known.stored.last == "6" ? "2" : "6"
        let verdict = try await hasher.compare(
            known.password, with: known.stored.dropLast() + String(last), priority: .interactive)
        #expect(verdict == .wrong)
    }

    @Test(
        "what is no hash that this system computes is of unknown form and matches nothing",
        arguments: [
            "", "*0", "*1", "!", "x", "*", "plain", "password", "$", "$$", "$2b$", "$y$", "$6$",
            // Marks hashes of a faulty implementation.
            "$2x$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e",
            "$2$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2b$5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2b$32$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2b$+5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
            "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWW",
            "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe\u{212A}",
            "$5$saltstring", "$5$saltstring$5B8vYYiY",
            "$5$rounds=999$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
            "$5$rounds=01000$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
            "$5$rounds=$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
            "$1$dXc3I7Rwx$ctlgjDdWJLMT.qwHsWhXR1", "$3$$8846f7eaee8fb117ad06bdd830b7586c",
            "$md5$rounds=904$iPPKEBnEkp3JV8uX$0L6m7rOFTVFn.SGqo2M9W1",
            "CCNf8Sbh3HDfQ", "CCNf8Sbh3HDf", "CC f8Sbh3HDfQ", "_J9..CCCCXBrJUJV154M",
            "$sha1$-1$jtNX3nZ2$hBNaIXkt4wBI2o5rsi8KejSjNqIq",
            "$y$j9$LdJMENpBABJJ3hIHjB1Bi.$HboGM6qPrsK.StKYGt6KErmUYtioHreJd98oIugoNB6",
            // A ROM, and an upgraded hash.
            "$y$jD55.$LdJMENpBABJJ3hIHjB1Bi.$HboGM6qPrsK.StKYGt6KErmUYtioHreJd98oIugoNB6",
            "$y$jD51.$LdJMENpBABJJ3hIHjB1Bi.$HboGM6qPrsK.StKYGt6KErmUYtioHreJd98oIugoNB6",
            "$7$C6..../...SodiumChloride", "$7$.6..../....ab$ENlyo6fGw4PCcDBOFepfSZjFUnVatHzCcW",
            "$argon2id$", "$argon2x$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
            "$argon2id$v=18$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
            "$argon2id$v=19$m=7,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
            "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
            "$argon2id$v=19$m=256,t=2,p=0$c29tZXNhbHQ$nf65EOgLrQMR",
            "$argon2id$v=19$t=2,m=256,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
            "$argon2id$v=19$m=256,t=2,p=1$c29t$nf65EOgLrQMR",
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ=$nf65EOgLrQMR",
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$", "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ",
        ])
    func unknownForm(stored: String) async throws {
        #expect(StoredHash.acceptability(of: stored) == .unknownForm)
        for typed in ["", "password", "U*U", "pleaseletmein", stored] {
            let verdict = try await hasher.compare(typed, with: stored, priority: .interactive)
            #expect(verdict == .wrong, "\(typed)")
        }
    }
}
