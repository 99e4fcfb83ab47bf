import Dispatch
import Glibc
package import RosterCore
import Synchronization

/// Uploads on their way in: files of `<folder>/.partial`, which get their name when they are whole. What
/// a crash left there goes at the next start.
extension MediaFolder {
    private static let partial = ".partial"
    private static let number = Atomic<Int>(0)

    package func begin() async throws(DirectoryError) -> any MediaDraft {
        let number = Self.number.wrappingAdd(1, ordering: .relaxed).newValue
        let name = "\(getpid())-\(number)"
        let queue = queue(of: name)
        let root = path
        let opened = try await Self.run(on: queue) { () throws(FileFailure) -> [Int32] in
            let folder = try Self.madePartialFolder(root)
            let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
            do throws(FileFailure) {
                guard let file = try Self.opened(folder, name, flags) else {
                    throw FileFailure(errno: ENOENT)
                }
                return [folder, file]
            } catch {
                close(folder)
                throw error
            }
        }
        return PartialFile(
            media: self, name: name, folder: opened[0], file: opened[1], queue: queue)
    }

    /// Removes what uploads that never ended have left. Only where no server runs.
    package func removeDrafts() async throws(DirectoryError) {
        let root = path
        try await Self.run(on: queue(of: "")) { () throws(FileFailure) in
            guard let folder = try Self.opened(AT_FDCWD, root, Self.folderFlags) else { return }
            defer { close(folder) }
            let flags = Self.folderFlags | O_NOFOLLOW
            guard let partial = try Self.opened(folder, Self.partial, flags) else { return }
            guard let list = unsafe fdopendir(partial) else {
                close(partial)
                throw FileFailure(errno: errno)
            }
            defer { unsafe closedir(list) }
            while let entry = unsafe readdir(list) {
                let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { bytes in
                    unsafe bytes.withMemoryRebound(to: CChar.self, capacity: 256) { text in
                        unsafe String(cString: text)
                    }
                }
                if name != ".", name != ".." { _ = unsafe unlinkat(partial, name, 0) }
            }
        }
    }

    private static func madePartialFolder(_ path: String) throws(FileFailure) -> Int32 {
        let root = try madeRoot(path)
        defer { close(root) }
        _ = try isMade(unsafe mkdirat(root, partial, 0o700))
        guard let folder = try opened(root, partial, folderFlags | O_NOFOLLOW) else {
            throw FileFailure(errno: ENOENT)
        }
        return folder
    }
}

/// One of them. Its work is done on one queue, which guards its state as well.
private final class PartialFile: MediaDraft {
    private let media: MediaFolder
    private let name: String
    private let folder: Int32
    private let file: Int32
    private let queue: DispatchQueue
    private let isOpen = Mutex(true)

    init(media: MediaFolder, name: String, folder: Int32, file: Int32, queue: DispatchQueue) {
        self.media = media
        self.name = name
        self.folder = folder
        self.file = file
        self.queue = queue
    }

    deinit { remove() }

    func append(_ bytes: [UInt8]) async throws(DirectoryError) {
        let file = file
        try await MediaFolder.run(on: queue) { () throws(FileFailure) in
            try MediaFolder.write(bytes, to: file)
        }
    }

    func bytes() async throws(DirectoryError) -> [UInt8] {
        let file = file
        return try await MediaFolder.run(on: queue) { () throws(FileFailure) in
            try MediaFolder.content(of: file)
        }
    }

    func keep(as name: String) async throws(DirectoryError) {
        let place = try media.place(of: name)
        let (partial, file, draft) = (folder, file, self.name)
        try await MediaFolder.run(on: media.queue(of: name)) { () throws(FileFailure) in
            try MediaFolder.flush(file)
            try MediaFolder.inFolder(of: place) { (folder) throws(FileFailure) in
                guard unsafe renameat(partial, draft, folder, place.name) == 0 else {
                    throw FileFailure(errno: errno)
                }
            }
        }
        remove()
    }

    func discard() async {
        try? await MediaFolder.run(on: queue) { () throws(FileFailure) in self.remove() }
    }

    /// Also of one that was kept: the name is not there any more then.
    private func remove() {
        let wasOpen = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        guard wasOpen else { return }
        _ = unsafe unlinkat(folder, name, 0)
        close(file)
        close(folder)
    }
}
