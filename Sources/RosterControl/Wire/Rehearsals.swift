import RosterCore
import Synchronization

/// The rehearsals of one connection, by the name of the import: gone with it.
final class Rehearsals: Sendable {
    private let running = Mutex<[String: ImportRehearsal]>([:])

    func begin(_ id: String, at time: Timestamp) {
        running.withLock { $0[id] = ImportRehearsal(at: time) }
    }

    func rehearsal(_ id: String) -> ImportRehearsal? { running.withLock { $0[id] } }
}
