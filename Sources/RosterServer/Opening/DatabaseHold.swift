import CPlatform
import Glibc
import Synchronization

/// Keeps the database file of a data folder for this process, beside the lock of the folder: the lock
/// is a file of its own, which can be deleted or replaced under a running server.
///
/// The descriptor stays open for as long as SQLite has the file: closing any descriptor of it drops the
/// locks that SQLite has in this process. The mutex guards the descriptor.
final class DatabaseHold: Sendable {
    private let descriptor = Mutex<Int32>(-1)
    private let path: String

    init(path: String) { self.path = path }

    deinit { letGo() }

    /// Holds the file, made (0600) if it is missing. What the system refuses otherwise, the database
    /// says better when it is opened.
    /// - Returns: False where another process holds it.
    func take() -> Bool {
        let opened = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard opened >= 0 else { return true }
        if roster_hold(opened) != 0, errno == EAGAIN || errno == EACCES {
            close(opened)
            return false
        }
        descriptor.withLock { $0 = opened }
        return true
    }

    /// Only once the database is closed.
    func letGo() {
        descriptor.withLock { number in
            if number >= 0 { close(number) }
            number = -1
        }
    }

    /// Whether the file that is held still lies under its path: what is written to a file that was
    /// deleted, moved or replaced is lost.
    var isInPlace: Bool {
        descriptor.withLock { number in
            guard number >= 0 else { return true }
            var held = roster_facts()
            var found = roster_facts()
            guard unsafe roster_facts_of(number, &held) == 0,
                unsafe roster_facts_at(path, &found) == 0
            else { return false }
            return held.device == found.device && held.number == found.number
        }
    }
}
