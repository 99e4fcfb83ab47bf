import RosterCore

enum ChineseTemplates {
    static func letter(for content: OutgoingMessage.Content, minutes: Int64) -> Letter {
        switch content {
        case .code(let code, purpose: .claim):
            Letter(
                subject: "验证您的邮箱",
                before: ["您好！", "有人请求用此邮箱注册或绑定账号。如果是您本人，请输入以下验证码："],
                code: code,
                after: [
                    keepSecret(minutes: minutes),
                    "如果不是您本人的操作，请忽略此邮件：没有验证码，此邮箱不会被绑定。",
                ])
        case .code(let code, purpose: .prove):
            Letter(
                subject: "您的验证码",
                before: [
                    "您好！", "有人请求登录、找回您的账号或解除绑定。如果是您本人，请输入以下验证码：",
                ],
                code: code,
                after: [
                    keepSecret(minutes: minutes),
                    "如果不是您本人的操作，请忽略此邮件：没有验证码，您的账号不会有任何改变。",
                ])
        case .addressInUse:
            Letter(
                subject: "此邮箱已绑定您的账号",
                before: [
                    "您好！", "有人请求用此邮箱注册或绑定账号，但它已经绑定了您的账号，因此没有发送验证码。",
                ],
                code: nil,
                after: [
                    "如果是您本人，直接登录即可；忘记密码时，可以用此邮箱找回账号。",
                    "如果不是您本人的操作，请忽略此邮件：您的账号没有任何改变。我们不会向您索要密码或验证码。",
                ])
        case .changed(let notice):
            Letter(
                subject: "您的账号有变更", before: ["您好！", sentence(notice)], code: nil,
                after: [
                    "如果是您本人的操作，无需处理。", advice, "我们不会向您索要密码或验证码。",
                ])
        }
    }

    /// What was changed, when, and from where.
    private static func sentence(_ notice: AccountNotice) -> String {
        let what =
            switch notice.change {
            case .emailChanged: "邮箱已改为 \(notice.newAddress ?? "***")"
            case .emailRemoved: "邮箱已被移除"
            case .phoneChanged: "手机号已改为 \(notice.newAddress ?? "***")"
            case .phoneRemoved: "手机号已被移除"
            case .passwordChanged: "密码已被修改"
            case .passwordSet: "已首次设置密码"
            case .passwordRecovered: "密码已通过验证码重新设置"
            case .keyCreated: "新建了一个 API 密钥"
            }
        let isCommandLine = notice.surface == SurfaceName.commandLine.rawValue
        let surface = isCommandLine ? "命令行" : notice.surface
        let origin = notice.address.map { "，地址 \($0)" } ?? ""
        return "您的账号\(what)。时间：\(notice.time)，来源：\(surface)\(origin)。"
    }

    private static let advice = "如果不是您本人的操作，请立即重新设置密码，并联系管理员。"

    static func shortText(for content: OutgoingMessage.Content, minutes: Int64) -> String {
        switch content {
        case .code(let code, purpose: .claim):
            "验证码 \(code)，用于注册或绑定手机号，\(minutes) 分钟内有效。"
                + "我们不会索要验证码，请勿告诉他人；非本人操作请忽略。"
        case .code(let code, purpose: .prove):
            "验证码 \(code)，用于登录、找回账号或解绑，\(minutes) 分钟内有效。"
                + "我们不会索要验证码，请勿告诉他人；非本人操作请忽略。"
        case .addressInUse:
            "有人请求绑定此手机号，但它已绑定您的账号，没有任何改变。"
                + "我们不会索要密码或验证码；非本人操作请忽略。"
        case .changed(let notice): sentence(notice) + advice
        }
    }

    private static func keepSecret(minutes: Int64) -> String {
        "验证码 \(minutes) 分钟内有效。请勿告诉任何人：我们不会以任何方式向您索要验证码。"
    }
}
