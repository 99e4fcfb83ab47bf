import RosterCore

/// A PBKDF2 hash (RFC 8018, section 5.2), taken apart. Its spellings, `<n>` being the iterations:
///
/// - Django: `pbkdf2_sha256$<n>$<salt>$<key>` or `pbkdf2_sha1`, the salt as plain text, the key in
///   base64 with padding;
/// - Werkzeug: `pbkdf2:sha256:<n>$<salt>$<key>`, `sha1` or `sha512`, the salt as plain text, the
///   key in hex, of either case: who makes this form of raw columns may have SQL's upper case;
/// - passlib: `$pbkdf2-sha256$<n>$<salt>$<key>`, `$pbkdf2-sha512$`, or `$pbkdf2$` for SHA-1, both
///   parts in its adapted base64;
/// - PHC: `$pbkdf2-sha256$i=<n>,l=<bytes of key>$<salt>$<key>`, also `-sha1` and `-sha512`, both
///   parts in base64 without padding; `l` may be left out.
///
/// Only PHC has keys of another length than the digest's.
struct PBKDF2Form: Sendable, Equatable {
    enum Digest: String, Sendable {
        case sha1, sha256, sha512

        var bytesCount: Int {
            switch self {
            case .sha1: 20
            case .sha256: 32
            case .sha512: 64
            }
        }
    }

    let digest: Digest
    let iterations: Int
    let salt: [UInt8]
    let key: [UInt8]

    /// Each block of the key, as long as the digest, takes all iterations.
    var isTooCostly: Bool { iterations * blocks > HashLimits.pbkdf2IterationsMax }

    var blocks: Int { (key.count + digest.bytesCount - 1) / digest.bytesCount }
}

extension PBKDF2Form {
    /// Nil for what none of the spellings allows, and for salts and keys out of ``HashLimits``.
    init?(_ text: String) {
        let parts = text.split(at: "$", omittingEmptySubsequences: false)
        switch parts.count {
        case 3: self.init(werkzeug: parts)
        case 4: self.init(django: parts)
        case 5 where parts[0].isEmpty && parts[2].unicodeScalars.contains("="):
            self.init(phc: parts)
        case 5 where parts[0].isEmpty: self.init(passlib: parts)
        default: return nil
        }
    }

    private init?(django parts: [Substring]) {
        let digests = ["pbkdf2_sha1": Digest.sha1, "pbkdf2_sha256": .sha256]
        guard let digest = digests[String(parts[0])] else { return nil }
        self.init(
            digest, iterations: StrictDecimal.parse(parts[1]), salt: Array(parts[2].utf8),
            key: Base64Spelling.padded.decode(parts[3]), keyBytes: digest.bytesCount)
    }

    private init?(werkzeug parts: [Substring]) {
        let method = parts[0].split(at: ":", omittingEmptySubsequences: false)
        guard method.count == 3, method[0] == "pbkdf2",
            let digest = Digest(rawValue: String(method[1]))
        else { return nil }
        self.init(
            digest, iterations: StrictDecimal.parse(method[2]), salt: Array(parts[1].utf8),
            key: bytes(hexadecimal: parts[2]), keyBytes: digest.bytesCount)
    }

    private init?(passlib parts: [Substring]) {
        let digests = ["pbkdf2": Digest.sha1, "pbkdf2-sha256": .sha256, "pbkdf2-sha512": .sha512]
        guard let digest = digests[String(parts[1])] else { return nil }
        self.init(
            digest, iterations: StrictDecimal.parse(parts[2]),
            salt: Base64Spelling.adapted.decode(parts[3]),
            key: Base64Spelling.adapted.decode(parts[4]), keyBytes: digest.bytesCount)
    }

    private init?(phc parts: [Substring]) {
        let fields = parts[2].split(at: ",", omittingEmptySubsequences: false)
        guard let name = parts[1].after(prefix: "pbkdf2-"), fields.count <= 2,
            let digest = Digest(rawValue: String(name)),
            let key = Base64Spelling.unpadded.decode(parts[4])
        else { return nil }
        let keyBytes = fields.count == 1 ? key.count : StrictDecimal.parse(fields[1], named: "l")
        self.init(
            digest, iterations: StrictDecimal.parse(fields[0], named: "i"),
            salt: Base64Spelling.unpadded.decode(parts[3]), key: key, keyBytes: keyBytes)
    }

    /// Nil when a part could not be read or is out of bounds.
    private init?(
        _ digest: Digest, iterations: Int?, salt: [UInt8]?, key: [UInt8]?, keyBytes: Int?
    ) {
        guard let iterations, iterations >= 1, let salt, let key, key.count == keyBytes,
            HashLimits.saltBytes.contains(salt.count), HashLimits.keyBytes.contains(key.count)
        else { return nil }
        self.init(digest: digest, iterations: iterations, salt: salt, key: key)
    }
}
