/// The one place where this target draws random bytes.
enum SecureRandom {
    /// `count` bytes from the operating system's generator, which on Linux is `getrandom(2)`.
    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        // Each draw is a system call: eight bytes at a time, not one.
        while bytes.count < count {
            var word: UInt64 = generator.next()
            for _ in 0..<min(8, count - bytes.count) {
                bytes.append(UInt8(truncatingIfNeeded: word))
                word >>= 8
            }
        }
        return bytes
    }
}
