import HTTPTypes
package import RosterCore
package import SurfaceKit

extension ThinkSNSRefusal {
    init(rendering error: DirectoryError) {
        switch error {
        case .unauthenticated(let failure): self = .unauthenticated(note: "\(failure)")
        case .wrongCredentials: self = .text(ThinkSNSText.wrongLogin, .unprocessableContent)
        case .accountDisabled: self = .text(ThinkSNSText.disabled, .forbidden)
        case .throttled(let seconds):
            self = .text(ThinkSNSText.tooMany, .tooManyRequests, retryAfterSeconds: seconds)
        case .forbidden(.registrationClosed):
            self = .text(ThinkSNSText.registrationClosed, .forbidden)
        case .forbidden(let refusal):
            self = .text(ThinkSNSText.forbidden, .forbidden, note: "\(refusal)")
        case .notFound: self = .text(ThinkSNSText.notFound, .notFound)
        case .conflict(let kind): self = .field(kind.rawValue, ThinkSNSText.taken)
        case .wrongCode: self = .texts(ThinkSNSText.wrongCode)
        case .alreadyFollowing: self = .texts("已经关注过该用户")
        case .ownFollow: self = .texts("不能关注自己")
        case .balanceOutOfRange: self = .texts("余额不足")
        case .uploadRefused(let refusal): self.init(refusal)
        case .quotaExceeded(let quota, let seconds):
            self = .text(
                quota.isDaily ? "今日操作次数已达上限" : "数量已达上限",
                quota.isDaily ? .tooManyRequests : .forbidden, retryAfterSeconds: seconds,
                note: "quota \(quota.rawValue)")
        case .revisionMismatch: self = .text("数据已被修改", .preconditionFailed)
        case .invalid(let fields): self = .fields(fields.map(FieldProblem.init))
        case .inBatch(_, let error): self.init(rendering: error)
        case .ambiguous, .cardNameTaken, .idempotencyKeyReused:
            self = .text("数据冲突", .conflict, note: "\(error)")
        case .busy(let seconds):
            self = .text("服务繁忙", .serviceUnavailable, retryAfterSeconds: seconds)
        case .storage(let fault):
            self = .text(ThinkSNSText.serverError, .internalServerError, note: "\(fault)")
        }
    }

    private init(_ refusal: UploadRefusal) {
        switch refusal {
        case .badTicket: self = .text("上传凭证无效或者已过期", .forbidden, note: "bad upload ticket")
        case .otherBytes: self = .texts("文件内容与校验值不符")
        case .otherType: self = .texts("文件内容不是所声明的图片")
        case .tooManyPixels: self = .texts("图片的宽高不能超过 \(Limits.mediaPixelsMax) 像素")
        }
    }
}

extension ThinkSNSRefusal.FieldProblem {
    /// A field of the directory under the name that it has here.
    init(_ invalid: InvalidField) {
        let field: String
        switch invalid.field {
        case .background: field = "bg"
        case .upload: field = "size"
        case .name, .displayName, .email, .phone, .password, .avatar, .bio, .sex, .location, .role,
            .status, .extend, .keyName, .cardName, .amount, .note, .counter:
            field = invalid.field.rawValue
        }
        self.init(field: field, texts: [Self.text(of: invalid.reason)])
    }

    private static func text(of reason: InvalidReason) -> String {
        switch reason {
        case .missing: ThinkSNSText.required
        case .malformed: "格式不正确"
        case .forbiddenCharacters: "包含不允许的字符"
        case .tooShort(let minimum): "长度不能少于 \(minimum)"
        case .tooLong(let maximum): "不能超过 \(maximum)"
        case .beyondOwner: "超出所属账号的权限"
        case .reservedForm: "不能全为数字，也不能像邮箱或手机号码"
        case .recentlyFreed: "在 30 天内被释放，暂不可用"
        case .confusable: "与已有的名称过于相似"
        case .restrictedCharacters: "包含容易混淆的字符，或混用了不同的文字"
        case .notUploaded: ThinkSNSText.badNode
        }
    }
}

extension ThinkSNSSurface {
    package func render(_ error: DirectoryError) -> Reply {
        ThinkSNSRefusal(rendering: error).reply
    }

    package func render(_ refusal: TransportRefusal) -> Reply {
        switch refusal {
        case .unknownRoute: return ThinkSNSRefusal.text("", .notFound).reply
        case .wrongMethod(let allowed):
            return ThinkSNSRefusal.text("", .methodNotAllowed).reply
                .with(.allow, allowed.map(\.rawValue).joined(separator: ", "))
        case .badTarget: return ThinkSNSRefusal.text("请求地址格式不正确", .badRequest).reply
        case .bodyTooLarge: return ThinkSNSRefusal.text("请求体过大", .contentTooLarge).reply
        case .bodyTooSlow: return ThinkSNSRefusal.text("请求超时", .requestTimeout).reply
        case .bodyCutShort: return ThinkSNSRefusal.text("请求体不完整", .badRequest).reply
        case .encodedBody:
            return ThinkSNSRefusal.text("不支持的内容编码", .unsupportedMediaType).reply
        case .headersTooLarge:
            return ThinkSNSRefusal.text("请求头过大", .requestHeaderFieldsTooLarge).reply
        case .badIdempotencyKey:
            return ThinkSNSRefusal.text("Idempotency-Key 格式不正确", .badRequest).reply
        case .tooManyRequests(let seconds):
            return ThinkSNSRefusal.text(
                ThinkSNSText.tooMany, .tooManyRequests, retryAfterSeconds: seconds
            ).reply
        case .overloaded(let seconds): return render(.busy(retryAfterSeconds: seconds))
        }
    }
}
