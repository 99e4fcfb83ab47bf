import Synchronization

/// What of the server runs: `/readyz` answers 200 only when every listener accepts.
///
/// The lock guards the list of listeners alone; requests do not look at it but for `/readyz`.
package final class Readiness: Sendable {
    private struct State {
        /// The port that each listener got, by its number.
        var ports: [Int: Int] = [:]
        var isShuttingDown = false
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0
    }

    private let state = Mutex(State())
    private let listeners: Int

    init(listeners: Int) { self.listeners = listeners }

    /// A listener accepts connections; `port` is the one it got.
    func listens(number: Int, port: Int) {
        let waiters = state.withLock { state in
            state.ports[number] = port
            guard state.ports.count == listeners else {
                return [Int: CheckedContinuation<Void, Never>]()
            }
            defer { state.waiters = [:] }
            return state.waiters
        }
        waiters.values.forEach { $0.resume() }
    }

    func shutsDown() { state.withLock { $0.isShuttingDown = true } }

    var isReady: Bool {
        state.withLock { $0.ports.count == listeners && !$0.isShuttingDown }
    }

    /// The ports that the listeners got, in the order of the plan.
    var ports: [Int] {
        state.withLock { state in state.ports.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// The port that a listener got, once it accepts: another than asked for if that was 0.
    func port(ofListener number: Int) -> Int? { state.withLock { $0.ports[number] } }

    /// Returns true when every listener accepts, false when the task is cancelled before.
    package func wait() async -> Bool {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.ports.count == listeners || Task.isCancelled { return true }
                    state.waiters[number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
        }
        return state.withLock { $0.ports.count == listeners }
    }
}
