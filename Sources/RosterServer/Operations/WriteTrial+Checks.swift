import Dispatch
import Glibc
import RosterCore
import RosterSecurity

extension WriteTrial {
    /// Less room than this, and a write may fail at any moment.
    static let leastFreeBytes: UInt64 = 16 << 20

    /// The trial of an open directory.
    convenience init(of open: OpenDirectory) {
        let folder = open.folder
        let files = DispatchQueue(label: "trial-files")
        let disk = DispatchQueue(label: "trial-disk")
        self.init(checks: [
            .disk: {
                await Self.onQueue(disk) { Self.hasRoom(folder.path) }
            },
            .media: {
                await Self.onQueue(files) { Self.takesFile(in: folder.path) }
            },
            .database: {
                guard await Self.onQueue(disk, { folder.database.isInPlace }) else { return false }
                let directory = open.directory
                let now = directory.environment.now()
                return
                    (try? await directory.store.write { storage throws(DirectoryError) in
                        try storage.tryWriting(at: now)
                    }) != nil
            },
            .passwords: {
                (try? await open.hashPool.run(.interactive) { () throws(DirectoryError) in }) != nil
            },
        ])
    }

    /// Files block their thread.
    private static func onQueue(
        _ queue: DispatchQueue, _ work: @escaping @Sendable () -> Bool
    ) async -> Bool {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }

    static func hasRoom(_ folder: String) -> Bool {
        guard let space = DiskSpace.of(folder) else { return false }
        return space.freeBytes >= leastFreeBytes && !space.isOutOfFiles
    }

    /// Whether a file can be made where uploads go, and written.
    static func takesFile(in folder: String) -> Bool {
        let media = DataFolder.mediaPath(in: folder)
        // The first upload makes the folder.
        let place: String
        if case .found = FileFacts.look(at: media) { place = media } else { place = folder }
        let path = place + "/.trial.\(getpid())"
        _ = unsafe unlink(path)
        let flags = O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC
        let descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else { return false }
        var byte: UInt8 = 0
        let isWritten = unsafe write(descriptor, &byte, 1) == 1
        close(descriptor)
        return unsafe unlink(path) == 0 && isWritten
    }
}
