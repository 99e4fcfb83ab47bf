import CryptoExtras
import Foundation
import RosterCore

/// PBKDF2 of swift-crypto.
enum PBKDF2 {
    /// Whether `password`, which has no NUL, makes the key of `form`, compared in constant time.
    /// - Throws: ``DirectoryError/busy(retryAfterSeconds:)`` when its memory cannot be had.
    static func matches(_ password: String, _ form: PBKDF2Form) throws(DirectoryError) -> Bool {
        do {
            // Unchecked, as the checked variant takes no fewer than 210,000 iterations: that is a
            // rule for new hashes, and those of old tables have fewer.
            let key = try KDF.Insecure.PBKDF2.deriveKey(
                from: HMACKey.bytes(of: password), salt: form.salt,
                using: hashFunction(of: form.digest), outputByteCount: form.key.count,
                unsafeUncheckedRounds: form.iterations)
            return key == SymmetricKey(data: form.key)
        } catch {
            // All that the library refuses, a form does not hold.
            throw .busy(retryAfterSeconds: 1)
        }
    }

    private static func hashFunction(
        of digest: PBKDF2Form.Digest
    ) -> KDF.Insecure.PBKDF2.HashFunction {
        switch digest {
        case .sha1: .insecureSHA1
        case .sha256: .sha256
        case .sha512: .sha512
        }
    }
}
