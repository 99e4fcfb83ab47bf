/// How much work a stored hash may ask for. Hashes come from imports and from administrators, and
/// one with an absurd cost would hold a thread of the pool for hours (THREATS 23).
enum HashLimits {
    static let storedBytesMax = 383

    /// What comparing may take on this machine for an import to take a hash unasked (THREATS 23). The
    /// bounds below hold even for those that an operator asks for.
    static let ordinarySecondsMax = 0.3
    static let ordinaryMemoryBytesMax = Double(64 << 20)
    /// How far a measured time may pass its bound: no two measurements are alike, and a hash near it
    /// should not be taken by one import and refused by the next.
    static let measuringMargin = 1.1
    /// Memory of all ordinary comparisons that run at once; of the costly ones one runs at a time.
    static let memoryBytesMax = 256 << 20
    /// Costly comparisons that wait for their turn.
    static let costlyWaitingMax = 32
    /// The least length of a slot at whose end failures are answered, and how much longer than the
    /// longest ordinary work it is at least.
    static let slotMillisecondsMin = 600
    static let slotMargin = 2.0

    static let argon2MemoryKiBMax = 1 << 20
    static let argon2PassesMax = 10
    static let argon2LanesMax = 16

    static let bcryptCostMin = 4
    static let bcryptCostMax = 14
    static let bcryptPasswordBytesMax = 72

    /// Rounds of `$5$` and `$6$`; a second or a few.
    static let shaCryptRoundsMax = 5_000_000
    /// Rounds of `$sha1$`, each slower than one of SHA-crypt.
    static let sha1CryptRoundsMax = 2_000_000

    /// Iterations of PBKDF2, times the blocks of the key: twice what Django 5.2 and Werkzeug 3.1
    /// ask for. Measured on a server's core: 0.2 s with SHA-256, 0.5 s without SHA instructions,
    /// 0.7 s with SHA-512; a third of that speed still makes it in about 2 s.
    static let pbkdf2IterationsMax = 2_000_000
    /// Salts and keys of PBKDF2 and scrypt hashes. A shorter key would be met by chance, and no
    /// framework makes a longer one.
    static let saltBytes = 1...128
    static let keyBytes = 16...64

    /// scrypt, yescrypt and gost-yescrypt take 128·N·r bytes, and about that work times the
    /// lanes p and passes t. Before and after it PBKDF2 makes 128·r·p bytes, each as costly as
    /// eight of the others. At the bound a login takes some three seconds.
    static let scryptBlocksLog2Max = 23
    static let scryptMemoryBytesMax = 1 << 30
    static let scryptWorkBytesMax = 1 << 31
    static let scryptBlocksOfPBKDF2 = 8

    /// crypt(3) of libxcrypt takes no longer passwords; a buffer holds 512 with the NUL.
    static let cryptPasswordBytesMax = 511
}
