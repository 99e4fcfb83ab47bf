import Foundation
import RosterTestSupport

/// Calls that many tests make on their way to what they are about.
extension SNS {
    /// Logs in over this surface; the token.
    func logIn(_ login: String, _ password: String = SNS.password) async throws -> String {
        let answer = try await call(
            "POST", "/auth/login", by: .anonymous, body: Body.login(login, password))
        guard answer.status == 200, let token = answer.text("access_token") else {
            throw FixtureFailure(text: "login of \(login): \(answer)")
        }
        return token
    }

    /// The number under which this surface shows somebody.
    func id(of name: String) async throws -> Int {
        let answer = try await call("GET", "/users/\(SNS.escaped(name))", by: .anonymous)
        guard let id = answer.number("id") else {
            throw FixtureFailure(text: "\(name) has no number: \(answer)")
        }
        return id
    }

    /// The caller as the surface shows it to itself.
    func own(_ caller: Caller = .anna) async throws -> WireResponse {
        let answer = try await call("GET", "/user", by: caller)
        guard answer.status == 200 else { throw FixtureFailure(text: "not oneself: \(answer)") }
        return answer
    }

    /// Registers by a code to the address; the token.
    func register(
        _ name: String, at destination: String? = nil, password: String = SNS.password
    ) async throws -> String {
        let address = destination ?? "\(name)@example.com"
        let code = try await code(.claim, to: address)
        let answer = try await call(
            "POST", "/users", by: .anonymous,
            body: Body.registration(name, at: address, code: code, password: password))
        guard answer.status == 201, let token = answer.text("token") else {
            throw FixtureFailure(text: "registration of \(name): \(answer)")
        }
        return token
    }

    /// A phone of the caller's, proven by a code to it.
    func bind(_ phone: String, by caller: Caller = .anna) async throws {
        let code = try await code(.claim, to: phone, by: caller)
        let answer = try await call(
            "PUT", "/user", by: caller, body: Body.binding(phone, code: code))
        guard answer.status == 204 else { throw FixtureFailure(text: "not bound: \(answer)") }
    }

    /// For a path or a query.
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || (48...57) ~= byte)
            return isPlain ? String(scalar) : String(format: "%%%02X", byte)
        }.joined()
    }

    /// A call of IAM's listener.
    func callIAM(
        _ method: String, _ target: String, by caller: Caller, body: String? = nil
    ) async throws -> WireResponse {
        try await server.iam.send(
            method, target, headers: try authorization(of: caller), body: body)
    }
}
