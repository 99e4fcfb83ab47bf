package import RosterCore
package import SurfaceKit

extension ManagementSurface {
    /// `Authorization: Bearer` with an access token or an API key. A missing header and a bad one
    /// are the same 401 (contracts/management.md §2).
    package func authenticate(
        _ head: RequestHead, from origin: RequestOrigin
    ) async -> Authentication {
        switch BearerCredential(head.headers) {
        case .missing: return .anonymous(envelope.reply(to: ManagementRefusal(.unauthenticated)))
        case .unusable: return .refused(envelope.reply(to: ManagementRefusal(.unauthenticated)))
        case .token(let token):
            do throws(DirectoryError) {
                return .principal(try await directory.authenticate(bearer: token, on: name))
            } catch {
                return .refused(envelope.reply(to: ManagementRefusal(rendering: error)))
            }
        }
    }
}
