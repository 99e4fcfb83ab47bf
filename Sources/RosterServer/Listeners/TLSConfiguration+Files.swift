import NIOSSL
import RosterSettings

extension TLSConfiguration {
    /// The certificate chain and key of the settings `tls.certificate` and `tls.key`.
    /// - Throws: ``StartFailure/unusableCertificate(_:)``.
    static func files(_ files: RosterSettings.Settings.TLSFiles) throws(StartFailure) -> Self {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
            let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
            return .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        } catch {
            throw .unusableCertificate("\(files.certificate), \(files.key)")
        }
    }
}
