package import RosterCore

/// Why a verb did not do what was asked: one clear line, and a word for programs.
package struct ControlFailure: Error, Codable, Sendable, Equatable, CustomStringConvertible {
    /// The word for programs.
    package enum Code: String, Codable, Sendable {
        /// A rule of the directory refused it.
        case refused
        /// What the verb names is not there.
        case unknown
        /// Words that the verb cannot use.
        case usage
        /// Client and server are of releases that do not understand each other.
        case otherRelease
        /// The server has no such verb, or cannot read it.
        case unreadable
        /// Somebody else moved it meanwhile.
        case changed
        /// Try again.
        case busy
        /// The storage failed.
        case storage
        /// The server went away before it answered.
        case gone

        /// A word of another release is a refusal all the same.
        package init(from decoder: any Decoder) throws {
            let word = try decoder.singleValueContainer().decode(String.self)
            self = Code(rawValue: word) ?? .refused
        }
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package init(_ error: DirectoryError) {
        let code: Code =
            switch error {
            case .notFound: .unknown
            case .revisionMismatch: .changed
            case .busy, .throttled: .busy
            case .storage: .storage
            default: .refused
            }
        self.init(code, OperatorWords.text(of: error))
    }

    package static func unknown(_ kind: String, _ text: String) -> ControlFailure {
        ControlFailure(.unknown, "there is no \(kind) \(text)")
    }

    package var description: String { message }
}
