import RosterCore
import RosterSecurity
import Testing

@Suite("The cost of PBKDF2 and scrypt hashes (THREATS 23)")
struct DerivedCostTests {
    private static let key32 = String(repeating: "A", count: 43)
    private static let key33 = String(repeating: "A", count: 44)
    private static let key64 = String(repeating: "A", count: 86)
    private static let salted = "$c2FsdA$"
    private static let django = "$salt$" + key32 + "="
    private static let hex64 = String(repeating: "00", count: 64)

    static let costs: [HashCostTests.Cost] = [
        .init("pbkdf2_sha256$2000000" + django, .acceptable),
        .init("pbkdf2_sha256$2000001" + django, .tooCostly),
        .init("pbkdf2_sha256$4294967295" + django, .tooCostly),
        .init("pbkdf2:sha512:2000000$salt$" + hex64, .acceptable),
        .init("pbkdf2:sha512:2000001$salt$" + hex64, .tooCostly),
        .init("$pbkdf2-sha256$2000000" + salted + key32, .acceptable),
        .init("$pbkdf2-sha256$2000001" + salted + key32, .tooCostly),
        .init("$pbkdf2-sha512$i=2000000" + salted + key64, .acceptable),
        .init("$pbkdf2-sha512$i=2000001" + salted + key64, .tooCostly),
        // Each block of the key takes all iterations: two of 32 bytes, then four of 20.
        .init("$pbkdf2-sha256$i=2000000,l=32" + salted + key32, .acceptable),
        .init("$pbkdf2-sha256$i=1000000,l=33" + salted + key33, .acceptable),
        .init("$pbkdf2-sha256$i=1000001,l=33" + salted + key33, .tooCostly),
        .init("$pbkdf2-sha1$i=500000,l=64" + salted + key64, .acceptable),
        .init("$pbkdf2-sha1$i=500001,l=64" + salted + key64, .tooCostly),
        .init("$pbkdf2-sha1$i=4294967295" + salted + key64, .tooCostly),
        // N = 2^20, r = 8: 1 GiB; then more by N, by r, and twice the work by p.
        .init("$scrypt$ln=20,r=8,p=1" + salted + key32, .acceptable),
        .init("$scrypt$ln=21,r=8,p=1" + salted + key32, .tooCostly),
        .init("$scrypt$ln=20,r=9,p=1" + salted + key32, .tooCostly),
        .init("$scrypt$ln=20,r=17,p=1" + salted + key32, .tooCostly),
        .init("$scrypt$ln=19,r=8,p=3" + salted + key32, .acceptable),
        .init("$scrypt$ln=20,r=8,p=2" + salted + key32, .tooCostly),
        .init("$scrypt$ln=63,r=4294967295,p=4294967295" + salted + key32, .tooCostly),
        .init("$scrypt$ln=23,r=4294967295,p=4294967295" + salted + key32, .tooCostly),
        .init("$scrypt$ln=1,r=4294967295,p=1" + salted + key32, .tooCostly),
        .init("$scrypt$ln=1,r=1,p=4294967295" + salted + key32, .tooCostly),
        // Many lanes cost PBKDF2 before and after, here and in crypt(3)'s form.
        .init("$scrypt$ln=1,r=8,p=209715" + salted + key32, .acceptable),
        .init("$scrypt$ln=1,r=8,p=209716" + salted + key32, .tooCostly),
        .init("$7$/6....nAn..SodiumChloride$" + key32, .acceptable),
        .init("$7$/6....oAn..SodiumChloride$" + key32, .tooCostly),
        .init("scrypt:1048576:8:1$salt$" + hex64, .acceptable),
        .init("scrypt:2097152:8:1$salt$" + hex64, .tooCostly),
        .init("scrypt:2147483648:8:1$salt$" + hex64, .tooCostly),
        .init("scrypt$524288$salt$8$3$" + key64 + "==", .acceptable),
        .init("scrypt$1048576$salt$8$2$" + key64 + "==", .tooCostly),
    ]

    @Test("a cost is read without paying it, and bounded", arguments: costs)
    func bounds(cost: HashCostTests.Cost) {
        #expect(StoredHash.acceptability(of: cost.stored) == cost.acceptability)
    }

    /// Made by Django 5.2 and by hashlib of Python 3.11: to compute them is possible.
    @Test(
        "the right password of a hash beyond the bounds is wrong, after the work of one comparison",
        .timeLimit(.minutes(1)),
        arguments: [
            "pbkdf2_sha256$2000001$seasalt$cMIWzavDaTJWuTTUGJ5ZCcf00fnKzVnZNMa1oL3hsEY=",
            """
            $pbkdf2-sha1$i=1000001,l=32$++++/z8wMTIzNDU2Nzg5YQ$\
            b/+lAoIMLQwMwTAU01bS0Sl6G7pKSCPW/Oq/4f1ldbc
            """,
            """
            $scrypt$ln=20,r=9,p=1$++++/z8wMTIzNDU2Nzg5YQ$\
            YCIiOV3Q/y3GV3G/DerlFAyKtTkXd7OrGWVl68ELSAk
            """,
            "$pbkdf2-sha256$i=4294967295$c2FsdA$" + key32,
            "$scrypt$ln=63,r=4294967295,p=4294967295$c2FsdA$" + key32,
        ])
    func refused(stored: String) async throws {
        #expect(StoredHash.acceptability(of: stored) == .tooCostly)
        let hasher = try PasswordHasher(algorithm: .cheapBcrypt, pool: HashPool(threads: 1))
        let verdict = try await hasher.compare("right", with: stored, priority: .interactive)
        #expect(verdict == .wrong)
    }
}
