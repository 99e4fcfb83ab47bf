import RosterCore
import RosterSecurity
import Testing

@Suite("Hashes that are nearly PBKDF2 or scrypt")
struct DerivedMalformedTests {
    private static let base64 = "ENBNMwCgKuLyoiYWfpfS6LuI+wwa8g8/x1FOmmzf7N4="
    private static let unpadded = "R1/DotMWD9Ha5oIFUfRxvwuqFKxdBru82JI71oCpnZo"
    private static let hex = "95db762f26ef22e9c27ad7cc15fe11755a30c72bb23e2f3b0a4041566c8e01f5"
    private static let hex64 = hex + hex
    private static let base64Of64 =
        "U5L/E4s8HSw/x7c2z5Ose/wRS4Ex+nZFwhoeVl7Y/Ivmfxi7M91P9jpq7MYsDfV9WCzv+HMsQaovdkOikEuBXg=="

    static let django = [
        // Numbers: leading zero, signs, none, foreign digits, beyond 32 bits.
        "pbkdf2_sha256$01000$salt$" + base64, "pbkdf2_sha256$+1000$salt$" + base64,
        "pbkdf2_sha256$-1000$salt$" + base64, "pbkdf2_sha256$0$salt$" + base64,
        "pbkdf2_sha256$$salt$" + base64, "pbkdf2_sha256$1e3$salt$" + base64,
        "pbkdf2_sha256$1_000$salt$" + base64, "pbkdf2_sha256$\u{661}000$salt$" + base64,
        "pbkdf2_sha256$4294967296$salt$" + base64,
        "pbkdf2_sha256$99999999999999999999$salt$" + base64,
        // Keys: no or too much padding, other alphabets, stray bits, white space.
        "pbkdf2_sha256$1000$salt$" + base64.dropLast(), "pbkdf2_sha256$1000$salt$" + base64 + "=",
        "pbkdf2_sha256$1000$salt$" + base64.replacing("+", with: "."),
        "pbkdf2_sha256$1000$salt$" + base64.replacing("+", with: "-"),
        "pbkdf2_sha256$1000$salt$" + base64.dropLast(2) + "5=",
        "pbkdf2_sha256$1000$salt$" + base64 + "\n", "pbkdf2_sha256$1000$salt$ " + base64,
        "pbkdf2_sha256$1000$salt$", "pbkdf2_sha256$1000$salt$" + hex,
        // Other methods, parts too few or too many, no salt, a space in it.
        "pbkdf2_sha512$1000$salt$" + base64, "pbkdf2_md5$1000$salt$" + base64,
        "PBKDF2_SHA256$1000$salt$" + base64, "pbkdf2$1000$salt$" + base64,
        "pbkdf2_sha1$1000$salt$" + base64, "pbkdf2_sha256$1000$" + base64,
        "pbkdf2_sha256$1000$salt$" + base64 + "$", "$pbkdf2_sha256$1000$salt$" + base64,
        "pbkdf2_sha256$1000$$" + base64, "pbkdf2_sha256$1000$s lt$" + base64,
    ]

    static let werkzeug = [
        "pbkdf2:sha256:01000$salt$" + hex, "pbkdf2:sha256:+1000$salt$" + hex,
        "pbkdf2:sha256:0$salt$" + hex, "pbkdf2:sha256:$salt$" + hex, "pbkdf2:sha256$salt$" + hex,
        "pbkdf2:sha256:1000:1$salt$" + hex, "pbkdf2:md5:1000$salt$" + hex,
        "pbkdf2:SHA256:1000$salt$" + hex, "pbkdf2:sha1:1000$salt$" + hex,
        "pbkdf2:sha512:1000$salt$" + hex, "pbkdf2:sha256:1000$$" + hex,
        "pbkdf2:sha256:1000$salt$" + hex.dropLast(), "pbkdf2:sha256:1000$salt$" + hex + "00",
        "pbkdf2:sha256:1000$salt$" + hex.dropLast() + "g",
        "pbkdf2:sha256:1000$salt$0x" + hex.dropFirst(2),
        "pbkdf2:sha256:1000$salt$+" + hex.dropFirst(), "pbkdf2:sha256:1000$salt$" + base64,
        "pbkdf2:sha256:1000$sa$lt$" + hex, "pbkdf2:sha256:1000$salt",
    ]

