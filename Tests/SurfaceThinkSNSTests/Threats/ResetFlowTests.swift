import RosterCore
import RosterTestSupport
import Testing

/// THREATS 6: a code is bound to account, purpose and destination, and used once.
@Suite("The reset flow", .serialized) struct ResetFlowTests {
    private static func recover(_ address: String, _ code: String) -> Scenario {
        Scenario(
            "\(address) by a foreign code", "PUT", "/user/retrieve-password", by: .anonymous,
            body: Body.recovery(address, code: code), .refused(422, .b))
    }

    @Test("one account's code is no other's") func foreign() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            try await sns.bind("13800138000")
            let code = try await sns.code(.prove, to: "anna@example.com")
            try await sns.play([
                Self.recover("bert@example.com", code), Self.recover("13800138000", code),
            ])
            for (name, password) in [("anna", SNS.password), ("bert", SNS.password)] {
                _ = try await sns.logIn(name, password)
            }
        }
    }

    @Test("no step can be left out") func skipped() async throws {
        try await SNS.run { sns in
            for code in ["null", #""""#, "0", "[]", "{}", "true", #"["000000"]"#, #""%""#] {
                let body = """
                    {"verifiable_type":"mail","verifiable_code":\(code),\
                    "email":"anna@example.com","password":"New@2021"}
                    """
                let answer = try await sns.call(
                    "PUT", "/user/retrieve-password", by: .anonymous, body: body)
                let isRefused = [422, 429].contains(answer.status) && ErrorShape.of(answer) != nil
                #expect(isRefused, "\(code): \(answer)")
            }
            check(try await sns.call("GET", "/user"), is: .own)
        }
    }

    @Test("a code to an address that was given up is worth nothing") func moved() async throws {
        try await SNS.run { sns in
            let proof = try await sns.code(.prove, to: "anna@example.com")
            let claim = try await sns.code(.claim, to: "new@example.com", by: .anna)
            let body = Body.binding("new@example.com", code: claim)
            check(try await sns.call("PUT", "/user", body: body), is: .done)
            try await sns.play([
                Self.recover("anna@example.com", proof), Self.recover("new@example.com", proof),
            ])
        }
    }

    @Test("a disabled account is not recovered") func disabled() async throws {
        try await SNS.run { sns in
            let code = try await sns.code(.prove, to: "anna@example.com")
            try await sns.directory.set(.disabled, of: "anna")
            try await sns.play([Self.recover("anna@example.com", code)])
        }
    }
}
