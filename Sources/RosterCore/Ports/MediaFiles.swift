/// Keeps the bytes of uploads, by names that the directory makes.
package protocol MediaFiles: Sendable {
    /// Keeps `bytes` under `name` (lower-case letters, digits and one dot), in the place of what
    /// was there; returns when they are safe on disk.
    /// - Throws: ``DirectoryError/storage(_:)``.
    func keep(_ bytes: [UInt8], as name: String) async throws(DirectoryError)
    /// Nil when there is no such file.
    func bytes(of name: String) async throws(DirectoryError) -> [UInt8]?
    /// No error when it is gone already.
    func remove(_ name: String) async throws(DirectoryError)
}
