import CMail

extension SMTPConfiguration {
    /// Connects, changes to TLS, logs in, says NOOP and QUIT, as for a message but without one. Takes
    /// at most ``SMTPConfiguration/totalSeconds``.
    package func check() async -> PeerState {
        let threads = DeliveryThreads(count: 1)
        // Refused only when many wait or after a shutdown, neither of which is so here.
        let state = try? await threads.run { [self] in
            unsafe roster_mail_check(
                url, user, password, authoritiesFile,
                requiresTLS ? ROSTER_MAIL_TLS_REQUIRED : ROSTER_MAIL_TLS_IF_OFFERED,
                Int32(clamping: totalSeconds))
        }
        await threads.shutdown()
        return state.map { PeerState($0) } ?? .silent
    }
}
