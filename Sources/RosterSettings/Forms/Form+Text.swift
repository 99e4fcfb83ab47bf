import Foundation

extension Form<String> {
    /// The path of a file or folder that need not exist yet.
    static var path: Self {
        Form(
            read: { (text) throws(BadValue) in
                guard !text.isEmpty, !text.hasControlCharacters else {
                    throw BadValue("must be a path, not \(quoted(text))")
                }
                return text
            },
            write: { $0 }, offer: .paths)
    }

    /// The path of a file that this process can read and that holds something.
    static var existingFile: Self {
        Form(
            read: { (text) throws(BadValue) in
                let path = try path.read(text)
                if let reason = reasonUnusable(path) {
                    throw BadValue(
                        "must be a file that exists, can be read and is not empty, "
                            + "not \(quotedPath(path)): \(reason)")
                }
                return path
            },
            write: { $0 }, offer: .paths)
    }

    /// Why the file can be of no use; nil when it may be. It is read again and again, so a pipe is
    /// of none.
    private static func reasonUnusable(_ path: String) -> String? {
        if let reason = reasonUnreadable(path) { return reason }
        let file = try? FileHandle(forReadingFrom: URL(filePath: path))
        guard let start = try? file?.read(upToCount: 1), !start.isEmpty else {
            return "it is empty"
        }
        return nil
    }

    /// The name of an account, by the rules of DESIGN §2 (`AccountName` has the last word).
    static var accountName: Self {
        Form(
            read: { (text) throws(BadValue) in
                guard isAccountName(text) else {
                    throw BadValue(
                        "must be a name of 1 to 64 characters, none of them a control or invisible "
                            + "one, no white space at the edges, not \(quoted(text))")
                }
                return text
            },
            write: { $0 })
    }

    /// Password: 1 to 1024 bytes, which is what the directory hashes at most. Controls are refused:
    /// crypt(3) stops at NUL, and a line break at the end of a file is nobody's intention.
    static var password: Self {
        Form(
            read: { (text) throws(BadValue) in
                guard (1...1024).contains(text.utf8.count), !text.hasControlCharacters else {
                    throw BadValue("must be 1 to 1024 bytes without control characters")
                }
                return text
            },
            write: { _ in mask }, isSecret: true)
    }

    /// A key that callers send in a header.
    static var headerKey: Self {
        Form(
            read: { (text) throws(BadValue) in
                guard (24...1024).contains(text.count), !text.hasWhiteSpace,
                    !text.hasControlCharacters
                else {
                    throw BadValue(
                        "must be 24 to 1024 characters without white space and control characters")
                }
                return text
            },
            write: { _ in mask }, isSecret: true)
    }

    private static func isAccountName(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard (1...64).contains(scalars.count), text != ".", text != "..",
            let first = scalars.first, !first.properties.isWhitespace,
            let last = scalars.last, !last.properties.isWhitespace
        else { return false }
        let isVisible = scalars.contains { !$0.properties.isDefaultIgnorableCodePoint }
        return isVisible
            && scalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .unassigned, .privateUse, .surrogate: false
                default: true
                }
            }
    }
}

extension Form<MailSender> {
    static var mailSender: Self {
        Form(
            read: { (text) throws(BadValue) in
                guard let sender = MailSender(text) else {
                    throw BadValue(
                        "must be an e-mail address or Name <address>, not \(quoted(text))")
                }
                return sender
            },
            write: { $0.description })
    }
}
