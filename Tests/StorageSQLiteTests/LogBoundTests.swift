import Dispatch
import RosterCore
import RosterStorage
import StorageSQLite
import Synchronization
import Testing

/// The write-ahead log has a bound, whoever reads for long (THREATS 32).
@Suite("the bound of the write-ahead log") struct LogBoundTests {
    private static let bound = 256 << 10

    @Test("long reads that overlap do not let the log grow, and writes go on")
    func overlappingReads() async throws {
        try await withEngine { engine, _ in
            let isOver = Flag()
            let longest = try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        while !isOver.isSet {
                            do throws(DirectoryError) {
                                try await engine.readUntil(isOver)
                            } catch .busy {
                                continue
                            }
                        }
                    }
                }
                var longest = 0
                for _ in 0..<128 {
                    try await engine.writeThirtyTwoKiB()
                    longest = max(longest, engine.logBytes)
                }
                isOver.set()
                try await group.waitForAll()
                return longest
            }
            #expect(longest > Self.bound)
            #expect(longest < 4 * Self.bound)
            await waitUntil { engine.logBytes <= Self.bound }
        }
    }

    @Test("a read that was broken off begins again and answers whole")
    func readsBeginAgain() async throws {
        try await withEngine { engine, _ in
            let begun = Count()
            let isOver = Flag()
            async let rows = engine.scan { connection throws(DirectoryError) -> Int in
                begun.rise()
                // The first snapshot stays until it is broken off.
                while begun.value == 1, !isOver.isSet {
                    _ = try connection.texts("SELECT 'x'")
                }
                return try connection.texts("SELECT text FROM filler").count
            }
            await waitUntil { begun.value == 1 }
            var writes = 0
            while begun.value == 1, writes < 1000 {
                try await engine.writeThirtyTwoKiB()
                writes += 1
            }
            isOver.set()
            let found = try await rows
            #expect(begun.value == 2)
            #expect(found > 0)
        }
    }

    @Test("neither long reads nor writes wait for a reader of another process")
    func foreignReader() async throws {
        try await withEngine { engine, path in
            let other = try SQLiteEngine.open(path: path)
            let isOver = Flag()
            let reads = Flag()
            async let foreign: Void = other.scan { connection throws(DirectoryError) in
                _ = try connection.texts("SELECT count(*) FROM filler")
                reads.set()
                while !isOver.isSet { _ = try connection.texts("SELECT 'x'") }
            }
            await waitUntil { reads.isSet }
            for _ in 0..<12 { try await engine.writeThirtyTwoKiB() }
            #expect(engine.logBytes > Self.bound)
            let rows = try await engine.scan { connection throws(DirectoryError) in
                try connection.texts("SELECT text FROM filler").count
            }
            #expect(rows == 12)
            try await engine.writeThirtyTwoKiB()
            isOver.set()
            try await foreign
            await other.close()
        }
    }

    private func withEngine(_ body: (SQLiteEngine, String) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/roster.sqlite"
            let engine = try SQLiteEngine.open(path: path, scansMax: 3, logBytesMax: Self.bound)
            do {
                _ = try await engine.texts("CREATE TABLE filler (text TEXT)")
                try await body(engine, path)
            } catch {
                await engine.close()
                throw error
            }
            await engine.close()
        }
    }
}

private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}

private final class Count: Sendable {
    private let number = Atomic(0)

    var value: Int { number.load(ordering: .relaxed) }

    func rise() { number.wrappingAdd(1, ordering: .relaxed) }
}

extension SQLiteEngine {
    fileprivate func writeThirtyTwoKiB() async throws(DirectoryError) {
        let text = String(repeating: "x", count: 32 << 10)
        try await write { connection throws(DirectoryError) in
            _ = try connection.execute("INSERT INTO filler (text) VALUES ($1)", [.text(text)])
        }
    }

    /// Keeps one snapshot until `flag` is set.
    fileprivate func readUntil(_ flag: Flag) async throws(DirectoryError) {
        try await scan { connection throws(DirectoryError) in
            _ = try connection.texts("SELECT count(*) FROM filler")
            while !flag.isSet { _ = try connection.texts("SELECT 'x'") }
        }
    }
}

/// Returns once `condition` holds; the suite's time limit ends what never does.
private func waitUntil(_ condition: @Sendable () -> Bool) async {
    while !condition() { await Task.yield() }
}
