package import RosterSettings

/// Why `tls.certificate` and `tls.key` cannot be used: one line, `WHAT; WHAT TO DO`.
package struct TLSFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The setting to blame.
    package let key: SettingKey
    /// What is wrong, with the path of the file.
    let text: String
    let remedy: String

    package var description: String { "\(key): \(text); \(remedy)" }

    private static let certificate = SettingsTable.key(of: \.tlsCertificate)
    private static let privateKey = SettingsTable.key(of: \.tlsKey)

    private static let nameCertificate =
        "set \(certificate) to the PEM file of the certificate and its intermediate ones"
    private static let nameKey =
        "set \(privateKey) to the PEM file of the certificate's private key"

    static func noCertificate(_ path: String) -> TLSFailure {
        TLSFailure(
            key: certificate, text: "\(path) holds no PEM certificate", remedy: nameCertificate)
    }

    static func keyForCertificate(_ path: String) -> TLSFailure {
        TLSFailure(
            key: certificate, text: "\(path) holds a private key and no certificate",
            remedy: nameCertificate)
    }

    static func damagedCertificate(_ path: String) -> TLSFailure {
        TLSFailure(
            key: certificate, text: "\(path) holds a certificate that cannot be read",
            remedy: nameCertificate)
    }

    static func noKey(_ path: String) -> TLSFailure {
        TLSFailure(key: privateKey, text: "\(path) holds no PEM private key", remedy: nameKey)
    }

    static func otherForKey(_ path: String) -> TLSFailure {
        TLSFailure(
            key: privateKey, text: "\(path) holds something else than a private key",
            remedy: nameKey)
    }

    static func damagedKey(_ path: String) -> TLSFailure {
        TLSFailure(
            key: privateKey, text: "\(path) holds a private key that cannot be read",
            remedy: nameKey)
    }

    static func encryptedKey(_ path: String) -> TLSFailure {
        TLSFailure(
            key: privateKey,
            text: "\(path) is a private key under a passphrase, which nobody types at a start",
            remedy: "write it without: openssl pkey -in KEY -out NEW, and set \(privateKey) to that"
        )
    }

    static func differentPair(_ files: RosterSettings.Settings.TLSFiles) -> TLSFailure {
        TLSFailure(
            key: privateKey,
            text: "\(files.key) is not the key of the certificate \(files.certificate)",
            remedy: "set \(certificate) and \(privateKey) to files that were made together")
    }
}
