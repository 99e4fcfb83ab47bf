/// Why `secret.file` cannot be used, in words for the operator; never with its content.
package enum SecretFileFailure: Error, Sendable, Equatable {
    /// A folder, a device, a pipe.
    case notRegularFile(path: String)
    /// Others than the owner may read or write it; `mode` is its permission bits.
    case openToOthers(path: String, mode: UInt32)
    /// Not 32 bytes as base64 on one line.
    case malformed(path: String)
    /// The system refused; `reason` is its message.
    case unreadable(path: String, reason: String)
    /// There is none yet and none could be made; `reason` is the system's message.
    case cannotCreate(path: String, reason: String)
}

extension SecretFileFailure: CustomStringConvertible {
    /// One line for the operator, with what to do about it.
    package var description: String {
        switch self {
        case .notRegularFile(let path):
            "secret.file \(path) is not a regular file"
        case .openToOthers(let path, let mode):
            """
            secret.file \(path) may be read or written by others than its owner \
            (mode 0\(String(mode, radix: 8))); run: chmod 600 \(path)
            """
        case .malformed(let path):
            """
            secret.file \(path) does not hold 32 bytes as base64 on one line; restore it from \
            a backup, as a new one cannot open the signing keys of this database
            """
        case .unreadable(let path, let reason):
            "secret.file \(path) cannot be read: \(reason)"
        case .cannotCreate(let path, let reason):
            "secret.file \(path) cannot be created: \(reason)"
        }
    }
}
