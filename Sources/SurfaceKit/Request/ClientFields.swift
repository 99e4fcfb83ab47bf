import RosterCore

/// Header fields that clients send by themselves, whatever words their names have (``ProxyMarks``).
enum ClientFields {
    /// - Parameter name: In lower case.
    static func contains(_ name: String) -> Bool {
        names.contains(name) || name.starts(withText: "sec-")
    }

    private static let names: Set<String> = [
        // RFC 9110 and RFC 9111, without those that are for proxies; RFC 6265, RFC 9218.
        "accept", "accept-charset", "accept-encoding", "accept-language", "accept-ranges",
        "authorization", "cache-control", "connection", "content-encoding", "content-language",
        "content-length", "content-location", "content-md5", "content-type", "cookie", "date",
        "expect", "from", "host", "if-match", "if-modified-since", "if-none-match", "if-range",
        "if-unmodified-since", "pragma", "prefer", "priority", "range", "referer", "te", "trailer",
        "transfer-encoding", "upgrade", "user-agent",
        // Of HTTP/1 itself, and of an offer of HTTP/2.
        "keep-alive", "http2-settings",
        // Of pages and browsers.
        "access-control-request-headers", "access-control-request-local-network",
        "access-control-request-method", "access-control-request-private-network", "device-memory",
        "dnt", "downlink", "dpr", "ect", "last-event-id", "origin", "purpose", "rtt", "save-data",
        "upgrade-insecure-requests", "viewport-width", "width",
        // What clients of these APIs and script libraries send.
        "digest", "content-digest", "idempotency-key", "user-id", "x-account-id", "x-api-key",
        "x-bit-req-id", "x-csrf-token", "x-http-method-override", "x-request-id",
        "x-requested-with", "x-tavern-client-key", "x-xsrf-token", "xrsf-token",
    ]
}
