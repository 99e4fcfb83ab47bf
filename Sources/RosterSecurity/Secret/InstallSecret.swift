package import Crypto

/// What `secret.file` holds, as the keys derived from it: one for each use, so that what one of
/// them gives away says nothing of the others. The secret itself is not kept.
package struct InstallSecret: Sendable {
    /// The number of bytes of the secret.
    package static let bytesCount = 32

    /// AES-256 key that wraps the private halves of signing keys.
    let wrappingKey: SymmetricKey
    /// AES-256 key of what ``DirectoryEnvironment/seal`` encrypts.
    let sealingKey: SymmetricKey
    /// HMAC key of ``DirectoryEnvironment/keyedHash``.
    let hashKey: SymmetricKey
    /// HMAC key of paging cursors (THREATS 1), 32 bytes.
    package let cursorKey: SymmetricKey

    /// Derives the keys from `bytes` by HKDF-SHA-256 (RFC 5869). Nil unless there are 32.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.bytesCount else { return nil }
        let secret = SymmetricKey(data: bytes)
        wrappingKey = Self.key(for: "roster/1 wrap signing keys", from: secret)
        sealingKey = Self.key(for: "roster/1 seal texts", from: secret)
        hashKey = Self.key(for: "roster/1 keyed hash", from: secret)
        cursorKey = Self.key(for: "roster/1 paging cursors", from: secret)
    }

    /// The labels are part of the format of what is stored: changing one orphans the data.
    private static func key(for use: StaticString, from secret: SymmetricKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: secret, info: Array(use.description.utf8),
            outputByteCount: bytesCount)
    }
}

extension InstallSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the keys (THREATS 24), also not through `dump` or string interpolation.
    package var description: String { "InstallSecret(hidden)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