    static let passlib = [
        "$pbkdf2-sha256$01000$c2FsdA$" + unpadded, "$pbkdf2-sha256$+1000$c2FsdA$" + unpadded,
        "$pbkdf2-sha256$0$c2FsdA$" + unpadded, "$pbkdf2-sha256$$c2FsdA$" + unpadded,
        "$pbkdf2-sha256$1000$$" + unpadded, "$pbkdf2-sha256$1000$c2FsdA==$" + unpadded,
        "$pbkdf2-sha256$1000$c2FsdB$" + unpadded, "$pbkdf2-sha256$1000$c2Fsd$" + unpadded,
        "$pbkdf2-sha256$1000$c2FsdA$" + unpadded + "=", "$pbkdf2-sha256$1000$c2FsdA",
        "$pbkdf2-sha256$1000$++++$" + unpadded, "$pbkdf2-sha256$1000$----$" + unpadded,
        "$pbkdf2-sha256$1000$c2FsdA$+" + unpadded.dropFirst(),
        "$pbkdf2-sha1$1000$c2FsdA$" + unpadded, "$pbkdf2-md5$1000$c2FsdA$" + unpadded,
        "$pbkdf2$1000$c2FsdA$" + unpadded, "$pbkdf2-sha512$1000$c2FsdA$" + unpadded,
        "pbkdf2-sha256$1000$c2FsdA$" + unpadded, "x$pbkdf2-sha256$1000$c2FsdA$" + unpadded,
        "$pbkdf2-sha256$1000$c2FsdA$" + unpadded + "$",
    ]

    static let phc = [
        "$pbkdf2-sha256$i=01000$c2FsdA$" + unpadded, "$pbkdf2-sha256$i=+1000$c2FsdA$" + unpadded,
        "$pbkdf2-sha256$i=0$c2FsdA$" + unpadded, "$pbkdf2-sha256$i=$c2FsdA$" + unpadded,
        "$pbkdf2-sha256$l=32$c2FsdA$" + unpadded, "$pbkdf2-sha256$=1000$c2FsdA$" + unpadded,
        "$pbkdf2-sha256$l=32,i=1000$c2FsdA$" + unpadded,
        "$pbkdf2-sha256$i=1000,l=31$c2FsdA$" + unpadded,
        "$pbkdf2-sha256$i=1000,l=032$c2FsdA$" + unpadded,
        "$pbkdf2-sha256$i=1000,l=$c2FsdA$" + unpadded,
        "$pbkdf2-sha256$i=1000,$c2FsdA$" + unpadded,
        "$pbkdf2-sha256$i=1000,i=1000$c2FsdA$" + unpadded,
        "$pbkdf2-sha256$i=1000,l=32,x=1$c2FsdA$" + unpadded,
        "$pbkdf2-sha256$i=1000$....$" + unpadded, "$pbkdf2-sha256$i=1000$c2FsdA==$" + unpadded,
        "$pbkdf2-sha256$v=1$i=1000$c2FsdA$" + unpadded, "$pbkdf2$i=1000$c2FsdA$" + unpadded,
        "$pbkdf2-sha224$i=1000$c2FsdA$" + unpadded, "$pbkdf2-$i=1000$c2FsdA$" + unpadded,
        "$pbkdf2-sha256$i=1000$$" + unpadded, "$pbkdf2-sha256$i=1000$c2FsdA$",
    ]

    static let scryptOfPHC = [
        "$scrypt$ln=0,r=8,p=1$c2FsdA$" + unpadded, "$scrypt$ln=04,r=8,p=1$c2FsdA$" + unpadded,
        "$scrypt$ln=+4,r=8,p=1$c2FsdA$" + unpadded, "$scrypt$ln=64,r=8,p=1$c2FsdA$" + unpadded,
        "$scrypt$ln=4,r=0,p=1$c2FsdA$" + unpadded, "$scrypt$ln=4,r=8,p=0$c2FsdA$" + unpadded,
        "$scrypt$ln=4,r=8$c2FsdA$" + unpadded, "$scrypt$r=8,ln=4,p=1$c2FsdA$" + unpadded,
        "$scrypt$ln=4,r=8,p=1,x=1$c2FsdA$" + unpadded, "$scrypt$4,8,1$c2FsdA$" + unpadded,
        "$scrypt$ln=4,r=8,p=1$....$" + unpadded, "$scrypt$ln=4,r=8,p=1$$" + unpadded,
        "$scrypt$ln=4,r=8,p=1$c2FsdA$" + unpadded + "=", "scrypt$ln=4,r=8,p=1$c2FsdA$" + unpadded,
        // N must be below 2^(16·r); and a large r without lanes is more than swift-crypto computes.
        "$scrypt$ln=16,r=1,p=1$c2FsdA$" + unpadded, "$scrypt$ln=4,r=17,p=1$c2FsdA$" + unpadded,
        "$scrypt$ln=1,r=33,p=2$c2FsdA$" + unpadded,
    ]

