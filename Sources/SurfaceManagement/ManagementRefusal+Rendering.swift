import HTTPTypes
package import RosterCore
package import SurfaceKit

extension ManagementRefusal {
    init(rendering error: DirectoryError) {
        switch error {
        case .unauthenticated(let failure): self.init(.unauthenticated, note: "\(failure)")
        case .wrongCredentials, .accountDisabled:
            // One text for every failed login (THREATS 9).
            self.init(.unauthenticated, message: "用户名或密码错误", note: "\(error)")
        case .throttled(let seconds): self.init(.tooMany, retryAfterSeconds: seconds)
        case .forbidden(let refusal): self.init(.forbidden, note: "\(refusal)")
        case .notFound: self.init(.notFound)
        case .conflict(let kind): self.init(.conflict, note: "\(kind.rawValue) is taken")
        case .ambiguous, .cardNameTaken, .wrongCode, .alreadyFollowing, .ownFollow,
            .balanceOutOfRange, .uploadRefused:
            self.init(.conflict, note: "\(error)")
        case .quotaExceeded(let quota, let seconds):
            self.init(
                quota.isDaily ? .tooMany : .forbidden,
                message: quota.isDaily ? "今日操作次数已达上限" : "数量已达上限",
                retryAfterSeconds: seconds, note: "quota \(quota.rawValue)")
        case .revisionMismatch: self.init(.modified)
        case .invalid(let fields): self.init(fields.map(FieldProblem.init))
        case .inBatch(_, let error): self.init(rendering: error)
        case .idempotencyKeyReused:
            self.init(.conflict, message: "Idempotency-Key 已用于其他请求")
        case .busy(let seconds): self.init(.busy, retryAfterSeconds: seconds)
        case .storage(let fault): self.init(.internalError, note: "\(fault)")
        }
    }
}

extension ManagementRefusal.FieldProblem {
    /// A field of the directory under the name that it has here.
    init(_ invalid: InvalidField) {
        let field: String
        switch invalid.field {
        case .name: field = "username"
        case .displayName, .email, .phone, .password, .avatar, .background, .bio, .sex, .location,
            .role, .status, .extend, .keyName, .cardName, .amount, .note, .counter, .upload:
            field = invalid.field.rawValue
        }
        self.init(field: field, message: Self.text(of: invalid.reason))
    }

    private static func text(of reason: InvalidReason) -> String {
        switch reason {
        case .missing: "不能为空"
        case .malformed: "格式不正确"
        case .forbiddenCharacters: "包含不允许的字符"
        case .tooShort(let minimum): "长度不能少于 \(minimum)"
        case .tooLong(let maximum): "长度不能超过 \(maximum)"
        case .beyondOwner: "超出所属账号的权限"
        case .reservedForm: "不能全为数字，也不能像邮箱或手机号"
        case .recentlyFreed: "该用户名在 30 天内被释放，暂不可用"
        case .confusable: "与已有的用户名过于相似"
        case .restrictedCharacters: "包含容易混淆的字符，或混用了不同的文字"
        case .notUploaded: "不是本人上传的文件"
        }
    }
}

extension ManagementSurface {
    package func render(_ error: DirectoryError) -> Reply {
        envelope.reply(to: ManagementRefusal(rendering: error))
    }

    package func render(_ refusal: TransportRefusal) -> Reply {
        switch refusal {
        case .unknownRoute:
            return envelope.reply(to: ManagementRefusal(.notFound, message: "接口不存在"))
        case .wrongMethod(let allowed):
            return envelope.reply(to: ManagementRefusal(.wrongMethod))
                .with(.allow, allowed.map(\.rawValue).joined(separator: ", "))
        case .badTarget:
            return envelope.reply(to: ManagementRefusal(.badRequest, note: "bad path or query"))
        case .bodyTooLarge: return envelope.reply(to: ManagementRefusal(.tooLarge))
        case .bodyTooSlow: return envelope.reply(to: ManagementRefusal(.tooSlow))
        case .bodyCutShort:
            return envelope.reply(to: ManagementRefusal(.badRequest, note: "body cut short"))
        case .encodedBody: return envelope.reply(to: ManagementRefusal(.encoded))
        case .headersTooLarge: return envelope.reply(to: ManagementRefusal(.headersTooLarge))
        case .badIdempotencyKey:
            return envelope.reply(
                to: ManagementRefusal(.badRequest, message: "Idempotency-Key 格式不正确"))
        case .tooManyRequests(let seconds):
            return envelope.reply(to: ManagementRefusal(.tooMany, retryAfterSeconds: seconds))
        case .overloaded(let seconds): return render(.busy(retryAfterSeconds: seconds))
        }
    }
}
