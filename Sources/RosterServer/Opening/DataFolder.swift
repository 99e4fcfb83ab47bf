import CPlatform
import Glibc

/// The folder that one process owns: its lock is held as long as this value's process lives, also
/// through `kill -9`, which lets go of it.
package final class DataFolder: Sendable {
    package let path: String
    private let descriptor: Int32
    /// The database file, which this process holds from ``holdDatabase()`` on.
    let database: DatabaseHold

    /// Makes the folder (0700) if it is missing and takes its lock.
    /// - Throws: ``StartFailure/dataFolderInUse(_:process:)``, ``StartFailure/dataFolder(_:errno:)``,
    ///   ``StartFailure/foreignLock(_:)``.
    package init(owning path: String) throws(StartFailure) {
        self.path = path
        database = DatabaseHold(path: Self.databasePath(in: path))
        try Self.makeFolder(path)
        if let open = OpenPlace.ofData(path).first { throw .openPlace(open) }
        let lock = Self.lockPath(in: path)
        // Written into below: a link that somebody laid there leads to a file that is not ours.
        let flags = O_CREAT | O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let descriptor = unsafe open(lock, flags, 0o600)
        guard descriptor >= 0 else {
            throw errno == ELOOP ? .foreignLock(lock) : .dataFolder(path, errno: errno)
        }
        var facts = roster_facts()
        guard unsafe roster_facts_of(descriptor, &facts) == 0, facts.links == 1,
            facts.mode & S_IFMT == S_IFREG
        else {
            close(descriptor)
            throw .foreignLock(lock)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let process = Self.readNumber(descriptor)
            close(descriptor)
            throw .dataFolderInUse(path, process: process)
        }
        Self.write(number: getpid(), to: descriptor)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Holds the database too, as the lock may be deleted under a process that runs. Before SQLite has
    /// the file, and until ``release()``.
    /// - Throws: ``StartFailure/dataFolderInUse(_:process:)``.
    func holdDatabase() throws(StartFailure) {
        guard database.take() else { throw .dataFolderInUse(path, process: nil) }
    }

    /// Lets go of lock and database before the value goes. The database is closed.
    package func release() {
        database.letGo()
        flock(descriptor, LOCK_UN)
    }

    /// The SQLite database in this folder.
    package var databasePath: String { Self.databasePath(in: path) }

    package static func databasePath(in folder: String) -> String { folder + "/roster.db" }

    static func lockPath(in path: String) -> String { path + "/roster.lock" }

    static func mediaPath(in path: String) -> String { path + "/media" }

    /// Whether there is a database already.
    var holdsDatabase: Bool { unsafe access(databasePath, F_OK) == 0 }

    /// Whether a process holds the lock of a folder; makes nothing.
    package static func isOwned(_ path: String) -> Bool {
        if case .process = holder(of: path) { true } else { false }
    }

    private static func makeFolder(_ path: String) throws(StartFailure) {
        var sofar = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            sofar += "/" + part
            if unsafe mkdir(sofar, 0o700) != 0, errno != EEXIST {
                throw .dataFolder(path, errno: errno)
            }
        }
    }

    private static func write(number: Int32, to descriptor: Int32) {
        var text = Array("\(number)\n".utf8)
        ftruncate(descriptor, 0)
        _ = unsafe pwrite(descriptor, &text, text.count, 0)
    }

    static func readNumber(_ descriptor: Int32) -> Int? {
        var buffer = [UInt8](repeating: 0, count: 32)
        let count = unsafe pread(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: buffer[..<count].prefix { $0 != 0x0A }, as: UTF8.self))
    }
}
