import Foundation
import NIOSSL
import RosterSettings

extension TLSConfiguration {
    /// The certificate chain and key of the settings `tls.certificate` and `tls.key`, which belong
    /// together and can be used: a listener finds nothing more wrong with them.
    /// - Throws: ``StartFailure/tls(_:)``.
    static func files(_ files: RosterSettings.Settings.TLSFiles) throws(StartFailure) -> Self {
        let chain = try certificates(files.certificate)
        let key = try privateKey(files.key)
        let configuration = makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
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
