/// The one place where this target draws random bytes.
enum SecureRandom {
    /// `count` bytes from the operating system's generator, which on Linux is `getrandom(2)`.
    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
