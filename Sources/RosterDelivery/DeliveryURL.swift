import Foundation
import RosterCore

/// A URL of the settings, taken apart: the credentials in it never stay in a URL.
struct DeliveryURL {
    /// In lower case.
    let scheme: String
    /// Scheme, host and port.
    let origin: String
    let path: String
    /// Percent-encoded.
    let query: String?
    /// Decoded; nil without one, and for an empty one.
    let user: String?
    let password: String?
    let isLoopback: Bool

    /// - Throws: ``DeliverySettingFailure`` for what is no absolute URL of `schemes`, and for
    ///   credentials with control characters, which protocols of lines cannot carry.
    init(_ text: String, schemes: [String]) throws(DeliverySettingFailure) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            schemes.contains(scheme), let host = parts.encodedHost, !host.isEmpty,
            parts.fragment == nil
        else {
            let allowed = schemes.map { $0 + "://" }.joined(separator: " or ")
            throw DeliverySettingFailure("the URL is not one of \(allowed) with a host")
        }
        guard parts.port.map({ (1...65_535).contains($0) }) ?? true else {
            throw DeliverySettingFailure("the URL's port is not between 1 and 65535")
        }
        let credentials = [parts.user, parts.password].map { $0 ?? "" }
        guard credentials.allSatisfy(HeaderText.isOneLine) else {
            throw DeliverySettingFailure("the URL's user or password has control characters")
        }
        self.scheme = scheme
        origin = "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
        path = parts.percentEncodedPath
        query = parts.percentEncodedQuery
        user = credentials[0].isEmpty ? nil : credentials[0]
        password = credentials[1].isEmpty ? nil : credentials[1]
        isLoopback = Self.isLoopback(host.lowercased())
    }

    /// By its spelling alone: a name is believed only where no resolver is asked.
    private static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "[::1]"].contains(host) { return true }
        let numbers = host.split(at: ".", omittingEmptySubsequences: false).map {
            UInt8($0)
        }
        return numbers.count == 4 && numbers[0] == 127 && numbers.allSatisfy { $0 != nil }
    }
}
