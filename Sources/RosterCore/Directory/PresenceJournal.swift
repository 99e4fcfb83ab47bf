import Synchronization

/// When sessions were last used, in memory: a request notes its session here and writes nothing.
/// The journal is written to the database now and then, at most once for each session and
/// ``Limits/sessionUseSeconds``, and whole at shutdown.
///
/// Each lock guards one stripe of the table. A session that was noted within the same quarter of a
/// second is not noted again, which an atomic mark tells: else the requests of one busy session
/// would queue at its stripe.
final class PresenceJournal: Sendable {
    /// A use of a session that the database does not know yet.
    struct Use: Sendable, Equatable {
        let session: SessionID
        let time: Timestamp
    }

    private struct Entry {
        var lastUsedAt: Timestamp
        var writtenAt: Timestamp
    }

    private final class Stripe: Sendable {
        let entries = Mutex<[SessionID: Entry]>([:])
    }

    /// Which session was noted last of those that share the mark, and in which quarter of a second.
    private final class Mark: Sendable {
        let value = Atomic<UInt64>(.max)
    }

    private let stripes = (0..<16).map { _ in Stripe() }
    private let marks = (0..<256).map { _ in Mark() }
    private static let quarterMilliseconds: Int64 = 250

    /// Notes a use of a session whose row says `session.lastUsedAt`.
    func note(_ session: Session, at time: Timestamp) {
        let digest = Self.digest(of: session.id)
        let quarter = UInt64(truncatingIfNeeded: time.milliseconds / Self.quarterMilliseconds)
        let seen = digest << 32 | quarter & 0xFFFF_FFFF
        let mark = marks[Int(digest & 0xFF)]
        guard mark.value.load(ordering: .relaxed) != seen else { return }
        mark.value.store(seen, ordering: .relaxed)
        stripe(of: session.id).entries.withLock { entries in
            var entry =
                entries[session.id] ?? Entry(lastUsedAt: time, writtenAt: session.lastUsedAt)
            // Of before the clock was set back: neither hides this use, nor puts off its writing.
            if time.isBehind(entry.lastUsedAt) { entry.lastUsedAt = time }
            if time.isBehind(entry.writtenAt) { entry.writtenAt = Timestamp(milliseconds: 0) }
            entry.lastUsedAt = max(entry.lastUsedAt, time)
            entries[session.id] = entry
        }
    }

    /// The last use noted, if the journal still holds it.
    func lastUse(of id: SessionID) -> Timestamp? {
        stripe(of: id).entries.withLock { $0[id]?.lastUsedAt }
    }

    /// The uses that are due to be written: those whose last writing is long enough ago, or all.
    func due(at now: Timestamp, all: Bool) -> [Use] {
        let latest = now.adding(seconds: -Limits.sessionUseSeconds)
        let uses = stripes.flatMap { stripe -> [Use] in
            stripe.entries.withLock { entries in
                entries.compactMap { id, entry in
                    let isNew = entry.lastUsedAt > entry.writtenAt
                    guard isNew, all || entry.writtenAt <= latest else { return nil }
                    return Use(session: id, time: entry.lastUsedAt)
                }
            }
        }
        // In one order on every node, so that two of them never wait for each other's rows.
        return uses.sorted { $0.session.rawValue < $1.session.rawValue }
    }

    /// Takes note that uses are in the database now, and forgets sessions that nobody uses.
    func wrote(_ uses: [Use]) {
        for use in uses {
            stripe(of: use.session).entries.withLock { entries in
                entries[use.session]?.writtenAt = use.time
            }
        }
    }

    /// Forgets what the database knows and nobody has touched for a while.
    func forgetIdle(at now: Timestamp) {
        let oldest = now.adding(seconds: -2 * Limits.sessionUseSeconds)
        for stripe in stripes {
            stripe.entries.withLock { entries in
                entries = entries.filter { _, entry in
                    entry.lastUsedAt > entry.writtenAt
                        || entry.lastUsedAt > oldest && !now.isBehind(entry.lastUsedAt)
                }
            }
        }
    }

    /// Ids are 24 random hex digits: the last bits of some of them tell sessions apart.
    private static func digest(of id: SessionID) -> UInt64 {
        id.rawValue.utf8.suffix(16).reduce(0) { $0 << 4 ^ UInt64($1) }
    }

    private func stripe(of id: SessionID) -> Stripe {
        // Ids are random hex: their last digit spreads evenly.
        stripes[Int(id.rawValue.utf8.last ?? 0) & 15]
    }
}
