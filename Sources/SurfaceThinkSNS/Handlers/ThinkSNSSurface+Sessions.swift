import HTTPTypes
import RosterCore
import SurfaceKit

extension ThinkSNSSurface {
    /// `POST /auth/login` with a password, or, for an e-mail or phone, with a code. Every failure is
    /// 422 in shape A but one: the right password of a disabled account is 403.
    func logIn(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        var input = try ThinkSNSInput(call)
        let login = input.required("login")
        let destination = login.flatMap { ThinkSNSLook($0, phonesIn: phoneRegion).destination }
        if let destination, input.isFilled("verifiable_code") {
            let code = input.requiredCode()
            try input.refuseProblems()
            return try await logIn(destination, code: code ?? "", call: call)
        }
        let password = input.required("password")
        try input.refuseProblems()
        let name = login ?? ""
        let token = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.logIn(
                login: name, orAccount: target(number: FoldedKey(folding: name).rawValue),
                password: password ?? "",
                origin: call.origin)
        }
        return reply(with: token)
    }

    private func logIn(
        _ destination: Destination, code: String, call: Call
    ) async throws(ThinkSNSRefusal) -> Reply {
        do throws(DirectoryError) {
            return reply(
                with: try await directory.logIn(destination, code: code, origin: call.origin))
        } catch .wrongCode {
            throw .text(ThinkSNSText.wrongCodeLogin, .unprocessableContent)
        } catch {
            throw ThinkSNSRefusal(rendering: error)
        }
    }

    /// `/auth/refresh`: a new token for the session of one that may be expired; the old one dies.
    func refresh(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        guard let token = token(of: call.head) else { throw .unauthenticated() }
        let issued = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.refresh(
                token: token, keepsOlderTokens: false, origin: call.origin, pace: call.pace)
        }
        return reply(with: issued)
    }

    /// `/auth/logout`: the session ends, and with it all its tokens.
    func logOut(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.logOut(call.actor)
        }
        return .json(["message": .string(ThinkSNSText.loggedOut)])
    }

    /// Times are minutes here (contracts/thinksns.md §3).
    private func reply(with token: IssuedToken) -> Reply {
        let (lifetime, refreshable) = Self.minutes(of: token)
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.key("access_token")
        writer.value(token.token)
        writer.key("token_type")
        writer.value("Bearer")
        writer.key("expires_in")
        writer.value(lifetime)
        writer.key("refresh_ttl")
        writer.value(refreshable)
        writer.endObject()
        return .json(writer.take())
    }

    /// How long a token lives, and how long its session can be refreshed, in whole minutes.
    static func minutes(of token: IssuedToken) -> (lifetime: Int64, refreshable: Int64) {
        let issued = token.issuedAt.milliseconds
        return (
            max(1, (token.expiresAt.milliseconds - issued) / 60_000),
            max(1, (token.session.expiresAt.milliseconds - issued) / 60_000)
        )
    }
}
