import HTTPTypes
package import RosterCore
package import SurfaceKit

extension IAMRefusal {
    /// Where an error arose, where IAM answers the same error differently.
    enum Context {
        /// `/login`.
        case login
        /// `Authorization: Basic`.
        case basic
        /// A user call.
        case resource
        /// `change_password`, whose password policy is checked while binding.
        case passwordChange
    }

    init(rendering error: DirectoryError) { self.init(error, .resource) }

    /// The directory's errors in IAM's words.
    init(_ error: DirectoryError, _ context: Context) {
        switch error {
        case .unauthenticated(let failure): self.init(bearer: failure)
        case .wrongCredentials: self.init(wrongCredentials: context, note: "wrong credentials")
        case .accountDisabled: self.init(wrongCredentials: context, note: "account is disabled")
        case .throttled(let seconds): self.init(throttled: seconds, context)
        case .forbidden(let refusal): self.init(.permissionDenied, note: "\(refusal)")
        case .notFound: self.init(.userNotFound)
        case .conflict(let kind): self.init(.userAlreadyExists, note: "\(kind.rawValue) is taken")
        case .cardNameTaken: self.init(.userAlreadyExists, note: "the card's name is taken")
        case .quotaExceeded(let quota, let seconds):
            if quota.isDaily {
                self.init(
                    message: "too many requests today: \(quota.rawValue)",
                    status: .tooManyRequests, retryAfterSeconds: seconds ?? 1)
            } else {
                self.init(.permissionDenied, note: "quota \(quota.rawValue)")
            }
        case .revisionMismatch: self.init(.resourceModified)
        case .wrongCode, .alreadyFollowing, .ownFollow, .balanceOutOfRange, .uploadRefused:
            self.init(.validation, note: "\(error)")
        case .inBatch(_, let error): self.init(error, context)
        case .idempotencyKeyReused:
            self.init(.validation, status: .conflict, note: "idempotency key reused")
        case .invalid(let fields) where fields.contains { $0.reason == .recentlyFreed }:
            self.init(.userAlreadyExists, note: "the name was freed recently")
        case .invalid(let fields) where fields.contains { $0.reason == .confusable }:
            self.init(.userAlreadyExists, note: "the name looks like one that is there already")
        case .invalid(let fields):
            let note = fields.map { "\($0.field.rawValue): \($0.reason)" }.joined(separator: "; ")
            self.init(context == .passwordChange ? .bind : .validation, note: note)
        case .ambiguous(let ids): self.init(.userAlreadyExists, note: "several accounts: \(ids)")
        case .busy(let seconds):
            self.init(
                .database, status: .serviceUnavailable, retryAfterSeconds: seconds, note: "busy")
        case .storage(let fault): self.init(.database, note: "\(fault)")
        }
    }

    private init(wrongCredentials context: Context, note: String) {
        switch context {
        case .login:
            self.init(
                message: "incorrect Username or Password", status: .unauthorized, note: note)
        case .basic, .resource: self.init(.signatureInvalid, note: note)
        case .passwordChange: self.init(.passwordIncorrect, note: note)
        }
    }

    private init(throttled seconds: Int, _ context: Context) {
        switch context {
        case .passwordChange:
            self.init(.passwordIncorrect, status: .tooManyRequests, retryAfterSeconds: seconds)
        case .login, .basic, .resource:
            self.init(
                message: "too many attempts, please try again later", status: .tooManyRequests,
                retryAfterSeconds: seconds)
        }
    }

    /// Why a bearer token was refused, in the words of the upstream's JWT library.
    init(bearer failure: AuthenticationFailure) {
        let message: String
        switch failure {
        case .missing:
            self.init(.invalidAuthHeader)
            return
        case .malformed: message = "token contains an invalid number of segments"
        case .invalid: message = "signature is invalid"
        case .expired: message = "Token is expired"
        case .otherSurface: message = "token is of another service"
        case .sessionEnded, .accountDisabled: message = "session has ended"
        }
        self.init(message: message, status: .unauthorized)
    }
}

extension IAMSurface {
    package func render(_ error: DirectoryError) -> Reply { IAMRefusal(rendering: error).reply }

    package func render(_ refusal: TransportRefusal) -> Reply {
        switch refusal {
        case .unknownRoute: return IAMRefusal(.pageNotFound).reply
        case .wrongMethod(let allowed):
            let names = allowed.map(\.rawValue).joined(separator: ", ")
            return IAMRefusal(.pageNotFound, status: .methodNotAllowed).reply.with(.allow, names)
        case .badTarget: return IAMRefusal(.bind, note: "bad path or query").reply
        case .bodyTooLarge:
            return IAMRefusal(.bind, status: .contentTooLarge, note: "body too large").reply
        case .bodyTooSlow:
            return IAMRefusal(.bind, status: .requestTimeout, note: "body too slow").reply
        case .bodyCutShort: return IAMRefusal(.bind, note: "body cut short").reply
        case .encodedBody: return IAMRefusal(.bind, note: "encoded body").reply
        case .headersTooLarge:
            return IAMRefusal(
                .bind, status: .requestHeaderFieldsTooLarge, note: "headers too large"
            ).reply
        case .badIdempotencyKey:
            return IAMRefusal(.bind, note: "bad idempotency key").reply
        case .tooManyRequests(let seconds):
            return IAMRefusal(
                message: "too many requests from this address", status: .tooManyRequests,
                retryAfterSeconds: seconds
            ).reply
        case .overloaded(let seconds): return render(.busy(retryAfterSeconds: seconds))
        }
    }
}
