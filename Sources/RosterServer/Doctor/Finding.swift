/// One thing that an examination of a set-up found (`roster doctor`). JSON: an object of `level`
/// (`fine`, `warning`, `failure`), `subject`, `text` and, unless it is fine, `mend`.
package struct Finding: Sendable, Equatable, Codable {
    /// How bad it is.
    package enum Level: String, Sendable, Codable {
        case fine
        /// The server runs, but not as well or as safely as it should.
        case warning
        /// The server does not start, or does not do all its work.
        case failure
    }

    package let level: Level
    /// The setting it is about, by its key, or a word such as `database`.
    package let subject: String
    /// What was found, in one sentence; never with a secret.
    package let text: String
    /// What to do about it, in one sentence that names the command or setting; nil when fine.
    package let mend: String?
}

extension Finding {
    static func fine(_ subject: some CustomStringConvertible, _ text: String) -> Finding {
        Finding(level: .fine, subject: subject.description, text: text, mend: nil)
    }

    static func warning(
        _ subject: some CustomStringConvertible, _ text: String, mend: String
    ) -> Finding {
        Finding(level: .warning, subject: subject.description, text: text, mend: mend)
    }

    static func failure(
        _ subject: some CustomStringConvertible, _ text: String, mend: String
    ) -> Finding {
        Finding(level: .failure, subject: subject.description, text: text, mend: mend)
    }

    /// A refusal in the words that a start would end with.
    /// - Parameters:
    ///   - line: `WHAT; WHAT TO DO`, as lines for operators are written (``StartFailure``).
    ///   - mend: what to do if the line does not say it.
    static func failure(
        _ subject: some CustomStringConvertible, line: String, mend: String
    ) -> Finding {
        guard let mark = line.ranges(of: "; ").last else {
            return failure(subject, line, mend: mend)
        }
        return failure(
            subject, String(line[..<mark.lowerBound]), mend: String(line[mark.upperBound...]))
    }
}