    static let scryptOfFrameworks = [
        "scrypt:0:8:1$salt$" + hex64, "scrypt:1:8:1$salt$" + hex64,
        "scrypt:1000:8:1$salt$" + hex64, "scrypt:01024:8:1$salt$" + hex64,
        "scrypt:+1024:8:1$salt$" + hex64, "scrypt:1024:8$salt$" + hex64,
        "scrypt:1024:8:1:1$salt$" + hex64, "scrypt:1024:0:1$salt$" + hex64,
        "scrypt:1024:8:0$salt$" + hex64, "scrypt:65536:1:1$salt$" + hex64,
        "scrypt:1024:17:1$salt$" + hex64, "scrypt:1024:8:1$$" + hex64,
        "scrypt:1024:8:1$salt$" + hex, "scrypt:1024:8:1$salt$" + base64Of64,
        "scrypt:1024:8:1$salt$" + hex64.dropLast() + "x", "scrypt:4294967296:8:1$salt$" + hex64,
        "scrypt$01024$salt$8$5$" + base64Of64, "scrypt$1000$salt$8$5$" + base64Of64,
        "scrypt$1$salt$8$5$" + base64Of64, "scrypt$1024$salt$0$5$" + base64Of64,
        "scrypt$1024$salt$8$0$" + base64Of64, "scrypt$1024$salt$8$+5$" + base64Of64,
        "scrypt$1024$$8$5$" + base64Of64, "scrypt$salt$1024$8$5$" + base64Of64,
        "scrypt$1024$8$5$salt$" + base64Of64, "scrypt$1024$salt$8$5$" + base64Of64.dropLast(2),
        "scrypt$1024$salt$8$5$" + base64, "scrypt$1024$salt$8$5$" + hex64,
        "scrypt$1024$salt$8$5$" + base64Of64 + "$", "$scrypt$1024$salt$8$5$" + base64Of64,
        "scrypt$1024$salt$8$" + base64Of64,
    ]

    @Test(
        "they are of unknown form and match nothing",
        arguments: [django, werkzeug, passlib, phc, scryptOfPHC, scryptOfFrameworks])
    func unknownForm(spellings: [String]) async throws {
        let hasher = try PasswordHasher(algorithm: .cheapArgon2id, pool: HashPool(threads: 1))
        for stored in spellings {
            #expect(StoredHash.acceptability(of: stored) == .unknownForm, "\(stored)")
            for typed in ["", "correct horse", stored] {
                let verdict = try await hasher.compare(
                    typed, with: stored, priority: .interactive)
                #expect(verdict == .wrong, "\(typed) with \(stored)")
            }
        }
    }

    @Test("the hashes that they are made of are known")
    func originals() {
        for stored in [
            "pbkdf2_sha256$1000$salt$" + Self.base64, "pbkdf2:sha256:1000$salt$" + Self.hex,
            "$pbkdf2-sha256$1000$c2FsdA$" + Self.unpadded,
            "$pbkdf2-sha256$i=1000$c2FsdA$" + Self.unpadded,
            "$pbkdf2-sha256$i=1000,l=32$c2FsdA$" + Self.unpadded,
            "$scrypt$ln=4,r=8,p=1$c2FsdA$" + Self.unpadded,
            "$scrypt$ln=15,r=1,p=1$c2FsdA$" + Self.unpadded,
            "scrypt:1024:8:1$salt$" + Self.hex64, "scrypt$1024$salt$8$5$" + Self.base64Of64,
        ] {
            #expect(StoredHash.acceptability(of: stored) == .acceptable, "\(stored)")
        }
    }
}
