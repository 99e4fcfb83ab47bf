import Foundation
import RosterTestSupport

extension WireClient {
    /// A request with a bearer credential.
    func send(
        _ method: String, _ target: String, bearer: String, body: String? = nil
    ) async throws -> WireResponse {
        try await send(
            method, target, headers: [("Authorization", "Bearer \(bearer)")], body: body)
    }

    /// An access token by `POST /login`.
    func token(
        of name: String = "admin", password: String = ServerFixture.adminPassword
    ) async throws -> String {
        let answer = try await send(
            "POST", "/login", body: #"{"username":"\#(name)","password":"\#(password)"}"#)
        guard let token = answer.object["token"] as? String else {
            throw FixtureFailure(text: "login of \(name): \(answer)")
        }
        return token
    }
}

/// A user of the IAM surface, as its create and update take it.
func userBody(_ name: String, nickname: String = "someone") -> String {
    """
    {"metadata":{"name":"\(name)"},"nickname":"\(nickname)","password":"Foo@2020",\
    "email":"\(name)@example.com"}
    """
}

/// Runs blocking work, such as that of a ``WireConnection``, on a thread of its own, so that it
/// starves no task.
func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}
