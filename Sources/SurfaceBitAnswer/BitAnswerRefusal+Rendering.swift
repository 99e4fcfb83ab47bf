import HTTPTypes
package import RosterCore
package import SurfaceKit

extension BitAnswerRefusal {
    init(rendering error: DirectoryError) { self.init(error, names: []) }

    /// - Parameter names: What the elements of the request name, so that the message can say which
    ///   one it was: accounts or guids, one for a single call.
    init(_ error: DirectoryError, names: [String]) {
        if case .inBatch(let index, let inner) = error {
            let name = names.indices.contains(index) ? " (\(names[index]))" : ""
            self.init(inner, about: "element \(index)\(name)")
        } else {
            self.init(error, about: names.count == 1 ? "user \(names[0])" : "user")
        }
    }

    /// - Parameter who: What the message calls the offender, e.g. `user ada`.
    init(_ error: DirectoryError, about who: String) {
        switch error {
        case .unauthenticated, .wrongCredentials, .accountDisabled:
            self.init(.badKey, "bitkey is not valid")
        case .throttled(let seconds):
            self.init(
                .busy, "too many tries", status: .tooManyRequests, retryAfterSeconds: seconds)
        case .forbidden(let refusal): self.init(.conflict, "\(who): \(Self.text(of: refusal))")
        case .notFound: self.init(.notFound, "\(who) does not exist")
        case .conflict(let kind):
            self.init(.conflict, "\(who): the name is the \(kind.rawValue) of another user")
        case .ambiguous, .cardNameTaken, .wrongCode, .alreadyFollowing, .ownFollow,
            .balanceOutOfRange, .uploadRefused:
            self.init(.conflict, "\(who): conflict", note: "\(error)")
        case .quotaExceeded(let quota, let seconds):
            self.init(
                quota.isDaily ? .busy : .conflict, "the quota of \(quota.rawValue) is used up",
                status: quota.isDaily ? .tooManyRequests : nil,
                retryAfterSeconds: seconds)
        case .revisionMismatch: self.init(.conflict, "\(who) was changed meanwhile")
        case .invalid(let fields):
            let texts = fields.map { "\(Self.text(of: $0.field)) \(Self.text(of: $0.reason))" }
            self.init(.invalid, "\(who): \(texts.joined(separator: ", "))")
        case .inBatch(_, let inner): self.init(inner, about: who)
        case .idempotencyKeyReused:
            self.init(.conflict, "x-bit-req-id was used for another request")
        case .busy(let seconds):
            self.init(.busy, "busy, please try again", retryAfterSeconds: seconds)
        case .storage(let fault): self.init(.internalError, "internal error", note: "\(fault)")
        }
    }

    private static func text(of refusal: Refusal) -> String {
        switch refusal {
        case .notAdministrator, .outOfScope, .registrationClosed: "this bitkey may not"
        case .lastAdministrator: "the last active administrator stays"
        case .scopedKey: "this bitkey cannot change administrators"
        case .keyOfOwnAccount: "this bitkey cannot change how its own account is logged in to"
        }
    }

    private static func text(of field: Field) -> String {
        switch field {
        case .displayName: "nickName"
        case .name, .email, .phone, .password, .avatar, .background, .bio, .sex, .location, .role,
            .status, .extend, .keyName, .cardName, .amount, .note, .counter, .upload:
            field.rawValue
        }
    }

    private static func text(of reason: InvalidReason) -> String {
        switch reason {
        case .missing: "is missing"
        case .malformed: "is malformed"
        case .forbiddenCharacters: "holds characters that are not allowed"
        case .tooShort(let minimum): "is shorter than \(minimum)"
        case .tooLong(let maximum): "is longer than \(maximum)"
        case .beyondOwner: "is beyond what its owner may"
        case .reservedForm: "looks like a number, an e-mail or a phone"
        case .recentlyFreed: "was freed within the last 30 days"
        case .confusable: "looks like a name that is there already"
        case .restrictedCharacters:
            "mixes scripts or holds characters that are easily mistaken for others"
        case .notUploaded: "names no upload of the user's own"
        }
    }
}

extension BitAnswerSurface {
    package func render(_ error: DirectoryError) -> Reply {
        BitAnswerRefusal(rendering: error).reply
    }

    package func render(_ refusal: TransportRefusal) -> Reply {
        switch refusal {
        case .unknownRoute:
            return BitAnswerRefusal(.unknownRoute, "there is no such call").reply
        case .wrongMethod(let allowed):
            return BitAnswerRefusal(
                .unknownRoute, "the call has another method", status: .methodNotAllowed
            ).reply.with(.allow, allowed.map(\.rawValue).joined(separator: ", "))
        case .badTarget:
            return BitAnswerRefusal(.invalid, "bad path or query", status: .badRequest).reply
        case .bodyTooLarge:
            return BitAnswerRefusal(.invalid, "body is too large", status: .contentTooLarge).reply
        case .bodyTooSlow:
            return BitAnswerRefusal(.invalid, "body is too slow", status: .requestTimeout).reply
        case .bodyCutShort:
            return BitAnswerRefusal(.invalid, "body is cut short", status: .badRequest).reply
        case .encodedBody:
            return BitAnswerRefusal(
                .invalid, "encoded bodies are not read", status: .unsupportedMediaType
            ).reply
        case .headersTooLarge:
            return BitAnswerRefusal(
                .invalid, "headers are too large", status: .requestHeaderFieldsTooLarge
            ).reply
        case .badIdempotencyKey:
            return BitAnswerRefusal(.invalid, "x-bit-req-id is not valid").reply
        case .tooManyRequests(let seconds):
            return BitAnswerRefusal(
                .busy, "too many requests", status: .tooManyRequests, retryAfterSeconds: seconds
            ).reply
        case .overloaded(let seconds): return render(.busy(retryAfterSeconds: seconds))
        }
    }
}
