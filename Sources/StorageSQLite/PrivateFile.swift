import Glibc
import RosterCore

/// Makes the file at `path`, readable and writable by its owner alone, if it is missing. SQLite
/// gives its log files the same mode.
func makePrivateFile(at path: String) throws(DirectoryError) {
    let descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .storage(errno == ENOSPC ? .full : .unavailable) }
    close(descriptor)
}
