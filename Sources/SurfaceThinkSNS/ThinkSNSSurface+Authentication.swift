package import RosterCore
package import SurfaceKit

extension ThinkSNSSurface {
    /// `Authorization: Bearer` or `?token=` with an access token or an API key. A bad one is as good
    /// as none: where nobody need say who it is, its holder is nobody (contracts/thinksns.md §3).
    package func authenticate(
        _ head: RequestHead, from origin: RequestOrigin
    ) async -> Authentication {
        guard let token = token(of: head) else {
            return .anonymous(ThinkSNSRefusal.unauthenticated().reply)
        }
        do throws(DirectoryError) {
            return .principal(try await directory.authenticate(bearer: token, on: name))
        } catch {
            let reply = ThinkSNSRefusal(rendering: error).reply
            switch error {
            case .unauthenticated, .forbidden: return .anonymous(reply)
            default: return .refused(reply)
            }
        }
    }

    /// What stands in the header, else in the query.
    func token(of head: RequestHead) -> String? {
        switch BearerCredential(head.headers) {
        case .token(let token): return token
        case .unusable: return nil
        case .missing: return head.query["token"]
        }
    }
}
