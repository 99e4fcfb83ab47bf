import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 29 across surfaces: one name in all its spellings is one account, and a freed one is
/// closed to self-service whichever surface freed it.
@Suite("One name", .serialized) struct OneNameTests {
    /// Another spelling of `jane`, and what the surfaces say to making it: Management takes letters
    /// and digits alone, BitAnswer whatever a name may hold.
    private struct Spelling {
        let text: String
        let management: Int
        let bitAnswer: Int
    }

    private static let spellings = [
        Spelling(text: "JANE", management: 409, bitAnswer: 0),
        Spelling(text: "ｊａｎｅ", management: 409, bitAnswer: 0),
        Spelling(text: "𝐣𝐚𝐧𝐞", management: 409, bitAnswer: 0),
        Spelling(text: "ⓙⓐⓝⓔ", management: 400, bitAnswer: 0),
        Spelling(text: "jane\u{FE0F}", management: 409, bitAnswer: 0),
        Spelling(text: "ja\u{34F}ne", management: 409, bitAnswer: 0),
        Spelling(text: "jane\u{200B}", management: 400, bitAnswer: 1001),
        Spelling(text: "ja\u{AD}ne", management: 400, bitAnswer: 1001),
        Spelling(text: "\u{2060}jane", management: 400, bitAnswer: 1001),
    ]

