import Glibc

/// Whether a folder can be used for new files, or made.
enum FolderState: Sendable {
    case ready(FileFacts)
    /// It is missing; its first parent that is there lets it be made.
    case creatable
    /// It or a parent, by its path, is something else.
    case notFolder(String)
    /// It or a parent, by its path, does not let this user write; by its errno.
    case refused(String, Int32)

    static func look(at path: String) -> FolderState {
        switch FileFacts.look(at: path) {
        case .found(let facts):
            guard facts.isFolder else { return .notFolder(path) }
            guard FileFacts.mayChange(path, isFolder: true) else { return .refused(path, errno) }
            return .ready(facts)
        case .missing:
            guard let parent = parent(of: path) else { return .refused(path, ENOENT) }
            switch look(at: parent) {
            case .ready, .creatable: return .creatable
            case let other: return other
            }
        case .refused(let number):
            // Nearer to the root, there may be a folder that lets nobody in.
            guard let parent = parent(of: path),
                case .refused(let place, let reason) = look(at: parent)
            else { return .refused(path, number) }
            return .refused(place, reason)
        }
    }

    /// The path of the folder around a path; nil for `/` and `.`.
    static func parent(of path: String) -> String? {
        let parts = path.split(separator: "/")
        guard !parts.isEmpty, path != "." else { return nil }
        let rest = parts.dropLast().joined(separator: "/")
        if path.hasPrefix("/") { return "/" + rest }
        return rest.isEmpty ? "." : rest
    }
}
