import HTTPTypes
package import RosterCore
package import SurfaceKit

extension TavernSurface {
    /// `X-API-Key` with an API key, else `Authorization: Bearer` with an access token or a key. In
    /// local mode this machine's own user needs neither, but what is sent is checked
    /// (contracts/tavern.md §0).
    package func authenticate(
        _ head: RequestHead, from origin: RequestOrigin
    ) async -> Authentication {
        if head.headers[.apiKey] != nil {
            guard let key = head.single(.apiKey) else {
                return .refused(TavernRefusal(.invalidCredentials).reply)
            }
            return await principal(orRefusing: .invalidCredentials) {
                () async throws(DirectoryError) in
                try await directory.authenticate(key: key, on: name)
            }
        }
        switch BearerCredential(head.headers) {
        case .token(let token):
            return await principal(orRefusing: .invalidToken) { () async throws(DirectoryError) in
                try await directory.authenticate(bearer: token, on: name)
            }
        case .unusable: return .refused(TavernRefusal(.authRequired).reply)
        case .missing: break
        }
        guard options.servesLocalUser, head.isFromThisMachine(allowing: options.origins) else {
            return .anonymous(TavernRefusal(.authRequired).reply)
        }
        return await principal(orRefusing: .authRequired) { () async throws(DirectoryError) in
            try await directory.localPrincipal()
        }
    }

    private func principal(
        orRefusing code: TavernCode, _ ask: () async throws(DirectoryError) -> Principal
    ) async -> Authentication {
        do throws(DirectoryError) {
            return .principal(try await ask())
        } catch {
            switch error {
            case .unauthenticated(.accountDisabled):
                return .refused(TavernRefusal(.accountDisabled).reply)
            case .unauthenticated, .forbidden:
                return .refused(TavernRefusal(code, note: "\(error)").reply)
            default: return .refused(TavernRefusal(rendering: error).reply)
            }
        }
    }
}

extension HTTPField.Name {
    static let apiKey = HTTPField.Name.named("X-API-Key")
}
