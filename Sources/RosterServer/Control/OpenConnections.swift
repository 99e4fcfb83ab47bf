import NIOCore
import Synchronization

/// Who is connected to the control socket, and whether a verb of theirs runs: a shutdown closes
/// those that wait, and lets those that work finish.
final class OpenConnections: Sendable {
    private struct State {
        var connections: [Int: (channel: any Channel, isBusy: Bool)] = [:]
        var next = 0
        var isShutDown = false
    }

    private let state = Mutex(State())

    func add(_ channel: any Channel) -> Int {
        let (number, isShutDown) = state.withLock { state in
            state.next += 1
            state.connections[state.next] = (channel, false)
            return (state.next, state.isShutDown)
        }
        if isShutDown { channel.close(promise: nil) }
        return number
    }

    func remove(_ number: Int) { _ = state.withLock { $0.connections.removeValue(forKey: number) } }

    /// Whether a verb may still begin.
    func begins(_ number: Int) -> Bool { setBusy(true, number) }

    /// Whether another one may follow.
    func ends(_ number: Int) -> Bool { setBusy(false, number) }

    func shutDown() {
        let waiting = state.withLock { state in
            state.isShutDown = true
            return state.connections.values.filter { !$0.isBusy }.map(\.channel)
        }
        for channel in waiting { channel.close(promise: nil) }
    }

    private func setBusy(_ isBusy: Bool, _ number: Int) -> Bool {
        state.withLock { state in
            state.connections[number]?.isBusy = isBusy
            return !state.isShutDown
        }
    }
}
