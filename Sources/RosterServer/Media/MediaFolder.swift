import CoreFoundation
import Dispatch
import Glibc
package import RosterCore

/// Uploads as files: `<folder>/<first two letters>/<name>`, folders 0700, files 0600. A file appears
/// under its name whole or not at all, and is on the disk when ``keep(_:as:)`` returns.
package final class MediaFolder: MediaFiles {
    private let path: String
    /// Files block their thread: they get a few of their own.
    private let queues: [DispatchQueue]
    private static let queuesCount = 4
    /// No upload is larger; a file that is was not written here.
    private static let bytesMax = 2 * Limits.mediaBytesMax

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
        try await run(name) { () throws(FileFailure) in
            guard unsafe unlink(place.file) != 0, errno != ENOENT else { return }
            throw FileFailure(errno: errno)
        }
    }

    private struct Place: Sendable {
        let root: String
        let folder: String
        let name: String

        var file: String { folder + "/" + name }
    }

    /// Names come from the directory alone; this is the last door against one that would leave the
    /// folder.
    private func place(of name: String) throws(DirectoryError) -> Place {
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
        return Place(root: path, folder: path + "/" + name.prefix(2), name: name)
    }

    private func run<Value: Sendable>(
        _ name: String, _ work: @escaping @Sendable () throws(FileFailure) -> Value
    ) async throws(DirectoryError) -> Value {
        let queue = queues[name.utf8.reduce(0) { $0 &+ Int($1) } % queues.count]
        let outcome: Outcome<Value> = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Outcome(work)) }
        }
        if let failure = outcome.failure { throw failure.directoryError }
        guard let value = outcome.value else { throw .storage(.failed(code: 0)) }
        return value
    }

    private static func write(_ bytes: [UInt8], _ place: Place) throws(FileFailure) {
        try makeFolder(place.root)
        try makeFolder(place.folder)
        let draft = place.folder + "/." + place.name
        let file = try opened(draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC)
        do throws(FileFailure) {
            try write(bytes, to: file)
            guard fsync(file) == 0 else { throw FileFailure(errno: errno) }
        } catch {
            close(file)
            _ = unsafe unlink(draft)
            throw error
        }
        close(file)
        guard unsafe rename(draft, place.file) == 0 else { throw FileFailure(errno: errno) }
        // The name is on the disk when the folder is.
        for folder in [place.folder, place.root] {
            let descriptor = try opened(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            defer { close(descriptor) }
            guard fsync(descriptor) == 0 else { throw FileFailure(errno: errno) }
        }
    }

    private static func write(_ bytes: [UInt8], to file: Int32) throws(FileFailure) {
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
        let file = unsafe open(place.file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw FileFailure(errno: errno)
        }
        defer { close(file) }
        var facts = stat()
        guard unsafe fstat(file, &facts) == 0 else { throw FileFailure(errno: errno) }
        guard facts.st_size <= bytesMax, facts.st_mode & S_IFMT == S_IFREG else {
            throw FileFailure(errno: EFBIG)
        }
        var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = unsafe bytes[filled...].withUnsafeMutableBytes { chunk in
                unsafe Glibc.read(file, chunk.baseAddress, chunk.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileFailure(errno: count < 0 ? errno : EIO) }
            filled += count
        }
        return bytes
    }

    private static func makeFolder(_ path: String) throws(FileFailure) {
        guard unsafe mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw FileFailure(errno: errno)
    }

    private static func opened(_ path: String, _ flags: Int32) throws(FileFailure) -> Int32 {
        let descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else { throw FileFailure(errno: errno) }
        return descriptor
    }
}

/// What the system said of a file.
private struct FileFailure: Error {
    let errno: Int32

    var directoryError: DirectoryError {
        switch errno {
        case ENOSPC, EDQUOT: .storage(.full)
        default: .storage(.failed(code: Int(errno)))
        }
    }
}

/// A value or why there is none.
private struct Outcome<Value: Sendable>: Sendable {
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
