import CMail

extension SMSWebhookConfiguration {
    /// Connects to the gateway, TLS included, and hangs up: a request would be a message.
    package func check(seconds: Int) async -> PeerState {
        let threads = DeliveryThreads(count: 1)
        // Refused only when many wait or after a shutdown, neither of which is so here.
        let state = try? await threads.run { [self] in
            unsafe roster_webhook_check(url, authoritiesFile, Int32(clamping: seconds))
        }
        await threads.shutdown()
        return state.map { PeerState($0) } ?? .silent
    }
}
