import Foundation
import RosterSettings
import RosterTestSupport
import Testing

/// A combining mark, or another code point that joins what stands before it, after a separator: the
/// separator is one all the same.
@Suite("Separators with a joining code point behind them", .serialized)
struct CombiningMarkTests {
    /// A Thai vowel sign, an acute accent, a joiner, a variation selector, a skin tone.
    static let marks = ["\u{0E34}", "\u{0301}", "\u{200D}", "\u{FE0F}", "\u{1F3FD}"]

    @Test("are found in queries, lists, credentials and headers", arguments: marks)
    func everyReader(_ mark: String) async throws {
        try await AllSurfaces.run { all in
            func encoded(_ text: String) -> String {
                text.utf8.map { "%" + String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
                    .joined()
            }
            let password = mark + "Foo@2020"
            let made = try await all.iam(
                "POST", "/v1/users",
                body: #"""
                    {"metadata":{"name":"foo"},"nickname":"n","password":"\#(password)",\#
                    "email":"foo@example.com"}
                    """#)
            #expect(made.status == 200, "\(made)")
            let selector = try await all.iam("GET", "/v1/users?fieldSelector=name=" + encoded(mark))
            #expect(selector.status == 200 && selector.object["totalCount"] as? Int == 0)
            let several = try await all.iam(
                "GET", "/v1/users?fieldSelector=" + encoded("name=foo,\(mark)=x"))
            #expect(several.object["totalCount"] as? Int == 1, "\(several)")
            let escaped = try await all.iam(
                "GET", "/v1/users?fieldSelector=" + encoded("name=a\\,\(mark)"))
            #expect(escaped.status == 200, "\(escaped)")
            // A password that begins with the mark stands behind the colon.
            let basic = Data("foo:\(password)".utf8).base64EncodedString()
            let read = try await all.server.iam.send(
                "GET", "/v1/users/foo", headers: [("Authorization", "Basic \(basic)")])
            #expect(read.status == 200, "\(read)")
            let names = try await all.thinkSNS(
                "GET", "/users?fetch_by=username&name=" + encoded("foo,\(mark)"))
            #expect(names.list.count == 1, "\(names)")
            let tag = try #require(read.header("ETag"))
            let put = try await all.server.iam.send(
                "PUT", "/v1/users/foo",
                headers: [
                    ("Authorization", "Bearer " + all.admin), ("If-Match", "\(tag),\(mark)"),
                    ("Content-Type", "application/json;\(mark)"),
                ], body: #"{"nickname":"n","email":"foo@example.com"}"#)
            #expect(put.status == 200, "\(put)")
            let typed = try await all.server.main.send(
                "POST", "/users",
                headers: [
                    ("Authorization", "Bearer " + all.admin),
                    ("Content-Type", "application/json;\(mark)"),
                ], body: #"{"name":"Player","snapshot":{"name":"Player"}}"#)
            #expect(typed.status == 201, "\(typed)")
            // A token that begins with the mark is a bad token, not a request without one.
            let bearer = try await all.server.iam.send(
                "GET", "/v1/users", headers: [("Authorization", "Bearer \(mark)x")])
            #expect(bearer.object["message"] as? String != nil && bearer.status == 401)
            #expect(bearer.object["code"] == nil, "\(bearer)")
            let path = try await all.server.main.send("GET", "/healthz?\(encoded(mark))=1")
            #expect(path.status == 200)
        }
    }

    @Test("are found in a forwarded address", arguments: marks)
    func forwarded(_ mark: String) async throws {
        try await ServerFixture.run({
            $0.limitsPerAddress = 1
            $0.proxiesTrusted = ["127.0.0.0/8"]
        }) { server in
            let statuses = try await [1, 2].asyncMap { number in
                try await server.iam.send(
                    "POST", "/login",
                    headers: [("X-Forwarded-For", "1.2.3.4,\(mark),192.0.2.\(number)")],
                    body: "{}"
                ).status
            }
            #expect(statuses == [401, 401], "the addresses were not told apart")
        }
    }
}

extension Sequence where Element: Sendable {
    fileprivate func asyncMap<Value>(
        _ transform: (Element) async throws -> Value
    ) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
