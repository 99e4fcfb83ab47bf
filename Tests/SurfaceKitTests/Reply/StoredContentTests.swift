import HTTPTypes
import SurfaceKit
import Testing

@Suite("Stored content")
struct StoredContentTests {
    private static let content = StoredContent(
        bytes: Array("0123456789".utf8), mediaType: "image/png", entityTag: "\"abc\"",
        cacheControl: "public, immutable")

    /// Fields of a request, and what becomes of it.
    struct Question: Sendable, CustomStringConvertible {
        let description: String
        let fields: HTTPFields
        let status: Int
        let body: String
        let range: String?

        init(
            _ description: String, _ fields: HTTPFields, _ status: Int, _ body: String,
            range: String? = nil
        ) {
            self.description = description
            self.fields = fields
            self.status = status
            self.body = body
            self.range = range
        }
    }

    static let questions: [Question] = [
        .init("nothing asked", [:], 200, "0123456789"),
        .init("the first bytes", [.range: "bytes=0-3"], 206, "0123", range: "bytes 0-3/10"),
        .init("from a place on", [.range: "bytes=7-"], 206, "789", range: "bytes 7-9/10"),
        .init("the last bytes", [.range: "bytes=-2"], 206, "89", range: "bytes 8-9/10"),
        .init(
            "more last bytes than there are", [.range: "bytes=-99"], 206, "0123456789",
            range: "bytes 0-9/10"),
        .init("beyond the end", [.range: "bytes=5-99"], 206, "56789", range: "bytes 5-9/10"),
        .init(
            "a number beyond counting", [.range: "bytes=5-99999999999999999999"], 206, "56789",
            range: "bytes 5-9/10"),
        .init("one byte", [.range: "Bytes=9-9"], 206, "9", range: "bytes 9-9/10"),
        .init("after the end", [.range: "bytes=10-"], 416, "", range: "bytes */10"),
        .init("the last none", [.range: "bytes=-0"], 416, "", range: "bytes */10"),
        .init("several ranges", [.range: "bytes=0-1,3-4"], 200, "0123456789"),
        .init("a range backwards", [.range: "bytes=4-2"], 200, "0123456789"),
        .init("another unit", [.range: "lines=0-1"], 200, "0123456789"),
        .init("no numbers", [.range: "bytes=a-b"], 200, "0123456789"),
        .init("no ends", [.range: "bytes=-"], 200, "0123456789"),
        .init(
            "a range of this state", [.range: "bytes=0-0", .ifRange: "\"abc\""], 206, "0",
            range: "bytes 0-0/10"),
        .init(
            "a range of another state", [.range: "bytes=0-0", .ifRange: "\"x\""], 200,
            "0123456789"),
        .init(
            "a range since a date",
            [.range: "bytes=0-0", .ifRange: "Sat, 21 Nov 2026 00:00:00 GMT"], 200, "0123456789"),
        .init("known already", [.ifNoneMatch: "\"x\", W/\"abc\""], 304, ""),
        .init("known in a compressed version", [.ifNoneMatch: "\"abc-gzip\""], 304, ""),
        .init("these bytes only, compressed", [.ifMatch: "\"abc-gzip\""], 412, ""),
        .init("any known already", [.ifNoneMatch: "*"], 304, ""),
        .init("known before a range", [.ifNoneMatch: "\"abc\"", .range: "bytes=0-0"], 304, ""),
        .init("another known", [.ifNoneMatch: "\"x\""], 200, "0123456789"),
        .init("this state wanted", [.ifMatch: "\"abc\""], 200, "0123456789"),
        .init("another state wanted", [.ifMatch: "\"x\""], 412, ""),
        .init("a weak tag wanted", [.ifMatch: "W/\"abc\""], 412, ""),
    ]

    @Test("is answered as RFC 9110 says", arguments: questions)
    func answers(_ question: Question) {
        let reply = Self.content.reply(to: RequestHeaders(question.fields))
        #expect(reply.status.code == question.status)
        #expect(String(decoding: reply.body, as: UTF8.self) == question.body)
        #expect(reply.headers[.contentRange] == question.range)
        #expect(reply.headers[.eTag] == "\"abc\"")
        let isRefusal = question.status >= 400
        #expect(reply.headers[.cacheControl] == (isRefusal ? nil : "public, immutable"))
        #expect(reply.headers[.acceptRanges] == "bytes")
        #expect(reply.headers[.contentSecurityPolicy] == "default-src 'none'; sandbox")
        let hasBody = question.status == 200 || question.status == 206
        #expect(reply.headers[.contentType] == (hasBody ? "image/png" : nil))
    }
}
