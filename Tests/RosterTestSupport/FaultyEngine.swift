package import RosterCore
package import RosterStorage
import Synchronization

/// An engine on which one step fails: the `step`-th statement or commit, counted from 1. All
/// others work, so that a scenario can be run for step 1, 2, ... until it passes whole.
package final class FaultyEngine: Engine {
    /// What the failing step reports.
    package static let error = DirectoryError.storage(.full)

    private let base: any Engine
    private let countdown: Countdown

    package init(_ base: any Engine, failingAt step: Int) {
        self.base = base
        countdown = Countdown(step)
    }

    /// Whether the scenario got as far as the failing step.
    package var hasFailed: Bool { countdown.isOver }

    package var dialect: Dialect { base.dialect }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        try await base.read { [countdown] connection throws(DirectoryError) in
            try body(FaultyConnection(base: connection, countdown: countdown))
        }
    }

    package func scan<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        try await base.scan { [countdown] connection throws(DirectoryError) in
            try body(FaultyConnection(base: connection, countdown: countdown))
        }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        try await base.write { [countdown] connection throws(DirectoryError) in
            let value = try body(FaultyConnection(base: connection, countdown: countdown))
            // A commit that fails: the body is done, and all of it is undone.
            try countdown.step()
            return value
        }
    }

    package func close() async { await base.close() }
}

/// Guards the number of steps that still work.
private final class Countdown: Sendable {
    private let steps: Mutex<Int>

    init(_ steps: Int) { self.steps = Mutex(steps) }

    var isOver: Bool { steps.withLock { $0 <= 0 } }

    func step() throws(DirectoryError) {
        let left = steps.withLock { steps in
            steps -= 1
            return steps
        }
        if left == 0 { throw FaultyEngine.error }
    }
}

private struct FaultyConnection: EngineConnection {
    let base: any EngineConnection
    let countdown: Countdown

    func rows(
        _ sql: String, _ arguments: [SQLValue], _ each: (any SQLRow) throws(DirectoryError) -> Void
    ) throws(DirectoryError) {
        try countdown.step()
        try base.rows(sql, arguments, each)
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws(DirectoryError) -> Int {
        try countdown.step()
        return try base.execute(sql, arguments)
    }
}
