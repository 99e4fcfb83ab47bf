import HTTPTypes
package import RosterCore
package import SurfaceKit

extension BitAnswerSurface {
    /// The header `bitkey`: an API key of role admin that opens this surface
    /// (contracts/bitanswer.md §0). A missing and a bad one are told in the same shape.
    package func authenticate(
        _ head: RequestHead, from origin: RequestOrigin
    ) async -> Authentication {
        guard head.headers[.bitkey] != nil else {
            return .anonymous(BitAnswerRefusal(.badKey, "bitkey is missing").reply)
        }
        guard let key = head.single(.bitkey), !key.isEmpty else {
            return .refused(BitAnswerRefusal(.badKey, "bitkey is not valid").reply)
        }
        do throws(DirectoryError) {
            let caller = try await directory.authenticate(key: key, on: name)
            guard caller.isAdministrator else {
                return .refused(BitAnswerRefusal(.badKey, "bitkey is not valid").reply)
            }
            return .principal(caller)
        } catch {
            switch error {
            case .unauthenticated, .forbidden:
                return .refused(BitAnswerRefusal(.badKey, "bitkey is not valid").reply)
            default: return .refused(BitAnswerRefusal(rendering: error).reply)
            }
        }
    }
}

extension HTTPField.Name {
    static let bitkey = HTTPField.Name.named("bitkey")
}
