import Foundation

/// What a verb says beside its answer; where nobody can hear it, nothing is lost.
enum StandardError {
    static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
