import RosterCore
import RosterTestSupport
import Testing

/// THREATS 4 and 29: one namespace of login ids, whichever surface they come from.
@Suite("One namespace", .serialized) struct OneNamespaceTests {
    @Test("nobody takes a name that is somebody's e-mail, nor an address that is a name")
    func crossed() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            // Names that other surfaces let through.
            for name in ["named@example.com", "13800138000"] { try await sns.directory.make(name) }
            for address in ["named@example.com", "13800138000"] {
                let field = address.contains("@") ? "email" : "phone"
                // Whether a code went out is the door's secret; a wrong one comes after the check.
                check(
                    try await sns.call(
                        "PUT", "/user", body: Body.binding(address, code: "900000")),
                    is: .taken(field), address)
            }
        }
    }

    @Test("a phone is one phone, however it is spelt") func spellings() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            try await sns.bind("13800138000")
            for spelling in ["+8613800138000", "8613800138000", "13800138000"] {
                let answer = try await sns.call(
                    "PUT", "/user", by: .bert, body: Body.binding(spelling, code: "900000"))
                check(answer, is: .taken("phone"), spelling)
            }
        }
    }

    @Test("a name that somebody gave up is closed to others for thirty days") func freed()
        async throws
    {
        let clock = TestClock()
        try await SNS.run(clock: clock, people: ["anna", "bert"]) { sns in
            let take = #"{"name":"anna"}"#
            check(try await sns.call("PATCH", "/user", body: #"{"name":"annabel"}"#), is: .done)
            let early = try await sns.call("PATCH", "/user", by: .bert, body: take)
            check(early, is: .refusedSomehow(422))
            let code = try await sns.code(.claim, to: "carl@example.com")
            let body = Body.registration("anna", at: "carl@example.com", code: code)
            let answer = try await sns.call("POST", "/users", by: .anonymous, body: body)
            check(answer, is: .invalid(["name"]))
            clock.advance(days: 31)
            let token = try await sns.logIn("bert")
            check(try await sns.call("PATCH", "/user", by: .bearer(token), body: take), is: .done)
        }
    }

    @Test("invisible letters make no new name") func invisible() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            for name in ["an\\u200Bna", "ann\\u00ADa", "\\uFEFFanna", "ａｎｎａ"] {
                let answer = try await sns.call(
                    "PATCH", "/user", by: .bert, body: #"{"name":"\#(name)"}"#)
                check(answer, is: .refusedSomehow(422), name)
            }
        }
    }
}
