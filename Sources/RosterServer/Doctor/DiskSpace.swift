import Glibc

/// What a file system has room for. Counts are of what others than root may use; 0 in all where a file
/// system has no such number.
struct DiskSpace: Sendable {
    var freeBytes: UInt64
    var totalBytes: UInt64
    /// Files that can still be made (inodes).
    var freeFiles: UInt64
    var totalFiles: UInt64

    /// Whether no file can be made any more.
    var isOutOfFiles: Bool { totalFiles > 0 && freeFiles == 0 }

    /// Of the file system of `path`, or of its first parent that is there.
    static func of(_ path: String) -> DiskSpace? {
        var facts = statvfs()
        var place = path
        while unsafe statvfs(place, &facts) != 0 {
            guard errno == ENOENT, let parent = FolderState.parent(of: place) else { return nil }
            place = parent
        }
        let unit = UInt64(facts.f_frsize)
        return DiskSpace(
            freeBytes: UInt64(facts.f_bavail) * unit, totalBytes: UInt64(facts.f_blocks) * unit,
            freeFiles: UInt64(facts.f_favail), totalFiles: UInt64(facts.f_files))
    }
}
