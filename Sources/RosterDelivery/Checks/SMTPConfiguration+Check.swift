import CMail

extension SMTPConfiguration {
    /// Connects, changes to TLS, logs in, says NOOP and QUIT, as for a message but without one, and
    /// with the same demands on TLS.
    /// - Parameter seconds: How long each of its tries may take; there is a second one where a mail
    ///   would go in the clear after TLS failed.
    package func check(seconds: Int) async -> PeerState {
        let threads = DeliveryThreads(count: 1)
        // Refused only when many wait or after a shutdown, neither of which is so here.
        let state = try? await threads.run { [self] in
            let state = look(tls.demand.code, seconds: seconds)
            guard state == .tlsFailed, tls.allowsClearText, !isEncrypted else { return state }
            return look(ROSTER_MAIL_TLS_NEVER, seconds: seconds)
        }
        await threads.shutdown()
        return state ?? .silent
    }

    private func look(_ demand: roster_mail_tls, seconds: Int) -> PeerState {
        PeerState(
            unsafe roster_mail_check(
                url, user, password, authoritiesFile, demand, tls.verifies,
                Int32(clamping: seconds)))
    }
}
