import Foundation
import Glibc

/// Why the file at `path` cannot be read as one, in words that fit behind its name; nil for a
/// regular file that this process may read. Links are followed, nothing is opened: opening a pipe
/// would wait for its writer.
func reasonUnreadable(_ path: String) -> String? {
    guard unsafe access(path, F_OK) == 0 else { return systemWords(errno) }
    let place = URL(filePath: path).resolvingSymlinksInPath().path
    let type = (try? FileManager.default.attributesOfItem(atPath: place))?[.type]
    switch type as? FileAttributeType {
    case .typeRegular: return unsafe access(path, R_OK) == 0 ? nil : systemWords(errno)
    case .typeDirectory: return "it is a folder"
    default: return "it is no regular file"
    }
}

/// The system's own words for an errno.
private func systemWords(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
