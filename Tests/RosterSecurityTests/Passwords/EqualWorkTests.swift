import Foundation
import Glibc
import RosterCore
import RosterSecurity
import Testing

/// Processor time of the pool's only thread, so that other tests and a busy machine do not matter.
@Suite("The same work for every answer (THREATS 9)", .serialized)
struct EqualWorkTests {
    private let pool = HashPool(threads: 1)

    /// The least of three runs: the first one also pays for fresh pages of memory.
    private func processorNanoseconds(
        _ work: () async throws -> PasswordVerdict
    ) async throws -> Double {
        var least = Double.infinity
        for _ in 0..<3 {
            let before = try await threadClock()
            #expect(try await work() == .wrong)
            least = min(least, try await threadClock() - before)
        }
        return least
    }

    private func threadClock() async throws -> Double {
        try await pool.run(.interactive) {
            var time = timespec()
            _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
        }
    }

    @Test(
        "a comparison that cannot succeed costs what a wrong password costs",
        arguments: [
            PasswordAlgorithm.argon2id(memoryKiB: 4096, passes: 2, lanes: 1), .bcrypt(cost: 7),
        ])
    func work(algorithm: PasswordAlgorithm) async throws {
        let hasher = try PasswordHasher(algorithm: algorithm, pool: pool)
        let stored = try await hasher.hash("right", priority: .interactive)
        // A salt of one character spells no byte; only the library looks at that.
        let refusedByLibrary = "$y$j75$a$" + String(repeating: "a", count: 43)
        #expect(StoredHash.acceptability(of: refusedByLibrary) == .acceptable)
        let tries: [(typed: String, stored: String?)] = [
            ("wrong", nil), ("wrong", "*0"), ("wrong", "nonsense"), ("wrong", refusedByLibrary),
            ("wrong", "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
            ("right\0", stored), ("right\0", nil),
            (String(repeating: "r", count: 1024), stored),
            (String(repeating: "r", count: 1024), nil),
        ]
        let wrong = try await processorNanoseconds {
            try await hasher.compare("wrong", with: stored, priority: .interactive)
        }
        for attempt in tries {
            let spent = try await processorNanoseconds {
                try await hasher.compare(
                    attempt.typed, with: attempt.stored, priority: .interactive)
            }
            #expect(spent > wrong / 3 && spent < wrong * 3, "\(attempt)")
        }
    }
}
