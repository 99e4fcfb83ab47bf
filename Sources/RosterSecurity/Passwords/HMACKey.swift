/// Passwords as PBKDF2 and scrypt take them: as keys of HMAC (RFC 2104).
enum HMACKey {
    /// Never empty: swift-crypto insists on an address of the bytes, which an empty array need not
    /// have. HMAC fills keys up with zeros, so one zero is the same key as none. That is also why
    /// a typed password with NUL must not come this far.
    static func bytes(of password: String) -> [UInt8] {
        password.isEmpty ? [0] : Array(password.utf8)
    }
}
