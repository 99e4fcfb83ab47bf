import Foundation

/// The repository as the tidy tests read it: as text.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct File {
        /// Below the root.
        let path: String
        let text: String

        /// The target that the file belongs to: the folder below `Sources` or `Tests`.
        var target: String {
            path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        }

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    }

    /// Files below a folder whose names end in `suffix`, by path.
    static func files(in folder: String, suffix: String) throws -> [File] {
        let base = root.appendingPathComponent(folder)
        let paths =
            FileManager.default.enumerator(atPath: base.path)?
            .compactMap { $0 as? String } ?? []
        return try paths.filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }.sorted().map {
            let path = folder + "/" + $0
            return File(path: path, text: try text(of: path))
        }
    }

    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
    }

    static func folders(in folder: String) throws -> [String] {
        let base = root.appendingPathComponent(folder)
        return try FileManager.default.contentsOfDirectory(
            at: base, includingPropertiesForKeys: [.isDirectoryKey]
        ).filter { $0.hasDirectoryPath }.map(\.lastPathComponent).sorted()
    }
}
