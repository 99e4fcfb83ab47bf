/// Where messages to people go.
package enum DeliveryTarget: Sendable, Equatable {
    /// Written as files into this folder (`file:DIR`).
    case folder(String)
    /// Handed to a server: `smtp://` or `smtps://` for mail, `https://` for text messages. The URL
    /// may hold a password.
    case server(url: String)

    /// Whether messages leave this machine's folders, and so can reach anybody.
    package var isServer: Bool {
        switch self {
        case .folder: false
        case .server: true
        }
    }
}
