import RosterCore

/// The parameters of an Argon2 hash in PHC form, as libargon2 reads it:
/// `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`, base64 without padding.
struct Argon2Form: Sendable, Equatable {
    enum Kind: String, Sendable {
        case id = "argon2id"
        case i = "argon2i"
        case d = "argon2d"
    }

    /// Version 1.3, `v=19`; hashes without `v=` are of version 1.0.
    static let versionCurrent = 19
    static let versionFirst = 16

    let kind: Kind
    let version: Int
    let memoryKiB: Int
    let passes: Int
    let lanes: Int
    let saltBytes: Int
    let tagBytes: Int

    var isTooCostly: Bool {
        memoryKiB > HashLimits.argon2MemoryKiBMax || passes > HashLimits.argon2PassesMax
            || lanes > HashLimits.argon2LanesMax
    }
}

extension Argon2Form {
    /// Nil for what libargon2 would refuse: other spellings and parameters out of its range.
    init?(_ text: String) {
        var parts = text.split(at: "$", omittingEmptySubsequences: false)[...]
        guard parts.popFirst() == "",
            let kind = parts.popFirst().flatMap({ Kind(rawValue: "\($0)") })
        else { return nil }
        var version: Int? = Self.versionFirst
        if parts.count == 4, let field = parts.popFirst() {
            version = StrictDecimal.parse(field, named: "v")
        }
        guard parts.count == 3, let version,
            [Self.versionFirst, Self.versionCurrent].contains(version),
            let fields = parts.popFirst()?.split(at: ",", omittingEmptySubsequences: false),
            fields.count == 3,
            let memoryKiB = StrictDecimal.parse(fields[0], named: "m"),
            let passes = StrictDecimal.parse(fields[1], named: "t"), passes >= 1,
            let lanes = StrictDecimal.parse(fields[2], named: "p"), lanes >= 1,
            lanes < 1 << 24, memoryKiB >= 8 * lanes,
            let salt = parts.popFirst().flatMap(Self.bytesCount), salt >= 8,
            let tag = parts.popFirst().flatMap(Self.bytesCount), tag >= 4
        else { return nil }
        self.init(
            kind: kind, version: version, memoryKiB: memoryKiB, passes: passes, lanes: lanes,
            saltBytes: salt, tagBytes: tag)
    }

    /// How many bytes `text` spells, nil if it is no base64 without padding.
    private static func bytesCount(_ text: Substring) -> Int? {
        let isBase64 = text.utf8.allSatisfy {
            $0 == UInt8(ascii: "+") || CryptAlphabet.contains($0) && $0 != UInt8(ascii: ".")
        }
        return isBase64 && text.utf8.count % 4 != 1 ? text.utf8.count * 3 / 4 : nil
    }
}
