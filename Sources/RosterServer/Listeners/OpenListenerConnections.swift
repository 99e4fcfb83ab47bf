import NIOCore
import Synchronization

/// The connections of a listener and the requests that are worked on, for its end.
final class OpenListenerConnections: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var requests = 0
        var isEnding = false
        /// Waits until there is nothing left.
        var waiter: CheckedContinuation<Void, Never>?

        var isOver: Bool { channels.isEmpty && requests == 0 }
    }

    private let state = Mutex(State())

    var isEnding: Bool { state.withLock { $0.isEnding } }

    func add(_ channel: any Channel) {
        state.withLock { $0.channels[ObjectIdentifier(channel)] = channel }
    }

    func remove(_ channel: any Channel) {
        resume { $0.channels[ObjectIdentifier(channel)] = nil }
    }

    func requestBegins() { state.withLock { $0.requests += 1 } }

    func requestEnds() { resume { $0.requests -= 1 } }

    /// Tells all connections that the server ends. Those that are accepted later see it in ``isEnding``.
    func end() {
        let channels = state.withLock { state in
            state.isEnding = true
            return Array(state.channels.values)
        }
        for channel in channels {
            channel.eventLoop.execute {
                channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
            }
        }
    }

    /// Closes them all, whatever they do.
    func closeAll() {
        let channels = state.withLock { Array($0.channels.values) }
        for channel in channels { channel.close(promise: nil) }
    }

    /// Returns when the last connection is closed and the last request done.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.isOver { state.waiter = continuation }
                return state.isOver
            }
            if isOver { continuation.resume() }
        }
    }

    private func resume(_ change: (inout State) -> Void) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            change(&state)
            guard state.isOver else { return nil }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
