import CMail

/// What a look at a mail server or gateway came to, without sending it anything.
package enum PeerState: Sendable, Equatable {
    case ready
    /// Ready, but it asks nobody to log in: the user and password of the URL were of no use.
    case loginNotOffered
    case hostUnknown
    /// Nobody listens, or there is no way there.
    case unreachable
    /// No end of the greetings in time.
    case silent
    /// It begins in the clear and offers no TLS where TLS is required.
    case tlsNotOffered
    /// Its certificate is of another name, past its time, or of an authority that is not known.
    case tlsNotTrusted
    case tlsFailed
    case loginRefused
    /// It broke off, or gave an answer that is no consent.
    case refused

    init(_ state: roster_peer_state) {
        self =
            switch state {
            case ROSTER_PEER_READY: .ready
            case ROSTER_PEER_LOGIN_NOT_OFFERED: .loginNotOffered
            case ROSTER_PEER_HOST_UNKNOWN: .hostUnknown
            case ROSTER_PEER_UNREACHABLE: .unreachable
            case ROSTER_PEER_SILENT: .silent
            case ROSTER_PEER_TLS_NOT_OFFERED: .tlsNotOffered
            case ROSTER_PEER_TLS_NOT_TRUSTED: .tlsNotTrusted
            case ROSTER_PEER_TLS_FAILED: .tlsFailed
            case ROSTER_PEER_LOGIN_REFUSED: .loginRefused
            default: .refused
            }
    }
}
