import CryptoExtras
import Foundation
import RosterCore

/// scrypt of swift-crypto.
enum Scrypt {
    /// Whether the library takes this cost. It needs 128·r bytes for each of N + p + 1 blocks, but
    /// allows itself 128·N·r·p and one page, whatever it is told (version 4.5.2 drops `maxMemory`
    /// on the way). So with one lane the two blocks more must fit in a page of 4096 bytes.
    static func computes(_ cost: ScryptCost) -> Bool {
        cost.blockSize <= 16 || cost.blocksLog2 > 1 && cost.lanes > 1
    }

    /// Whether `password`, which has no NUL, makes the key of `form`, compared in constant time.
    /// - Parameter form: within the bounds of ``HashLimits``.
    /// - Throws: ``DirectoryError/busy(retryAfterSeconds:)`` when its memory cannot be had.
    static func matches(_ password: String, _ form: ScryptForm) throws(DirectoryError) -> Bool {
        do {
            let key = try KDF.Scrypt.deriveKey(
                from: HMACKey.bytes(of: password), salt: form.salt,
                outputByteCount: form.key.count, rounds: 1 << form.cost.blocksLog2,
                blockSize: form.cost.blockSize, parallelism: form.cost.lanes)
            return key == SymmetricKey(data: form.key)
        } catch {
            // All that the library refuses, a form does not hold.
            throw .busy(retryAfterSeconds: 1)
        }
    }
}
