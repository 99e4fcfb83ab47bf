import RosterCore
import RosterTestSupport
import Testing

/// THREATS 10: what a caller may not bring about by what it sends.
@Suite("Greedy bodies", .serialized) struct GreedyBodyTests {
    /// Members that clients have tried elsewhere; none of them is this surface's to set.
    private static let greedy = """
        ,"id":777,"user_id":777,"guid":"0123456789abcdef01234567","role":"admin","roles":["admin"],\
        "isAdmin":true,"is_admin":1,"admin":true,"status":"disabled","verified":{"type":"user"},\
        "email_verified":true,"phone_verified":true,"emailIsProven":true,"password_hash":"x",\
        "revision":99,"extra":{"likes_count":9},"wallet":{"balance":9},"new_wallet":{"balance":9},\
        "currency":{"sum":9},"balance":9,"likes_count":9,"followers_count":9,\
        "created_at":"2001-01-01 00:00:00","deleted_at":"2001-01-01 00:00:00"
        """

    private static func expectModest(_ caller: Caller, name: String, _ sns: SNS) async throws {
        let own = try await sns.own(caller)
        #expect(own.number("id") != 777 && !own.body.contains("2001-01-01"), "\(own)")
        #expect(own.counter("likes_count") == 0 && own.counter("followers_count") == 0, "\(own)")
        #expect(own.part("wallet")["balance"] as? Int == 0, "\(own)")
        #expect(own.part("new_wallet")["balance"] as? Int == 0, "\(own)")
        #expect(own.part("currency")["sum"] as? Int == 0, "\(own)")
        let account = try await sns.directory.named(name)
        #expect(account.role == .user && account.status == .active && account.deletedAt == nil)
        #expect(account.guid != "0123456789abcdef01234567" && account.extend == nil)
        let extra = try await sns.call(
            "PATCH", "/users/\(own.number("id") ?? 0)/extra", by: caller,
            body: #"{"likes_count":1}"#)
        check(extra, is: .refused(403, .a))
    }

    @Test("registration takes its own fields alone") func registration() async throws {
        try await SNS.run(people: []) { sns in
            let code = try await sns.code(.claim, to: "carl@example.com")
            let body = Body.registration(
                "carl", at: "carl@example.com", code: code, more: Self.greedy)
            let answer = try await sns.call("POST", "/users", by: .anonymous, body: body)
            check(answer, is: .registered)
            try await Self.expectModest(.bearer(answer.text("token") ?? ""), name: "carl", sns)
        }
    }

    @Test("a change of the profile changes neither address nor password nor rights")
    func profile() async throws {
        try await SNS.run { sns in
            let before = try await sns.directory.named("anna")
            let body = """
                {"bio":"new","email":"eve@example.com","phone":"13800138000",\
                "password":"Other@2021"\(Self.greedy)}
                """
            check(try await sns.call("PATCH", "/user", body: body), is: .done)
            try await Self.expectModest(.anna, name: "anna", sns)
            let after = try await sns.directory.named("anna")
            #expect(after.bio == "new" && after.email == before.email && after.phone == nil)
            #expect(after.passwordHash == before.passwordHash && after.id == before.id)
        }
    }

    @Test("nor does a change of address") func address() async throws {
        try await SNS.run { sns in
            let code = try await sns.code(.claim, to: "new@example.com", by: .anna)
            let body = """
                {"email":"new@example.com","verifiable_code":"\(code)","name":"other",\
                "password":"Other@2021"\(Self.greedy)}
                """
            check(try await sns.call("PUT", "/user", body: body), is: .done)
            try await Self.expectModest(.anna, name: "anna", sns)
            _ = try await sns.logIn("anna")
        }
    }
}
