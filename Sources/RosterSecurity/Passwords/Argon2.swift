import CArgon2
import RosterCore

/// libargon2, the reference implementation.
enum Argon2 {
    static let saltBytes = 16
    static let tagBytes = 32

    /// Argon2id of `password` as a PHC string.
    /// - Throws: ``DirectoryError/busy(retryAfterSeconds:)`` when its memory cannot be had.
    static func hash(
        _ password: String, memoryKiB: Int, passes: Int, lanes: Int
    ) throws(DirectoryError) -> String {
        let typed = Array(password.utf8)
        let salt = SecureRandom.bytes(saltBytes)
        // The reply of `argon2_encodedlen`, rounded up.
        var encoded = [CChar](repeating: 0, count: 256)
        let result = unsafe argon2id_hash_encoded(
            UInt32(passes), UInt32(memoryKiB), UInt32(lanes), typed, typed.count, salt,
            salt.count, tagBytes, &encoded, encoded.count)
        guard result == ARGON2_OK.rawValue else { throw .busy(retryAfterSeconds: 1) }
        return String(
            decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether `password` makes the tag of `stored`, compared in constant time by the library.
    /// Nil when the library refuses `stored`.
    /// - Throws: ``DirectoryError/busy(retryAfterSeconds:)`` when its memory cannot be had.
    static func matches(
        _ password: String, stored: String, kind: Argon2Form.Kind
    ) throws(DirectoryError) -> Bool? {
        let typed = Array(password.utf8)
        switch unsafe argon2_verify(stored, typed, typed.count, type(of: kind)) {
        case ARGON2_OK.rawValue: return true
        case ARGON2_VERIFY_MISMATCH.rawValue: return false
        case ARGON2_MEMORY_ALLOCATION_ERROR.rawValue, ARGON2_THREAD_FAIL.rawValue:
            throw .busy(retryAfterSeconds: 1)
        default: return nil
        }
    }

    private static func type(of kind: Argon2Form.Kind) -> argon2_type {
        switch kind {
        case .id: Argon2_id
        case .i: Argon2_i
        case .d: Argon2_d
        }
    }
}
