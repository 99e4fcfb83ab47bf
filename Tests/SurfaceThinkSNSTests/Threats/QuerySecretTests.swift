import Logging
import RosterTestSupport
import Testing

/// THREATS 24: what stands in a query is written nowhere.
@Suite("Secrets in queries", .serialized) struct QuerySecretTests {
    @Test("no password, code or token of a query is in a log, whatever the level and the answer")
    func logs() async throws {
        let lines = CapturedLines()
        var logger = lines.logger
        logger.logLevel = .trace
        try await SNS.run(people: ["anna"], logger: logger) { sns in
            let code = try await sns.code(.prove, to: "anna@example.com")
            let secret = SNS.escaped("Wrong@secret-9")
            let token = try sns.token("anna")
            let calls: [(String, String, Caller, Int)] = [
                ("POST", "/auth/login?login=anna&password=\(secret)", .anonymous, 422),
                ("DELETE", "/user/email?password=\(secret)&verifiable_code=\(code)", .anna, 422),
                (
                    "PUT", "/user/password?old_password=\(secret)&password=\(secret)", .anna, 422
                ),
                (
                    "PUT",
                    "/user/retrieve-password?verifiable_type=mail&email=x%40example.com"
                        + "&verifiable_code=\(code)&password=\(secret)", .anonymous, 422
                ),
                ("GET", "/user?token=\(token)", .anonymous, 200),
                ("GET", "/nothing?password=\(secret)&token=\(token)", .anonymous, 404),
                ("POST", "/user?password=\(secret)", .anonymous, 405),
                (
                    "DELETE",
                    "/user/email?password=\(SNS.escaped(SNS.password))&verifiable_code=\(code)",
                    .anna, 204
                ),
            ]
            for (method, target, caller, status) in calls {
                let answer = try await sns.call(method, target, by: caller)
                #expect(answer.status == status, "\(method) \(target): \(answer)")
                #expect(!answer.body.contains("secret-9") && !answer.body.contains(code))
            }
            let text = lines.all.joined(separator: "\n")
            #expect(text.contains("/api/v2/user/email"))
            for word in ["secret-9", SNS.password, SNS.escaped(SNS.password), code, token] {
                #expect(!text.contains(word), "\(word)")
            }
        }
    }
}
