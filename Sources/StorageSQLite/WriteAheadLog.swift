import GRDBSQLite
import Glibc
import Synchronization

/// Keeps the write-ahead log within its bound (THREATS 32). A reader keeps every change that was
/// made since its snapshot in the log, and readers that overlap keep the log from ever beginning
/// anew. Beyond the bound, long reads wait or begin their snapshot again, and a checkpoint empties
/// the log.
///
/// Used on the queue of the connection that writes, which alone checkpoints (DESIGN §7).
final class WriteAheadLog: Sendable {
    private let path: String
    private let bytesMax: Int
    private let lanes: ScanLanes
    /// Guards what is under way.
    private let state = Mutex(Trimming())

    private struct Trimming {
        /// Since when long reads wait for the checkpoint; nil while they do not.
        var begunAt: ContinuousClock.Instant?
        /// Nothing is tried before: a process that is not ours reads.
        var restsUntil: ContinuousClock.Instant?
    }

    /// How long a read may go on with its snapshot while the log is beyond its bound.
    private static let snapshotDuration = Duration.milliseconds(500)
    /// By then no read of ours is left: another process reads, and long reads wait for it no longer.
    private static let pauseDuration = Duration.seconds(2)
    private static let restDuration = Duration.seconds(30)
    /// At twice the bound writes wait for the checkpoint.
    private static let writeWaitMicroseconds: UInt32 = 1000

    /// - Parameter path: The database's.
    init(path: String, bytesMax: Int, lanes: ScanLanes) {
        self.path = path + "-wal"
        self.bytesMax = bytesMax
        self.lanes = lanes
    }

    /// The bytes of the log's file; 0 when there is none.
    var bytes: Int {
        var facts = stat()
        return unsafe stat(path, &facts) == 0 ? Int(facts.st_size) : 0
    }

    /// What a write that is done owes the log.
    enum Need {
        case none
        /// It has passed its bound, and nothing is done about it yet.
        case trim
        /// It is at twice its bound: what is written next waits for readers.
        case wait
    }

    var need: Need {
        let bytes = self.bytes
        guard bytes > bytesMax else { return .none }
        return state.withLock { state in
            if state.begunAt != nil { return bytes > 2 * bytesMax ? .wait : .none }
            return state.restsUntil.map { $0 <= .now } ?? true ? .trim : .none
        }
    }

    /// Empties the log when it has passed its bound.
    /// - Returns: Whether it is to be tried again in a moment: a read still needs the log.
    func trim(on connection: OpaquePointer) -> Bool {
        guard bytes > bytesMax else {
            end()
            return false
        }
        let deadline = begin().advanced(by: Self.pauseDuration)
        while unsafe !empty(connection) {
            if ContinuousClock.now > deadline {
                end(restsUntil: .now.advanced(by: Self.restDuration))
                return false
            }
            guard bytes > 2 * bytesMax else {
                lanes.endSnapshots(olderThan: Self.snapshotDuration)
                return true
            }
            lanes.endSnapshots(olderThan: .zero)
            usleep(Self.writeWaitMicroseconds)
        }
        end()
        return false
    }

    /// When this try began.
    private func begin() -> ContinuousClock.Instant {
        state.withLock { state in
            if let begunAt = state.begunAt { return begunAt }
            lanes.hold()
            let now = ContinuousClock.now
            state.begunAt = now
            return now
        }
    }

    private func end(restsUntil: ContinuousClock.Instant? = nil) {
        state.withLock { state in
            state = Trimming(begunAt: nil, restsUntil: restsUntil)
            lanes.resume()
        }
    }

    /// Folds the log into the file and cuts it to nothing, unless a reader needs it. Does not wait:
    /// the connection's own patience is for other processes.
    private func empty(_ connection: OpaquePointer) -> Bool {
        unsafe sqlite3_busy_timeout(connection, 0)
        defer { unsafe sqlite3_busy_timeout(connection, SQLiteConnection.busyMilliseconds) }
        return unsafe sqlite3_wal_checkpoint_v2(
            connection, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil) == SQLITE_OK
    }
}
