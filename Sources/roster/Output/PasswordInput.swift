import CPlatform
import Glibc
import RosterControl

/// Reads a password from standard input: typed unseen at a terminal, or the first line of a pipe.
enum PasswordInput {
    /// More than any password may have; the rest of a longer line makes it too long, not shorter.
    private static let bytesMax = 8192

    /// - Throws: ``ControlFailure``.
    static func read() throws(ControlFailure) -> String {
        let line = isatty(STDIN_FILENO) == 1 ? typed() : firstLine()
        guard let line, !line.isEmpty else {
            throw ControlFailure(.usage, "no password on standard input")
        }
        // What is no UTF-8 would be mended by the reader, and be another password than the typed one.
        guard let password = String(validating: line, as: UTF8.self) else {
            throw ControlFailure(.usage, "the password is not in UTF-8; see the terminal's locale")
        }
        return password
    }

    private static func typed() -> [UInt8]? {
        StandardError.write("Password: ")
        guard roster_hide_typing(STDIN_FILENO) == 0 else { return nil }
        defer { roster_show_typing() }
        return firstLine()
    }

    private static func firstLine() -> [UInt8]? {
        var line: [UInt8] = []
        while line.count < bytesMax {
            let byte = getchar()
            if byte == EOF { return line.isEmpty ? nil : line }
            if byte == 0x0A { break }
            line.append(UInt8(truncatingIfNeeded: byte))
        }
        if line.last == 0x0D { line.removeLast() }
        return line
    }
}
