import RosterCore
import RosterTestSupport
import Testing

/// THREATS 4 across surfaces: one mailbox is one login id, however its domain is spelt.
@Suite("One mailbox", .serialized) struct OneMailboxEverywhereTests {
    @Test("another spelling of its domain finds its owner on each surface, and makes nobody else")
    func spellings() async throws {
        try await AllSurfaces.run { all in
            let jane = try await all.place("jane", password: AllSurfaces.password) {
                $0.email = try EmailAddress(parsing: "jo@bücher.example")
            }
            for text in ["jo@BÜCHER.example", "Jo@xn--bcher-kva.example", "jo@bücher。example"] {
                let onManagement = try await all.main(
                    "POST", "/v1/users",
                    body: #"{"username":"other","email":"\#(text)","password":"Foo@2020"}"#)
                #expect(onManagement.status == 409, "\(text): \(onManagement)")
                let onIAM = try await all.iam(
                    "POST", "/v1/users",
                    body: """
                        {"metadata":{"name":"other"},"nickname":"o","password":"Foo@2020",\
                        "email":"\(text)"}
                        """)
                #expect(onIAM.status == 400 && onIAM.code == 110002, "\(text): \(onIAM)")
                let onBitAnswer = try await all.bitAnswer(
                    "POST", "/users/user/" + Self.encoded(text), body: #"{"nickName":"o"}"#)
                #expect(onBitAnswer.outcome == 1005, "\(text): \(onBitAnswer)")
                let onThinkSNS = try await all.thinkSNS("GET", "/users/" + Self.encoded(text))
                #expect(onThinkSNS.object["name"] as? String == "jane", "\(text): \(onThinkSNS)")
                #expect(try await all.logins(text) == [200, 200], "\(text)")
            }
            for word in ["bücher", "B%C3%9CCHER.ex", "xn--bcher-kva"] {
                let found = try await all.main("GET", "/v1/users?keyword=" + Self.encoded(word))
                #expect(found.body.contains("jo@bücher.example"), "\(word): \(found)")
            }
            #expect(
                try await all.account("jane") == all.directory.account(.id(jane.id), by: .operator))
            #expect(try await all.listed() == Array(repeating: ["admin", "jane"], count: 4))
        }
    }

    /// Percent-encoded where it is not ASCII.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            byte < 0x80
                ? String(Unicode.Scalar(byte)) : "%" + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
