import NIOSSL
import RosterControl
import RosterCore
import RosterSettings

/// Certificate and key can be loaded, belong together, and are of this time.
enum TLSCheck {
    private static let daysAhead: Int64 = 14

    static func findings(_ settings: RosterSettings.Settings, now: Timestamp) -> [Finding] {
        guard let files = settings.tls else { return [] }
        let chain: [NIOSSLCertificate]
        do throws(StartFailure) {
            chain = try TLSConfiguration.certificates(files.certificate)
            _ = try TLSConfiguration.pair(files)
        } catch {
            guard case .tls(let failure) = error else { return [] }
            return [.failure(failure.key, failure.text, mend: failure.remedy)]
        }
        let key = SettingsTable.key(of: \.tlsCertificate)
        return [time(chain, files.certificate, key, now)]
    }

    /// Of the whole chain: it ends with the first of its certificates that does.
    private static func time(
        _ chain: [NIOSSLCertificate], _ path: String, _ key: SettingKey, _ now: Timestamp
    ) -> Finding {
        let start = Timestamp(seconds: chain.map(\.notValidBefore).max() ?? 0)
        let end = Timestamp(seconds: chain.map(\.notValidAfter).min() ?? 0)
        let mend = "renew the certificate, and restart `roster serve`"
        if end <= now {
            return .failure(key, "\(path) has expired at \(UTCText.of(end))", mend: mend)
        }
        if start > now {
            return .failure(
                key, "\(path) is not valid before \(UTCText.of(start))",
                mend: "set this machine's clock right, or take another certificate")
        }
        if end < now.adding(days: daysAhead) {
            return .warning(key, "\(path) expires at \(UTCText.of(end))", mend: mend)
        }
        return .fine(key, "\(path) and its key belong together, until \(UTCText.of(end))")
    }
}

extension Timestamp {
    fileprivate init(seconds: Int) { self.init(milliseconds: Int64(seconds) * 1000) }
}
