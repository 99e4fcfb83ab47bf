import Glibc
import RosterCore
import Synchronization

/// Connections for reads by key. A read runs on the thread that asks; threads are spread over the
/// slots by their identity, so that in the steady state no two of them meet at one lock.
final class ReaderSlots: Sendable {
    private let slots: [SQLiteConnection]

    init(path: String) throws(DirectoryError) {
        var slots: [SQLiteConnection] = []
        for _ in 0..<Self.count {
            slots.append(try SQLiteConnection.open(path: path, configuration: .reader))
        }
        self.slots = slots
    }

    /// The calling thread's connection. Another thread may share it, and then one of them waits
    /// the microseconds of a look-up.
    func next() -> SQLiteConnection {
        // Thread control blocks are pages apart; a multiplication spreads their addresses.
        let identity = UInt(pthread_self())
        let spread = (identity >> 12) &* 0x9E37_79B9_7F4A_7C15
        return slots[Int(spread >> 32) % slots.count]
    }

    func close() { slots.forEach { $0.close() } }

    /// Four for each processor: enough that two busy threads rarely share one.
    private static let count = max(4, min(64, 4 * Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
}
