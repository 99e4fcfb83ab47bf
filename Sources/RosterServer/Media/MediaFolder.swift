import CPlatform
import Dispatch
import Glibc
package import RosterCore

/// Uploads as files: `<folder>/<first two letters>/<name>`, folders 0700, files 0600. A file appears
/// under its name whole or not at all, and is on the disk when ``keep(_:as:)`` returns.
package final class MediaFolder: MediaFiles {
    let path: String
    /// Files block their thread: they get a few of their own.
    let queues: [DispatchQueue]
    private static let queuesCount = 4
    /// No upload is larger; a file that is was not written here.
    static let bytesMax = 2 * Limits.mediaBytesMax

    package init(path: String) {
        self.path = path
        queues = (0..<Self.queuesCount).map { DispatchQueue(label: "media-\($0)") }
    }

    package func keep(_ bytes: [UInt8], as name: String) async throws(DirectoryError) {
        let place = try place(of: name)
        try await run(name) { () throws(FileFailure) in try Self.write(bytes, place) }
    }

    package func bytes(of name: String) async throws(DirectoryError) -> [UInt8]? {
        let place = try place(of: name)
        return try await run(name) { () throws(FileFailure) in try Self.read(place) }
    }

    package func remove(_ name: String) async throws(DirectoryError) {
        let place = try place(of: name)
        try await run(name) { () throws(FileFailure) in try Self.erase(place) }
    }

    struct Place: Sendable {
        let root: String
        let folder: String
        let name: String

        /// Tidied away by the next write of the same name, if a crash left it.
        var draft: String { "." + name }
    }

    /// Names come from the directory alone; this is the last door against one that would leave the
    /// folder.
    func place(of name: String) throws(DirectoryError) -> Place {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy {
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                }
        }
        guard parts.count == 2, isPlain, parts[0].utf8.count >= 2, name.utf8.count <= 100 else {
            throw .storage(.failed(code: Int(EINVAL)))
        }
        return Place(root: path, folder: String(name.prefix(2)), name: name)
    }

    private func run<Value: Sendable>(
        _ name: String, _ work: @escaping @Sendable () throws(FileFailure) -> Value
    ) async throws(DirectoryError) -> Value {
        try await Self.run(on: queue(of: name), work)
    }

    /// All work on one name goes to one queue.
    func queue(of name: String) -> DispatchQueue {
        queues[name.utf8.reduce(0) { $0 &+ Int($1) } % queues.count]
    }

    static func run<Value: Sendable>(
        on queue: DispatchQueue, _ work: @escaping @Sendable () throws(FileFailure) -> Value
    ) async throws(DirectoryError) -> Value {
        let outcome: Outcome<Value> = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Outcome(work)) }
        }
        if let failure = outcome.failure { throw failure.directoryError }
        guard let value = outcome.value else { throw .storage(.failed(code: 0)) }
        return value
    }

    private static func write(_ bytes: [UInt8], _ place: Place) throws(FileFailure) {
        try inFolder(of: place) { (folder) throws(FileFailure) in
            do throws(FileFailure) {
                try writeDraft(bytes, place, in: folder)
                guard unsafe renameat(folder, place.draft, folder, place.name) == 0 else {
                    throw FileFailure(errno: errno)
                }
            } catch {
                _ = unsafe unlinkat(folder, place.draft, 0)
                throw error
            }
        }
    }

    /// Runs `body` with the folder of a file, made where it is missing, and returns when the names in it
    /// are on the disk.
    static func inFolder(
        of place: Place, _ body: (Int32) throws(FileFailure) -> Void
    ) throws(FileFailure) {
        let root = try madeRoot(place.root)
        defer { close(root) }
        _ = try isMade(unsafe mkdirat(root, place.folder, 0o700))
        guard let folder = try opened(root, place.folder, folderFlags | O_NOFOLLOW) else {
            throw FileFailure(errno: ENOENT)
        }
        defer { close(folder) }
        try body(folder)
        try flush(folder)
        try flush(root)
    }

    /// The folder of all uploads, made where it is missing.
    static func madeRoot(_ path: String) throws(FileFailure) -> Int32 {
        let isNew = try isMade(unsafe mkdir(path, 0o700))
        guard let root = try opened(AT_FDCWD, path, folderFlags) else {
            throw FileFailure(errno: ENOENT)
        }
        do throws(FileFailure) {
            if isNew, let parent = try opened(root, "..", folderFlags) {
                defer { close(parent) }
                try flush(parent)
            }
        } catch {
            close(root)
            throw error
        }
        return root
    }

    /// Always a new file: one that a crash left may have another mode, and need not be a file.
    private static func writeDraft(
        _ bytes: [UInt8], _ place: Place, in folder: Int32
    ) throws(FileFailure) {
        _ = unsafe unlinkat(folder, place.draft, 0)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        guard let file = try opened(folder, place.draft, flags) else {
            throw FileFailure(errno: ENOENT)
        }
        defer { close(file) }
        try write(bytes, to: file)
        try flush(file)
    }

    static func write(_ bytes: [UInt8], to file: Int32) throws(FileFailure) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes[written...].withUnsafeBytes { chunk in
                unsafe Glibc.write(file, chunk.baseAddress, chunk.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileFailure(errno: errno) }
            written += count
        }
    }

    private static func read(_ place: Place) throws(FileFailure) -> [UInt8]? {
        guard let folder = try openedFolder(of: place) else { return nil }
        defer { close(folder) }
        // Without O_NONBLOCK, opening a pipe would wait for its writer.
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        guard let file = try opened(folder, place.name, flags) else { return nil }
        defer { close(file) }
        return try content(of: file)
    }

    /// All of an open file.
    static func content(of file: Int32) throws(FileFailure) -> [UInt8] {
        var facts = roster_facts()
        guard unsafe roster_facts_of(file, &facts) == 0 else { throw FileFailure(errno: errno) }
        guard facts.bytes <= bytesMax, facts.mode & S_IFMT == S_IFREG else {
            throw FileFailure(errno: EFBIG)
        }
        var bytes = [UInt8](repeating: 0, count: Int(facts.bytes))
        var filled = 0
        while filled < bytes.count {
            let count = unsafe bytes[filled...].withUnsafeMutableBytes { chunk in
                unsafe pread(file, chunk.baseAddress, chunk.count, off_t(filled))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileFailure(errno: count < 0 ? errno : EIO) }
            filled += count
        }
        return bytes
    }

    private static func erase(_ place: Place) throws(FileFailure) {
        guard let folder = try openedFolder(of: place) else { return }
        defer { close(folder) }
        guard unsafe unlinkat(folder, place.name, 0) != 0, errno != ENOENT else { return }
        throw FileFailure(errno: errno)
    }

    static let folderFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC

    /// The folder of the file, never through a link: an operator may put the whole of it elsewhere
    /// with one, but below there are none. Nil when it is not there.
    private static func openedFolder(of place: Place) throws(FileFailure) -> Int32? {
        guard let root = try opened(AT_FDCWD, place.root, folderFlags) else { return nil }
        defer { close(root) }
        return try opened(root, place.folder, folderFlags | O_NOFOLLOW)
    }

    /// Whether a folder is new, by what mkdir(2) returned.
    static func isMade(_ result: Int32) throws(FileFailure) -> Bool {
        guard result != 0 else { return true }
        guard errno == EEXIST else { throw FileFailure(errno: errno) }
        return false
    }

    /// Nil when there is nothing of that name.
    static func opened(
        _ folder: Int32, _ name: String, _ flags: Int32
    ) throws(FileFailure) -> Int32? {
        let descriptor = unsafe openat(folder, name, flags, 0o600)
        if descriptor >= 0 { return descriptor }
        guard errno == ENOENT else { throw FileFailure(errno: errno) }
        return nil
    }

    static func flush(_ descriptor: Int32) throws(FileFailure) {
        guard fsync(descriptor) == 0 else { throw FileFailure(errno: errno) }
    }
}

/// What the system said of a file.
struct FileFailure: Error {
    let errno: Int32

    var directoryError: DirectoryError {
        switch errno {
        case ENOSPC, EDQUOT: .storage(.full)
        case EROFS, EACCES, EPERM: .storage(.unavailable)
        default: .storage(.inputOutput(code: Int(errno)))
        }
    }
}

/// A value or why there is none.
struct Outcome<Value: Sendable>: Sendable {
    var value: Value?
    var failure: FileFailure?

    init(_ work: () throws(FileFailure) -> Value) {
        do throws(FileFailure) {
            value = try work()
        } catch {
            failure = error
        }
    }
}
