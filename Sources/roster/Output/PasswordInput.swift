import Glibc
import RosterControl

/// Reads a password from standard input: typed unseen at a terminal, or the first line of a pipe.
enum PasswordInput {
    /// - Throws: ``ControlFailure``.
    static func read() throws -> String {
        let isTerminal = isatty(STDIN_FILENO) == 1
        if isTerminal {
            StandardError.write("Password: ")
            echo(false)
        }
        defer {
            if isTerminal {
                echo(true)
                StandardError.write("\n")
            }
        }
        guard let line = readLine(), !line.isEmpty else {
            throw ControlFailure(.usage, "no password on standard input")
        }
        return line
    }

    private static func echo(_ isOn: Bool) {
        var settings = termios()
        unsafe tcgetattr(STDIN_FILENO, &settings)
        if isOn {
            settings.c_lflag |= tcflag_t(ECHO)
        } else {
            settings.c_lflag &= ~tcflag_t(ECHO)
        }
        unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    }
}
