import Glibc
import RosterCore
import RosterStorage
import Synchronization

/// Connections for reads by key. A read runs on the thread that asks, on the first free slot from
/// the one that the thread's identity names: in the steady state each thread has its own, and two
/// that are named the same do not wait for each other.
final class ReaderSlots: Sendable {
    private final class Slot: Sendable {
        let connection: SQLiteConnection
        let isTaken = Atomic(false)

        init(_ connection: SQLiteConnection) { self.connection = connection }
    }

    private let slots: [Slot]

    init(path: String) throws(DirectoryError) {
        var slots: [Slot] = []
        for _ in 0..<Self.count {
            slots.append(Slot(try SQLiteConnection.open(path: path, configuration: .reader)))
        }
        self.slots = slots
    }

    /// Runs `body` over one snapshot, on the calling thread.
    func read<Value>(
        _ body: (any EngineConnection) throws(DirectoryError) -> Value
    ) throws(DirectoryError) -> Value {
        let first = firstSlot
        for step in 0..<slots.count {
            let slot = slots[(first + step) % slots.count]
            let (isOurs, _) = slot.isTaken.compareExchange(
                expected: false, desired: true, ordering: .acquiring)
            guard isOurs else { continue }
            defer { slot.isTaken.store(false, ordering: .releasing) }
            return try slot.connection.read(body)
        }
        // More threads than slots: the connection's own queue lets them in one by one.
        return try slots[first].connection.read(body)
    }

    func close() { slots.forEach { $0.connection.close() } }

    private var firstSlot: Int {
        // Thread control blocks are pages apart; a multiplication spreads their addresses.
        let identity = UInt(pthread_self())
        let spread = (identity >> 12) &* 0x9E37_79B9_7F4A_7C15
        return Int(spread >> 32) % slots.count
    }

    /// Four for each processor: more than threads that serve requests.
    private static let count = max(4, min(64, 4 * Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
}
