/// The form in which new passwords are stored (setting `password.algorithm`).
package enum PasswordAlgorithm: Sendable, Equatable {
    /// Argon2id, version 1.3, 16 bytes of salt, 32 bytes of tag (RFC 9106).
    case argon2id(memoryKiB: Int, passes: Int, lanes: Int)
    /// `$2b$`; `cost` is the logarithm of its rounds.
    case bcrypt(cost: Int)

    /// What DESIGN §5 calls `argon2id`.
    package static let argon2id = PasswordAlgorithm.argon2id(
        memoryKiB: 19_456, passes: 2, lanes: 1)
    /// What DESIGN §5 calls `bcrypt`.
    package static let bcrypt = PasswordAlgorithm.bcrypt(cost: 10)

    /// The most bytes of a password that the algorithm looks at, nil without such a limit.
    var bytesMax: Int? {
        switch self {
        case .argon2id: nil
        case .bcrypt: HashLimits.bcryptPasswordBytesMax
        }
    }

    /// Whether a login should store its password anew: the form differs, or its parameters do
    /// without being costlier all round.
    func isOutdated(_ stored: StoredHash.Form) -> Bool {
        switch (self, stored) {
        case (.argon2id(let memoryKiB, let passes, let lanes), .argon2(let form)):
            guard form.kind == .id, form.version == Argon2Form.versionCurrent,
                form.saltBytes >= Argon2.saltBytes, form.tagBytes >= Argon2.tagBytes,
                form.memoryKiB >= memoryKiB, form.passes >= passes
            else { return true }
            let isCostlier = form.memoryKiB > memoryKiB || form.passes > passes
            return !isCostlier && form.lanes != lanes
        case (.bcrypt(let cost), .bcrypt(let variant, let storedCost)):
            return variant != UInt8(ascii: "b") || storedCost < cost
        case (.argon2id, .bcrypt), (.bcrypt, .argon2), (_, .crypt), (_, .pbkdf2), (_, .scrypt):
            return true
        }
    }
}
