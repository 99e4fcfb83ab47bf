import RosterSettings

/// There is room for new data, in bytes and in files.
enum DiskCheck {
    static func findings(_ folder: String) -> [Finding] {
        DiskSpace.of(folder).map { findings($0, folder) } ?? []
    }

    /// The judgement alone.
    static func findings(_ space: DiskSpace, _ folder: String) -> [Finding] {
        [bytes(space, folder)] + files(space, folder)
    }

    private static let subject = "disk"
    private static let leastBytes: UInt64 = 100 << 20
    private static let fewBytes: UInt64 = 1 << 30

    private static func bytes(_ space: DiskSpace, _ folder: String) -> Finding {
        let text =
            "\(space.freeBytes >> 20) MiB of \(space.totalBytes >> 20) MiB are free for \(folder)"
        if space.freeBytes < leastBytes || isBelow(1, space.freeBytes, space.totalBytes) {
            return .failure(subject, text, mend: mend)
        }
        if space.freeBytes < fewBytes || isBelow(5, space.freeBytes, space.totalBytes) {
            return .warning(subject, text, mend: mend)
        }
        return .fine(subject, text)
    }

    private static func files(_ space: DiskSpace, _ folder: String) -> [Finding] {
        guard space.totalFiles > 0 else { return [] }
        let text =
            "\(space.freeFiles) of \(space.totalFiles) files (inodes) can still be made for \(folder)"
        if isBelow(1, space.freeFiles, space.totalFiles) {
            return [.failure(subject, text, mend: mend)]
        }
        if isBelow(5, space.freeFiles, space.totalFiles) {
            return [.warning(subject, text, mend: mend)]
        }
        return []
    }

    private static var mend: String {
        let key = SettingsTable.key(of: \.dataFolder)
        return "make room on that disk, or move the folder and set \(key) (\(key.flag))"
    }

    private static func isBelow(_ percent: Double, _ part: UInt64, _ whole: UInt64) -> Bool {
        Double(part) < Double(whole) * percent / 100
    }
}
