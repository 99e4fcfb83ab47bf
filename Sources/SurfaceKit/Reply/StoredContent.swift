import HTTPTypes
import RosterCore

/// Bytes of somebody's upload, served so that a browser shows them as what they are and runs
/// nothing of them (THREATS 16), that caches may keep them, and that parts may be asked for
/// (RFC 9110 §13, §14).
package struct StoredContent: Sendable {
    private let bytes: [UInt8]
    private let mediaType: String
    private let entityTag: String
    private let cacheControl: String

    /// - Parameter entityTag: Strong, with its quotes.
    package init(bytes: [UInt8], mediaType: String, entityTag: String, cacheControl: String) {
        self.bytes = bytes
        self.mediaType = mediaType
        self.entityTag = entityTag
        self.cacheControl = cacheControl
    }

    /// 200, 206, 304, 412 or 416, as the request's conditions and range ask. The last two have no
    /// body, and no Cache-Control: a cache would give one caller's refusal to everybody who asks for
    /// the address (RFC 9111 §3).
    package func reply(to headers: RequestHeaders) -> Reply {
        let known = EntityTag(isWeak: false, opaque: String(entityTag.dropFirst().dropLast()))
        switch EntityTagCondition(headers[values: .ifMatch]) {
        case .absent, .any: break
        // These tags name bytes: only the very same count here.
        case .anyOf(let tags):
            if !tags.contains(known) { return refusal(.preconditionFailed) }
        }
        switch EntityTagCondition(headers[values: .ifNoneMatch]) {
        case .absent: break
        case .any: return reply(.notModified)
        case .anyOf(let tags):
            if tags.contains(where: { $0.withoutCoding == known.opaque }) {
                return reply(.notModified)
            }
        }
        switch range(headers) {
        case .whole:
            return reply(.ok).with(.contentType, mediaType).with(body: bytes)
        case .part(let part):
            return reply(.partialContent).with(.contentType, mediaType)
                .with(.contentRange, "bytes \(part.lowerBound)-\(part.upperBound)/\(bytes.count)")
                .with(body: Array(bytes[part]))
        case .unsatisfiable:
            return refusal(.rangeNotSatisfiable).with(.contentRange, "bytes */\(bytes.count)")
        }
    }

    private func reply(_ status: HTTPResponse.Status) -> Reply {
        refusal(status).with(.cacheControl, cacheControl)
    }

    private func refusal(_ status: HTTPResponse.Status) -> Reply {
        Reply(
            status,
            headers: [
                .eTag: entityTag, .acceptRanges: "bytes",
                .contentDisposition: "inline",
                .contentSecurityPolicy: "default-src 'none'; sandbox",
                .crossOriginResourcePolicy: "cross-origin",
            ])
    }

    /// A range counts only of what the caller has the rest of (RFC 9110 §13.1.5). A date never fits:
    /// none is sent.
    private func range(_ headers: RequestHeaders) -> ByteRange {
        if let condition = headers[.ifRange], condition != entityTag { return .whole }
        let fields = headers[values: .range]
        return ByteRange(fields.count == 1 ? fields[0] : nil, of: bytes.count)
    }

}

extension Reply {
    fileprivate func with(body: [UInt8]) -> Reply {
        var reply = self
        reply.body = body
        return reply
    }
}

extension HTTPField.Name {
    fileprivate static let crossOriginResourcePolicy = HTTPField.Name.named(
        "Cross-Origin-Resource-Policy")
}
