import Foundation
import NIOSSL
import RosterSettings

extension TLSConfiguration {
    /// As ``pair(_:)``, of a key that is private.
    /// - Throws: ``StartFailure/tls(_:)``, ``StartFailure/openPlace(_:)``.
    static func files(_ files: RosterSettings.Settings.TLSFiles) throws(StartFailure) -> Self {
        // First what the files are: a file that is no key needs no other mode.
        let configuration = try pair(files)
        if let open = OpenPlace(SettingsTable.key(of: \.tlsKey), files.key, .secret) {
            throw .openPlace(open)
        }
        return configuration
    }

    /// The certificate chain and key of the settings `tls.certificate` and `tls.key`, which belong
    /// together and can be used: a listener finds nothing more wrong with them. TLS 1.2 is the least.
    /// - Throws: ``StartFailure/tls(_:)``.
    static func pair(_ files: RosterSettings.Settings.TLSFiles) throws(StartFailure) -> Self {
        let chain = try certificates(files.certificate)
        let key = try privateKey(files.key)
        var configuration = makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        // TLS itself refuses a key of another certificate.
        guard (try? NIOSSLContext(configuration: configuration)) != nil else {
            throw .tls(.differentPair(files))
        }
        return configuration
    }

    static func certificates(_ path: String) throws(StartFailure) -> [NIOSSLCertificate] {
        let file = PEMFile(path)
        guard file.labels.contains("CERTIFICATE") else {
            throw .tls(file.holdsKey ? .keyForCertificate(path) : .noCertificate(path))
        }
        guard let chain = try? NIOSSLCertificate.fromPEMFile(path), !chain.isEmpty else {
            throw .tls(.damagedCertificate(path))
        }
        return chain
    }

    static func privateKey(_ path: String) throws(StartFailure) -> NIOSSLPrivateKey {
        let file = PEMFile(path)
        guard file.holdsKey else {
            throw .tls(file.labels.isEmpty ? .noKey(path) : .otherForKey(path))
        }
        guard !file.isEncrypted else { throw .tls(.encryptedKey(path)) }
        guard let key = try? NIOSSLPrivateKey(file: path, format: .pem) else {
            throw .tls(.damagedKey(path))
        }
        return key
    }
}

/// What the lines of a PEM file (RFC 7468) call its parts.
private struct PEMFile {
    let labels: [String]
    let isEncrypted: Bool

    init(_ path: String) {
        let text = FileManager.default.contents(atPath: path).map {
            String(decoding: $0, as: UTF8.self)
        }
        labels = (text ?? "").matches(of: #/-----BEGIN ([A-Z0-9 ]+)-----/#).map {
            String($0.output.1)
        }
        // The second is how OpenSSL wrote it before PKCS #8.
        isEncrypted =
            labels.contains("ENCRYPTED PRIVATE KEY")
            || (text ?? "").contains("Proc-Type: 4,ENCRYPTED")
    }

    var holdsKey: Bool { labels.contains { $0.hasSuffix("PRIVATE KEY") } }
}