    @Test("another spelling of a name is the same account or refused, never a second account")
    func spellings() async throws {
        try await AllSurfaces.run { all in
            var jane = try await all.make("jane", on: .iam)
            let guid = try await all.account("jane").guid
            for spelling in Self.spellings {
                let (name, place) = (spelling.text, "\(spelling.text.unicodeScalars)")
                let made = try await all.main(
                    "POST", "/v1/users",
                    body: #"{"username":"\#(name)","email":"x@example.com","password":"Foo@2020"}"#)
                #expect(made.status == spelling.management, "\(place): \(made)")
                let onIAM = try await all.iam("POST", "/v1/users", body: userBody(name))
                #expect(onIAM.status == 400, "\(place): \(onIAM)")

                let path = "/users/user/" + Self.encoded(name)
                let read = try await all.bitAnswer("GET", path)
                #expect(read.items.first?["guid"] as? String == guid, "\(place): \(read)")
                let written = try await all.bitAnswer(
                    "POST", path, body: #"{"nickName":"\#(name)"}"#)
                #expect(written.outcome == spelling.bitAnswer, "\(place): \(written)")
                if spelling.bitAnswer == 0 {
                    #expect(written.items.first?["guid"] as? String == guid, "\(written)")
                    jane.displayName = name
                }
                let twice = try await all.bitAnswer(
                    "POST", "/users", body: #"[{"name":"jane"},{"name":"\#(name)"}]"#)
                #expect(twice.outcome == 1001, "\(place): \(twice)")
                #expect(try await all.logins(name) == [200, 200], "\(place)")
            }
            try await all.expect(jane)
            #expect(try await all.listed() == Array(repeating: ["admin", "jane"], count: 4))
        }
    }

    @Test("a wide name made on BitAnswer is taken in plain letters elsewhere")
    func wide() async throws {
        try await AllSurfaces.run { all in
            let made = try await all.bitAnswer(
                "POST", "/users/user/" + Self.encoded("ｆｅｄ"),
                body: #"{"password":"\#(AllSurfaces.password)"}"#)
            #expect(made.outcome == 0, "\(made)")
            let onManagement = try await all.main(
                "POST", "/v1/users",
                body: #"{"username":"fed","email":"fed@example.com","password":"Foo@2020"}"#)
            #expect(onManagement.status == 409, "\(onManagement)")
            let onIAM = try await all.iam("POST", "/v1/users", body: userBody("Fed"))
            #expect(onIAM.status == 400 && onIAM.code == 110002, "\(onIAM)")
            #expect(try await all.logins("fed") == [200, 200])
        }
    }

    @Test("a freed name is closed to self-service for 30 days, whichever surface freed it")
    func freed() async throws {
        let clock = TestClock()
        try await AllSurfaces.run({ $0.registration = .open }, clock: clock) { all in
            let freed = ["bit-one", "bit-batch", "renamed", "managed", "iam-one"]
            let reused = ["reused-1", "reused-2", "reused-3"]
            for name in freed + reused { try await all.place(name) }
            try await Self.free(all)
            for name in freed + reused + ["RENAMED"] {
                try await Self.expectClosed(name, all)
            }
            try await Self.reuse(all)
            clock.advance(days: 29)
            for name in freed { try await Self.expectClosed(name, all) }
            clock.advance(days: 2)
            for name in freed {
                let answer = try await all.iam(
                    "POST", "/v1/users", by: .nobody, body: userBody(name))
                #expect(answer.status == 200, "\(name): \(answer)")
            }
        }
    }

    @Test("nobody renames itself to a freed name either") func renaming() async throws {
        try await AllSurfaces.run { all in
            _ = try await all.make("jane", on: .management)
            try await all.place("gone")
            let jane = try await all.signIn("jane")
            let deleted = try await all.bitAnswer("DELETE", "/users/user/gone")
            #expect(deleted.outcome == 0, "\(deleted)")
            let body = #"{"username":"Gone"}"#
            let byItself = try await all.main("PUT", jane.path, by: .bearer(jane.iam), body: body)
            #expect(byItself.status == 400, "\(byItself)")
            // Each surface says why, as far as its shape can: no "validation failed".
            #expect(byItself.body.contains("30 天内被释放"), "\(byItself)")
            let onThinkSNS = try await all.thinkSNS(
                "PATCH", "/user", by: .bearer(jane.thinkSNS), body: #"{"name":"Gone"}"#)
            #expect(onThinkSNS.status == 422, "\(onThinkSNS)")
            #expect(onThinkSNS.body.contains("30 天内被释放"), "\(onThinkSNS)")
            let byAdministrator = try await all.main("PUT", jane.path, body: body)
            #expect(byAdministrator.status == 200, "\(byAdministrator)")
        }
    }

    @Test("who freed a name takes it back at once, on each surface where people rename themselves")
    func takenBack() async throws {
        try await AllSurfaces.run { all in
            _ = try await all.make("jane", on: .management)
            _ = try await all.make("john", on: .management)
            let (jane, john) = (try await all.signIn("jane"), try await all.signIn("john"))
            func rename(_ who: SignedIn, _ name: String, onThinkSNS: Bool) async throws -> Int {
                if onThinkSNS {
                    return try await all.thinkSNS(
                        "PATCH", "/user", by: .bearer(who.thinkSNS), body: #"{"name":"\#(name)"}"#
                    ).status
                }
                return try await all.main(
                    "PUT", who.path, by: .bearer(who.iam), body: #"{"username":"\#(name)"}"#
                ).status
            }
            for onThinkSNS in [false, true] {
                let done = onThinkSNS ? 204 : 200
                let refused = onThinkSNS ? 422 : 400
                #expect(try await rename(jane, "janet", onThinkSNS: onThinkSNS) == done)
                for other in [false, true] {
                    #expect(
                        try await rename(john, "JANE", onThinkSNS: other) == (other ? 422 : 400))
                }
                #expect(try await rename(jane, "jane", onThinkSNS: !onThinkSNS) != refused)
                #expect(try await all.account("jane").name.rawValue == "jane")
            }
        }
    }

    /// An administrator may give a freed name away at once, on any surface.
    private static func reuse(_ all: AllSurfaces) async throws {
        let answers = [
            try await all.main(
                "POST", "/v1/users",
                body: #"{"username":"reused-1","email":"r@example.org","password":"Foo@2020"}"#),
            try await all.bitAnswer("POST", "/users/user/reused-2", body: "{}"),
            try await all.iam("POST", "/v1/users", body: userBody("reused-3")),
        ]
        for answer in answers {
            let isMade = (200...201).contains(answer.status) && answer.object["msg"] == nil
            #expect(isMade, "\(answer)")
        }
    }

    /// Frees the names, each in another way.
    private static func free(_ all: AllSurfaces) async throws {
        let path = try await all.path(of: "renamed")
        let answers = [
            try await all.bitAnswer("DELETE", "/users/user/bit-one"),
            try await all.bitAnswer("DELETE", "/users", body: #"[{"name":"bit-batch"}]"#),
            try await all.main("PUT", path, body: #"{"username":"other"}"#),
            try await all.main("DELETE", try await all.path(of: "managed")),
            try await all.iam("DELETE", "/v1/users/iam-one"),
            try await all.iam("DELETE", "/v1/users?name=reused-1&name=reused-2&name=reused-3"),
        ]
        for answer in answers {
            #expect(answer.status == 200 && answer.object["msg"] == nil, "\(answer)")
        }
    }

    private static func expectClosed(_ name: String, _ all: AllSurfaces) async throws {
        let answer = try await all.iam("POST", "/v1/users", by: .nobody, body: userBody(name))
        #expect(answer.status == 400 && answer.code == 110002, "\(name): \(answer)")
    }

    /// Every byte percent-encoded.
    private static func encoded(_ name: String) -> String {
        name.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
