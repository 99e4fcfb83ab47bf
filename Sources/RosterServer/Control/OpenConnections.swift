import NIOCore
import Synchronization

/// Who is connected to the control socket, and what for: a shutdown closes those that wait for the
/// next verb, lets verbs finish, and gives those who read an answer a moment.
final class OpenConnections: Sendable {
    /// Many more than an operator has commands; files are for those whom the server is for.
    private static let countMax = 64
    /// How long a shutdown waits for a command to read its last answer.
    private static let readingTime = TimeAmount.seconds(3)

    private enum Phase {
        case waiting, working, answering
    }

    private struct State {
        var connections: [Int: (channel: any Channel, phase: Phase)] = [:]
        var next = 0
        var isShutDown = false
        /// Who waits until there are no connections.
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Nil when there are too many, or the server ends.
    func add(_ channel: any Channel) -> Int? {
        state.withLock { state in
            guard !state.isShutDown, state.connections.count < Self.countMax else { return nil }
            state.next += 1
            state.connections[state.next] = (channel, .waiting)
            return state.next
        }
    }

    func remove(_ number: Int) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.connections[number] = nil
            guard state.connections.isEmpty else { return nil }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Returns when everybody has gone; asked once, after ``shutDown()``, by the one who serves.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if !state.connections.isEmpty { state.waiter = continuation }
                return state.connections.isEmpty
            }
            if isEmpty { continuation.resume() }
        }
    }

    /// Ends them all, whatever they do.
    func closeAll() {
        let channels = state.withLock { state in
            state.isShutDown = true
            return state.connections.values.map(\.channel)
        }
        for channel in channels { channel.close(promise: nil) }
    }

    /// Whether a verb may still begin.
    func begins(_ number: Int) -> Bool { move(number, to: .working) }

    /// The verb is done, and its answer goes out.
    func answers(_ number: Int) {
        guard !move(number, to: .answering) else { return }
        let channel = state.withLock { $0.connections[number]?.channel }
        if let channel { Self.close(channel) }
    }

    /// Whether another one may follow.
    func ends(_ number: Int) -> Bool { move(number, to: .waiting) }

    func shutDown() {
        let connections = state.withLock { state in
            state.isShutDown = true
            return Array(state.connections.values)
        }
        for (channel, phase) in connections {
            switch phase {
            case .waiting: channel.close(promise: nil)
            case .working: break
            case .answering: Self.close(channel)
            }
        }
    }

    /// Closes it soon: who reads has read by then, and who does not holds nobody up.
    private static func close(_ channel: any Channel) {
        channel.eventLoop.scheduleTask(in: readingTime) { channel.close(promise: nil) }
    }

    /// Whether the server goes on.
    private func move(_ number: Int, to phase: Phase) -> Bool {
        state.withLock { state in
            state.connections[number]?.phase = phase
            return !state.isShutDown
        }
    }
}
