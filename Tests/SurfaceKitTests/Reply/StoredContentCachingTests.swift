import HTTPTypes
import SurfaceKit
import Testing

@Suite("What caches may keep of stored content")
struct StoredContentCachingTests {
    private static func reply(_ fields: HTTPFields) -> Reply {
        StoredContent(
            bytes: Array("0123456789".utf8), mediaType: "image/png", entityTag: "\"abc\"",
            cacheControl: "public, max-age=31536000, immutable"
        ).reply(to: RequestHeaders(fields))
    }

    static let answers: [(name: String, fields: HTTPFields, isKept: Bool)] = [
        ("the whole", [:], true), ("a part", [.range: "bytes=0-1"], true),
        ("not modified", [.ifNoneMatch: "\"abc\""], true),
        ("a range beyond the end", [.range: "bytes=10-"], false),
        ("another state wanted", [.ifMatch: "\"x\""], false),
    ]

    // A cache may keep any final answer that says so, and gives it to all who ask for the address
    // (RFC 9111 §3): one caller's impossible range must not take the picture from the others.
    @Test("a refusal is never kept in the picture's place", arguments: answers)
    func kept(name: String, fields: HTTPFields, isKept: Bool) {
        let reply = Self.reply(fields)
        #expect((reply.headers[.cacheControl] != nil) == isKept)
    }

    @Test(
        "a malformed range is no range",
        arguments: [
            "bytes=1 0-2", "bytes=0-1 2", "bytes= ", "bytes=", "bytes", "bytes=0", "bytes=+0-1",
            "bytes=0x0-1", "bytes=0--1", "bytes=0-1;", "bytes=٠-١", "bytes=0-1,", "bytes 0-1",
            "bytes=-1-", "items=0-1, bytes=0-1", "bytes=0-0\u{301}",
        ])
    func malformed(range: String) {
        #expect(Self.reply([.range: range]).status == .ok)
    }

    @Test("two range fields are several ranges")
    func twoFields() {
        var fields: HTTPFields = [.range: "bytes=0-1"]
        fields.append(HTTPField(name: .range, value: "bytes=3-4"))
        #expect(Self.reply(fields).status == .ok)
    }

    @Test("tags of several fields are one list")
    func severalFields() {
        var fields: HTTPFields = [.ifNoneMatch: "\"x\""]
        fields.append(HTTPField(name: .ifNoneMatch, value: "\"abc\""))
        #expect(Self.reply(fields).status == .notModified)
    }

    @Test("a weak tag does not vouch for a range")
    func weakRange() {
        #expect(Self.reply([.range: "bytes=0-1", .ifRange: "W/\"abc\""]).status == .ok)
    }
}
