import Glibc

extension DataFolder {
    /// Who has the lock of a data folder.
    enum Holder: Sendable, Equatable {
        case nobody
        /// By its number, if the lock tells it.
        case process(Int?)
        /// The lock cannot be read, by its errno.
        case unreadable(Int32)
    }

    /// Who owns the folder at `path`, asked without making or owning anything. While it asks, for a
    /// few microseconds, it shares the lock.
    static func holder(of path: String) -> Holder {
        // As an owner opens it: whom it does not let in cannot start, and a pipe is waited for by nobody.
        let flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let descriptor = unsafe open(lockPath(in: path), flags)
        guard descriptor >= 0 else { return errno == ENOENT ? .nobody : .unreadable(errno) }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return .nobody }
        return .process(readNumber(descriptor))
    }
}
