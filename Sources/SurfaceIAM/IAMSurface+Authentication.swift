import HTTPTypes
package import RosterCore
package import SurfaceKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension IAMSurface {
    /// `Authorization: Basic` or `Bearer`, schemes in any letter case (contracts/iam.md §3).
    package func authenticate(
        _ head: RequestHead, from origin: RequestOrigin
    ) async -> Authentication {
        guard head.headers[.authorization] != nil else {
            return .anonymous(IAMRefusal(.invalidAuthHeader, note: "no credential").reply)
        }
        guard let credential = IAMCredential(head) else {
            return .refused(IAMRefusal(.invalidAuthHeader, note: "malformed header").reply)
        }
        do throws(DirectoryError) {
            switch credential {
            case .bearer(let token):
                return .principal(try await directory.authenticate(bearer: token, on: name))
            case .basic(let login, let password):
                return .principal(
                    try await directory.authenticate(
                        login: login, password: password, origin: origin))
            case .undecodable, .unknownScheme:
                return .refused(IAMRefusal(.signatureInvalid, note: "no usable scheme").reply)
            }
        } catch {
            return .refused(IAMRefusal(error, .basic).reply)
        }
    }
}

/// What an `Authorization` header says.
enum IAMCredential: Equatable {
    case bearer(String)
    case basic(login: String, password: String)
    /// Basic whose payload is not base64 of `user:password` in UTF-8.
    case undecodable
    case unknownScheme

    /// Nil when the header is missing, sent twice, or not "scheme value".
    init?(_ head: RequestHead) {
        guard let header = head.single(.authorization) else { return nil }
        let words = header.utf8.split(separator: UInt8(ascii: " "))
        guard words.count == 2, let value = String(words[1]) else { return nil }
        switch String(words[0])?.lowercased() {
        case "bearer": self = .bearer(value)
        case "basic": self = Self.basic(value[...])
        default: self = .unknownScheme
        }
    }

    private static func basic(_ payload: Substring) -> IAMCredential {
        guard let data = Data(base64Encoded: String(payload)),
            let text = String(validating: data, as: UTF8.self),
            let colon = text.utf8.firstIndex(of: UInt8(ascii: ":"))
        else { return .undecodable }
        return .basic(
            login: String(text[..<colon]), password: String(text[text.utf8.index(after: colon)...]))
    }
}
