import HTTPTypes
package import RosterCore
package import SurfaceKit

extension TavernRefusal {
    init(rendering error: DirectoryError) {
        switch error {
        case .unauthenticated(.missing): self.init(.authRequired)
        case .unauthenticated(.accountDisabled), .accountDisabled: self.init(.accountDisabled)
        case .unauthenticated(let failure): self.init(.invalidToken, note: "\(failure)")
        case .wrongCredentials: self.init(.invalidCredentials)
        case .throttled(let seconds): self.init(.rateLimited, retryAfterSeconds: seconds)
        case .forbidden(let refusal): self.init(.forbidden, note: "\(refusal)")
        case .notFound: self.init(.notFound)
        case .conflict, .cardNameTaken, .ambiguous: self.init(.userConflict)
        case .wrongCode, .alreadyFollowing, .ownFollow, .balanceOutOfRange, .uploadRefused:
            self.init(.userConflict, note: "\(error)")
        case .quotaExceeded(.snapshotBytes, _):
            self.init(.payloadTooLarge, message: "Snapshot exceeds the configured size limit")
        case .quotaExceeded(let quota, let seconds):
            self.init(
                quota.isDaily ? .rateLimited : .quotaExceeded,
                message: "Quota exceeded: \(quota.rawValue)", retryAfterSeconds: seconds)
        case .revisionMismatch: self.init(.revisionConflict)
        case .invalid(let fields):
            self.init(
                fields.map {
                    Issue(path: $0.field.rawValue, message: "\($0.reason)", code: "custom")
                })
        case .inBatch(_, let error): self.init(rendering: error)
        case .idempotencyKeyReused: self.init(.idempotencyConflict)
        case .busy(let seconds): self.init(.resourceBusy, retryAfterSeconds: seconds)
        case .storage(let fault): self.init(.internalError, note: "\(fault)")
        }
    }
}

extension TavernSurface {
    package func render(_ error: DirectoryError) -> Reply { TavernRefusal(rendering: error).reply }

    package func render(_ refusal: TransportRefusal) -> Reply {
        switch refusal {
        case .unknownRoute: return TavernRefusal(.notFound, message: "Route not found").reply
        case .wrongMethod(let allowed):
            return TavernRefusal(.methodNotAllowed).reply
                .with(.allow, allowed.map(\.rawValue).joined(separator: ", "))
        case .badTarget:
            return TavernRefusal(issue: "", "must be a valid URL", "invalid_url").reply
        case .bodyTooLarge: return TavernRefusal(.payloadTooLarge).reply
        case .bodyTooSlow: return TavernRefusal(.requestTimeout).reply
        case .bodyCutShort:
            return TavernRefusal(issue: "", "must be a whole body", "invalid_body").reply
        case .encodedBody:
            return TavernRefusal(issue: "", "must not be encoded", "invalid_encoding").reply
        case .headersTooLarge:
            return TavernRefusal(
                .payloadTooLarge, message: "Request headers exceed the size limit",
                status: .requestHeaderFieldsTooLarge
            ).reply
        case .badIdempotencyKey:
            return TavernRefusal(
                issue: "Idempotency-Key", "must be 1 to 255 printable characters", "custom"
            ).reply
        case .tooManyRequests(let seconds):
            return TavernRefusal(.rateLimited, retryAfterSeconds: seconds).reply
        case .overloaded(let seconds): return render(.busy(retryAfterSeconds: seconds))
        }
    }
}
