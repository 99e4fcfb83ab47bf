import Crypto
import Foundation
package import RosterCore

extension DirectoryEnvironment {
    /// The system's clock and generator, and hashes keyed by this installation's secret.
    package static func live(secret: InstallSecret) -> DirectoryEnvironment {
        let began = ContinuousClock.now
        return DirectoryEnvironment(
            now: {
                let seconds = Date().timeIntervalSince1970
                return Timestamp(milliseconds: Int64((seconds * 1000).rounded(.down)))
            },
            steadyMilliseconds: {
                let (seconds, parts) = began.duration(to: .now).components
                return seconds * 1000 + parts / 1_000_000_000_000_000
            },
            randomBytes: { SecureRandom.bytes($0) },
            keyedHash: { text in
                hexadecimal(
                    HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: secret.hashKey))
            },
            hash: { text in hexadecimal(SHA256.hash(data: Data(text.utf8))) },
            seal: { text, context in secret.seal(text, context: context) },
            unseal: { sealed, context in secret.unseal(sealed, context: context) },
            md5: { bytes in hexadecimal(Insecure.MD5.hash(data: bytes)) }
        )
    }
}
