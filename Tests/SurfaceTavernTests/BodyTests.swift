import Foundation
import RosterTestSupport
import Testing

/// Bodies that are no request: contracts/tavern.md §0 ("malformed JSON ..."), §3.
@Suite("Bodies", .serialized) struct BodyTests {
    /// The calls that need a body.
    private static let calls = [
        ("POST", "/users"), ("PATCH", "/users/{id}"), ("PATCH", "/users/unknown"),
        ("PATCH", "/users/batch/status"), ("POST", "/users/batch/delete"),
    ]

    /// A body that each call would accept.
    private static func good(_ id: String) -> String {
        #"{"snapshot":{"name":"new"},"status":"disabled","ids":["\#(id)"]}"#
    }

    @Test("no body, an empty one, and JSON that is no object are refused") func noObject()
        async throws
    {
        let noObject = Answer.issue(path: "", code: "type")
        let table: [(String, String?, Answer)] = [
            ("no body", nil, noObject), ("null", "null", noObject), ("a list", "[]", noObject),
            ("a list of objects", "[{}]", noObject), ("an empty body", "", .error(.validation)),
            ("blanks", " \n", .error(.validation)), ("a text", #""x""#, .error(.validation)),
            ("a number", "1", .error(.validation)), ("a truth", "true", .error(.validation)),
        ]
        try await Stage.run { stage in
            let id = try await stage.make("card")
            for (method, target) in Self.calls {
                let target = target.replacingOccurrences(of: "{id}", with: id)
                try await stage.play(
                    table.map { name, body, answer in
                        Scenario(
                            "\(name) for \(method) \(target)", method, target, body: body, answer)
                    })
            }
            try await Self.expectUntouched(id, on: stage)
        }
    }

    @Test("what is no JSON is refused, and never a server error") func malformed() async throws {
        try await Stage.run { stage in
            let id = try await stage.make("card")
            let good = Self.good(id)
            let bodies = [
                "{", "}", "{]", String(good.dropLast()), good + "x", good + good, "x" + good,
                "{,}", good.replacingOccurrences(of: ",", with: ",,"),
                good.replacingOccurrences(of: "\"", with: "'"), #"{"snapshot":undefined}"#,
                #"{"snapshot":{"name":"a"},}"#, #"{"snapshot":{"name":"a\x"}}"#,
                #"{"snapshot":{"name":"\ud800"}}"#, #"{"snapshot":{"name":"a","n":01}}"#,
                #"{"snapshot":{"name":"a","n":NaN}}"#, #"{"snapshot":{"name":"a","n":+1}}"#,
                #"{"snapshot":{"name":"a","n":.5}}"#, #"{"snapshot":{"name":"a","n":0x1}}"#,
                "{\"snapshot\":{\"name\":\"a\u{1}\"}}", "{\"snapshot\":{\"name\":\"a\nb\"}}",
                "// comment\n" + good, "snapshot=name",
            ]
            for (method, target) in Self.calls {
                let target = target.replacingOccurrences(of: "{id}", with: id)
                try await stage.play(
                    bodies.map {
                        Scenario(
                            "\(method) \(target) with \($0)", method, target, body: $0,
                            .error(.validation))
                    })
            }
            let bytes: [UInt8] = [0x7B, 0x22, 0xFF, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D]
            let head = """
                POST /users HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                Content-Type: \(Body.json)\r\nContent-Length: \(bytes.count)\r\n\r\n
                """
            let answer = try await stage.server.main.send(raw: Array(head.utf8) + bytes)
            stage.expect(.error(.validation), answer, "bytes that are no UTF-8")
            try await Self.expectUntouched(id, on: stage)
        }
    }

    @Test("a body is JSON by its media type or is refused") func mediaTypes() async throws {
        let good = [
            "application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8",
            "Application/JSON",
        ]
        let bad: [String?] = [
            nil, "text/plain", "text/plain; charset=utf-8", "application/x-www-form-urlencoded",
            "application/xml", "multipart/form-data; boundary=x", "application/jsonx",
            "application/octet-stream", "image/png", "json", "text/html; x=application/json",
        ]
        try await Stage.run { stage in
            let id = try await stage.make("card")
            for (method, target) in Self.calls {
                let target = target.replacingOccurrences(of: "{id}", with: id)
                try await stage.play(
                    bad.map {
                        Scenario(
                            "\(method) \(target) as \($0 ?? "nothing")", method, target,
                            body: Self.good(id), type: $0, .error(.validation))
                    })
            }
            try await Self.expectUntouched(id, on: stage)
            for (number, type) in good.enumerated() {
                let created = try await stage.call(
                    "POST", "/users", body: Body.card("new \(number)"), type: type)
                stage.expect(.created, created, type)
            }
        }
    }

    private static func expectUntouched(_ id: String, on stage: Stage) async throws {
        let all = try await stage.all()
        #expect(all.ids == [id] && all.cards.first?["revision"] as? Int == 0, "\(all)")
    }
}
