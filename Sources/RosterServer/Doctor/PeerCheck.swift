import RosterDelivery
import RosterSettings

/// What a look at a mail server or gateway means for the operator.
enum PeerCheck {
    /// How long a look may take.
    static let secondsMax = 5

    /// - Parameters:
    ///   - key: The setting with its URL.
    ///   - server: As it may be shown, without credentials.
    static func finding(_ state: PeerState, _ key: SettingKey, _ server: String) -> Finding {
        guard let mend = mend(state, key) else {
            return .fine(key, "\(server) can be reached and lets us in")
        }
        let text = "\(server) \(words(state))"
        return state == .loginNotOffered
            ? .warning(key, text, mend: mend) : .failure(key, text, mend: mend)
    }

    private static func words(_ state: PeerState) -> String {
        switch state {
        case .ready: "can be reached"
        case .loginNotOffered: "asks for no login, so user and password are of no use"
        case .hostUnknown: "has a host that nobody knows"
        case .unreachable: "cannot be connected to"
        case .silent: "gave no answer within \(secondsMax) s"
        case .tlsNotOffered: "offers no TLS, without which no password is sent"
        case .tlsNotTrusted: "has a certificate that is not trusted"
        case .tlsFailed: "could not agree on TLS with us"
        case .loginRefused: "refuses user and password"
        case .refused: "broke off, or gave an unexpected answer"
        }
    }

    /// Nil when nothing is to be done.
    private static func mend(_ state: PeerState, _ key: SettingKey) -> String? {
        switch state {
        case .ready: nil
        case .loginNotOffered: "take user and password out of \(key), or name another port in it"
        case .hostUnknown: "correct the host in \(key), or this machine's name servers"
        case .unreachable: "start that server, or correct host and port in \(key)"
        case .silent: "look for a firewall on the way, or correct host and port in \(key)"
        case .tlsNotOffered: "set \(key) to a server or port with TLS, such as smtps://"
        case .tlsNotTrusted:
            "renew that certificate, or set \(SettingsTable.key(of: \.deliveryAuthorities)) to the "
                + "PEM file of its authority"
        case .tlsFailed: "set \(key) to a port with TLS 1.2 or later"
        case .loginRefused: "correct user and password in \(key)"
        case .refused: "look into the logs of that server, or correct host and port in \(key)"
        }
    }
}
