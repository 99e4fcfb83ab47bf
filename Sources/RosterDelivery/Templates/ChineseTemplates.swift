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
        }
    }

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
        }
    }

    private static func keepSecret(minutes: Int64) -> String {
        "验证码 \(minutes) 分钟内有效。请勿告诉任何人：我们不会以任何方式向您索要验证码。"
    }
}
