import Foundation

/// Every file of a folder as it is: bytes, mode and time of the last change.
struct FolderSnapshot: Equatable, CustomStringConvertible {
    private struct Entry: Equatable {
        let mode: Int
        let changedAt: Date
        /// Nil for folders and sockets.
        let bytes: Data?
    }

    private let entries: [String: Entry]

    init(of folder: String) throws {
        let manager = FileManager.default
        let paths = (manager.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []) + [""]
        var entries: [String: Entry] = [:]
        for path in paths {
            let whole = folder + "/" + path
            let facts = try manager.attributesOfItem(atPath: whole)
            let isRegular = facts[.type] as? FileAttributeType == .typeRegular
            entries[path] = Entry(
                mode: facts[.posixPermissions] as? Int ?? -1,
                changedAt: facts[.modificationDate] as? Date ?? .distantPast,
                bytes: isRegular ? try Data(contentsOf: URL(filePath: whole)) : nil)
        }
        self.entries = entries
    }

    var names: [String] { entries.keys.sorted() }

    /// Those that are new, gone or changed.
    func names(otherThanIn other: FolderSnapshot) -> [String] {
        Set(names).union(other.names).filter { entries[$0] != other.entries[$0] }.sorted()
    }

    var description: String {
        names.map { "\($0) \(entries[$0]?.mode ?? 0) \(entries[$0]?.bytes?.count ?? 0)" }
            .joined(separator: "; ")
    }
}
