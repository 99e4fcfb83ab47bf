import RosterSettings

/// Links lead somewhere, and passwords do not cross the network in the clear.
enum PublicURLCheck {
    static func findings(_ settings: RosterSettings.Settings) -> [Finding] {
        let key = SettingsTable.key(of: \.publicURL)
        if ["://0.0.0.0", "://[::]"].contains(where: settings.publicURL.contains) {
            return [
                .warning(
                    key,
                    "links in answers begin with \(settings.publicURL), which is no address that "
                        + "clients can reach",
                    mend: "set \(key) (\(key.flag)) to the URL by which clients reach this server")
            ]
        }
        let open = AskedListener.all(of: settings).first { !$0.address.isLoopback }
        guard let open, settings.tls == nil, settings.publicURL.hasPrefix("http://") else {
            return [.fine(key, "clients reach this server at \(settings.publicURL)")]
        }
        let certificate = SettingsTable.key(of: \.tlsCertificate)
        let tlsKey = SettingsTable.key(of: \.tlsKey)
        return [
            .warning(
                key,
                "clients reach this server at \(settings.publicURL), and \(open.key) "
                    + "(\(open.address)) is open to the network without TLS",
                mend: "set \(certificate) and \(tlsKey), or put a proxy with TLS before it and set "
                    + "\(key) to its https:// URL")
        ]
    }
}
