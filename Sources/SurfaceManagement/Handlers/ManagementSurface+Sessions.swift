import RosterCore
import SurfaceKit

extension ManagementSurface {
    /// `POST /v1/auth/login`: `username` is a name or a proven e-mail. No rule of form applies.
    func logIn(_ call: Call) async throws(ManagementRefusal) -> Reply {
        var body = try ManagementBody(call.body)
        let (username, password) = (body.required("username"), body.required("password"))
        try body.refuseProblems()
        let token = try await ManagementRefusal.asking { () async throws(DirectoryError) in
            try await directory.logIn(
                login: username ?? "", password: password ?? "", withRefreshToken: true,
                origin: call.origin)
        }
        return reply(with: token, message: "登录成功")
    }

    /// `POST /v1/auth/refresh`: another access token for the session; the refresh token stays.
    func refresh(_ call: Call) async throws(ManagementRefusal) -> Reply {
        var body = try ManagementBody(call.body)
        let refreshToken = body.required("refresh_token")
        try body.refuseProblems()
        let token = try await ManagementRefusal.asking { () async throws(DirectoryError) in
            try await directory.refresh(
                refreshToken: refreshToken ?? "", on: call.origin.surface)
        }
        return reply(with: token, message: "刷新成功")
    }

    /// `POST /v1/auth/logout`: ends the session, its refresh token included. Of a caller with an API
    /// key there is nothing to end.
    func logOut(_ call: Call) async throws(ManagementRefusal) -> Reply {
        try await ManagementRefusal.asking { () async throws(DirectoryError) in
            try await directory.logOut(call.actor)
        }
        return envelope.reply(message: "退出成功")
    }

    private func reply(with token: IssuedToken, message: String) -> Reply {
        envelope.reply(message: message) { writer in
            writer.beginObject()
            writer.key("access_token")
            writer.value(token.token)
            writer.key("token_type")
            writer.value("Bearer")
            writer.key("expires_in")
            writer.value((token.expiresAt.milliseconds - token.issuedAt.milliseconds) / 1000)
            if let refreshToken = token.refreshToken {
                writer.key("refresh_token")
                writer.value(refreshToken)
            }
            writer.endObject()
        }
    }
}
