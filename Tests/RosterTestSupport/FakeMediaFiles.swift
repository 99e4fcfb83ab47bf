package import RosterCore
import Synchronization

/// Bytes in memory in the place of files.
package final class FakeMediaFiles: MediaFiles {
    private let files = Mutex<[String: [UInt8]]>([:])

    package init() {}

    package var names: [String] { files.withLock { $0.keys.sorted() } }

    package func keep(_ bytes: [UInt8], as name: String) async throws(DirectoryError) {
        files.withLock { $0[name] = bytes }
    }

    package func begin() async throws(DirectoryError) -> any MediaDraft { FakeDraft(files: self) }

    package func bytes(of name: String) async throws(DirectoryError) -> [UInt8]? {
        files.withLock { $0[name] }
    }

    package func remove(_ name: String) async throws(DirectoryError) {
        files.withLock { $0[name] = nil }
    }
}

/// Bytes that have no name yet.
private final class FakeDraft: MediaDraft {
    private let files: FakeMediaFiles
    private let content = Mutex<[UInt8]>([])

    init(files: FakeMediaFiles) { self.files = files }

    func append(_ bytes: [UInt8]) async throws(DirectoryError) {
        content.withLock { $0 += bytes }
    }

    func bytes() async throws(DirectoryError) -> [UInt8] { content.withLock { $0 } }

    func keep(as name: String) async throws(DirectoryError) {
        try await files.keep(content.withLock { $0 }, as: name)
    }

    func discard() async {}
}
