/// Time and chance, handed in as values so that rules stay pure and tests decide both.
package struct DirectoryEnvironment: Sendable {
    package let now: @Sendable () -> Timestamp
    /// Milliseconds of a clock that nobody sets, from a beginning of its own; counts also while the
    /// machine sleeps.
    package let steadyMilliseconds: @Sendable () -> Int64
    /// `count` bytes from a cryptographically secure source.
    package let randomBytes: @Sendable (_ count: Int) -> [UInt8]
    /// HMAC-SHA-256 under a key derived from `secret.file`: names what must not be stored in
    /// the clear (login ids that nobody owns, bodies of idempotent calls).
    package let keyedHash: @Sendable (_ text: String) -> String
    /// SHA-256 in lower-case hex: enough to store secrets of 128 random bits and more.
    package let hash: @Sendable (_ text: String) -> String
    /// Encrypts what must be read again under a key derived from `secret.file`; `context` is
    /// authenticated along, so that one row's text cannot pass for another's.
    package let seal: @Sendable (_ text: String, _ context: String) -> String
    /// Nil for what this installation did not seal with that context.
    package let unseal: @Sendable (_ sealed: String, _ context: String) -> String?
    /// MD5 in lower-case hex: what clients announce of an upload (contracts/thinksns.md §11). It
    /// tells damaged bytes, and secures nothing.
    package let md5: @Sendable (_ bytes: [UInt8]) -> String
    /// A time as people are told it, with its zone.
    package var localTime: @Sendable (_ time: Timestamp) -> String = {
        "\($0.milliseconds / 1000) s"
    }
    /// When failed tries are answered.
    package var slots = AnswerSlots.none

    package init(
        now: @escaping @Sendable () -> Timestamp,
        steadyMilliseconds: @escaping @Sendable () -> Int64,
        randomBytes: @escaping @Sendable (_ count: Int) -> [UInt8],
        keyedHash: @escaping @Sendable (_ text: String) -> String,
        hash: @escaping @Sendable (_ text: String) -> String,
        seal: @escaping @Sendable (_ text: String, _ context: String) -> String,
        unseal: @escaping @Sendable (_ sealed: String, _ context: String) -> String?,
        md5: @escaping @Sendable (_ bytes: [UInt8]) -> String
    ) {
        self.now = now
        self.steadyMilliseconds = steadyMilliseconds
        self.randomBytes = randomBytes
        self.keyedHash = keyedHash
        self.hash = hash
        self.seal = seal
        self.unseal = unseal
        self.md5 = md5
    }

    /// `count` random bytes as lower-case hex.
    func randomHex(bytes count: Int) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in randomBytes(count) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `count` random characters of `alphabet`, each equally likely.
    func randomText(of alphabet: String, count: Int) -> String {
        let letters = Array(alphabet.utf8)
        // Bytes past the last whole multiple would favour the first letters.
        let limit = 256 - 256 % letters.count
        var text: [UInt8] = []
        while text.count < count {
            for byte in randomBytes(count) where Int(byte) < limit && text.count < count {
                text.append(letters[Int(byte) % letters.count])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
