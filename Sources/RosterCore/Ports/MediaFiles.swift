/// Keeps the bytes of uploads, by names that the directory makes.
package protocol MediaFiles: Sendable {
    /// Keeps `bytes` under `name` (lower-case letters, digits and one dot), in the place of what
    /// was there; returns when they are safe on disk.
    /// - Throws: ``DirectoryError/storage(_:)``.
    func keep(_ bytes: [UInt8], as name: String) async throws(DirectoryError)
    /// Begins a file without a name, for bytes that come in parts; it is gone unless it is kept.
    /// - Throws: ``DirectoryError/storage(_:)``.
    func begin() async throws(DirectoryError) -> any MediaDraft
    /// Nil when there is no such file.
    func bytes(of name: String) async throws(DirectoryError) -> [UInt8]?
    /// No error when it is gone already.
    func remove(_ name: String) async throws(DirectoryError)
}

/// A file that is being written and has no name yet.
package protocol MediaDraft: Sendable {
    /// - Throws: ``DirectoryError/storage(_:)``.
    func append(_ bytes: [UInt8]) async throws(DirectoryError)
    /// What was appended.
    /// - Throws: ``DirectoryError/storage(_:)``.
    func bytes() async throws(DirectoryError) -> [UInt8]
    /// Gives it its name, in the place of what was there; returns when it is safe on disk.
    /// - Throws: ``DirectoryError/storage(_:)``.
    func keep(as name: String) async throws(DirectoryError)
    /// Removes it; nothing happens when it was kept.
    func discard() async
}

/// The bytes of an upload as they arrive.
package protocol UploadSource: Sendable {
    /// The next part; nil at the end.
    func next() async throws(UploadInterruption) -> [UInt8]?
    /// Waits for memory to hold so many bytes at once.
    func holdWhole(_ bytes: Int) async throws(UploadInterruption)
}

/// An upload ended before its end; its source knows why.
package struct UploadInterruption: Error, Sendable {
    package init() {}
}
