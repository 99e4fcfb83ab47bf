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

    package func bytes(of name: String) async throws(DirectoryError) -> [UInt8]? {
        files.withLock { $0[name] }
    }

    package func remove(_ name: String) async throws(DirectoryError) {
        files.withLock { $0[name] = nil }
    }
}
