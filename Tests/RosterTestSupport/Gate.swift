import Synchronization

/// A place where tasks wait until a test lets them go on. Open at first.
package final class Gate: Sendable {
    private struct State {
        var isOpen = true
        var waiting: [CheckedContinuation<Void, Never>] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    package init() {}

    package func close() { state.withLock { $0.isOpen = false } }

    /// Lets all who wait go on, and all who come after.
    package func open() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.isOpen = true
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Goes through, or waits until the gate is opened.
    package func pass() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let resumed: [CheckedContinuation<Void, Never>] = state.withLock { state in
                if state.isOpen { return [continuation] }
                state.waiting.append(continuation)
                let count = state.waiting.count
                let ready = state.watchers.filter { $0.count <= count }
                state.watchers.removeAll { $0.count <= count }
                return ready.map(\.continuation)
            }
            for continuation in resumed { continuation.resume() }
        }
    }

    /// Returns when `count` tasks stand before the closed gate.
    package func waitUntilHolding(_ count: Int) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isHolding = state.withLock { state in
                if state.waiting.count >= count { return true }
                state.watchers.append((count: count, continuation: continuation))
                return false
            }
            if isHolding { continuation.resume() }
        }
    }
}
