import CCrypt
import Glibc
import RosterCore

/// crypt(3) of libxcrypt.
enum Crypt {
    /// Whether the library of this system computes the form of `stored`.
    static func knows(_ stored: String) -> Bool {
        let answer = unsafe crypt_checksalt(stored)
        return answer == CRYPT_SALT_OK || answer == CRYPT_SALT_METHOD_LEGACY
    }

    /// bcrypt of `password`, which has at most 72 bytes and no NUL.
    /// - Throws: ``DirectoryError/busy(retryAfterSeconds:)`` when the library fails.
    static func bcrypt(_ password: String, cost: Int) throws(DirectoryError) -> String {
        let random = SecureRandom.bytes(16).map(CChar.init(bitPattern:))
        var setting = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
        let written = unsafe crypt_gensalt_rn(
            "$2b$", UInt(cost), random, Int32(random.count), &setting, Int32(setting.count))
        guard unsafe written != nil, let hash = try compute(password, setting: setting) else {
            throw .busy(retryAfterSeconds: 1)
        }
        return String(decoding: hash, as: UTF8.self)
    }

    /// Whether `password` makes `stored`, compared in constant time. Nil when the library
    /// refuses the two.
    /// - Throws: ``DirectoryError/busy(retryAfterSeconds:)`` when its memory cannot be had.
    static func matches(_ password: String, stored: String) throws(DirectoryError) -> Bool? {
        let expected = Array(stored.utf8)
        let setting = expected.map(CChar.init(bitPattern:)) + [0]
        guard let computed = try compute(password, setting: setting) else { return nil }
        return areEqual(computed, expected)
    }

    /// Nil on any error but of memory: `crypt_rn` answers with a null pointer then, so that the
    /// tokens `*0` and `*1`, with which crypt(3) reports errors, never come up as hashes.
    private static func compute(
        _ password: String, setting: [CChar]
    ) throws(DirectoryError) -> [UInt8]? {
        let typed = password.utf8.map(CChar.init(bitPattern:)) + [0]
        let size = MemoryLayout<crypt_data>.size
        let scratch = UnsafeMutableRawPointer.allocate(
            byteCount: size, alignment: MemoryLayout<crypt_data>.alignment)
        unsafe memset(scratch, 0, size)
        defer {
            // The output of a right password is as good as the stored hash.
            unsafe explicit_bzero(scratch, size)
            unsafe scratch.deallocate()
        }
        guard let output = unsafe crypt_rn(typed, setting, scratch, Int32(size)) else {
            if errno == ENOMEM { throw .busy(retryAfterSeconds: 1) }
            return nil
        }
        return unsafe Array(UnsafeBufferPointer(start: output, count: strlen(output)))
            .map(UInt8.init(bitPattern:))
    }

    /// Takes the same time wherever the two differ.
    private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
