import HTTPTypes
import RosterCore
import SurfaceKit

extension IAMSurface {
    /// `POST /login` with Basic credentials or `{"username","password"}`. No rule of form applies:
    /// every failure is the same 401.
    func logIn(_ call: Call) async throws(IAMRefusal) -> Reply {
        guard let (login, password) = loginCredential(call) else {
            throw IAMRefusal(.wrongCredentials, .login)
        }
        do throws(DirectoryError) {
            let token = try await directory.logIn(
                login: login, password: password, origin: call.origin)
            return tokenReply(token)
        } catch {
            throw IAMRefusal(error, .login)
        }
    }

    /// `POST /logout`: ends the session of the token that was sent, expired or not. Without one
    /// there is nothing to end, which is as good.
    func logOut(_ call: Call) async throws(IAMRefusal) -> Reply {
        if case .bearer(let token) = IAMCredential(call.head) {
            do throws(DirectoryError) {
                try await directory.logOut(token: token, origin: call.origin)
            } catch .unauthenticated {
                // The session is over already, or never was.
            } catch {
                throw IAMRefusal(rendering: error)
            }
        }
        return .json(.null)
    }

    /// `POST /refresh`: a new token for the session of the old one, which lives on until it expires
    /// (DESIGN §6).
    func refresh(_ call: Call) async throws(IAMRefusal) -> Reply {
        guard case .bearer(let token) = IAMCredential(call.head) else {
            throw IAMRefusal(message: "token is empty", status: .unauthorized)
        }
        do throws(DirectoryError) {
            return tokenReply(
                try await directory.refresh(
                    token: token, keepsOlderTokens: true, origin: call.origin))
        } catch {
            throw IAMRefusal(rendering: error)
        }
    }

    private func tokenReply(_ token: IssuedToken) -> Reply {
        .json([
            "expire": .string(options.time.rfc3339(token.expiresAt)),
            "token": .string(token.token),
        ])
    }

    private func loginCredential(_ call: Call) -> (login: String, password: String)? {
        if call.head.headers[.authorization] != nil {
            guard case .basic(let login, let password) = IAMCredential(call.head) else {
                return nil
            }
            return (login, password)
        }
        guard let value = try? JSONValue.parse(call.body, allowsTrailingData: true),
            let object = value.objectValue,
            let login = object.member(caseInsensitive: "username")?.stringValue,
            let password = object.member(caseInsensitive: "password")?.stringValue
        else { return nil }
        return (login, password)
    }
}
