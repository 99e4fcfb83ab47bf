import RosterCore

enum EnglishTemplates {
    static func letter(for content: OutgoingMessage.Content, minutes: Int64) -> Letter {
        switch content {
        case .code(let code, purpose: .claim):
            Letter(
                subject: "Confirm your e-mail address",
                before: [
                    "Hello,",
                    "somebody asked to register or bind this e-mail address. "
                        + "If it was you, enter this code:",
                ],
                code: code,
                after: [
                    keepSecret(minutes: minutes),
                    "If it was not you, ignore this mail: without the code, "
                        + "the address is not bound to any account.",
                ])
        case .code(let code, purpose: .prove):
            Letter(
                subject: "Your code",
                before: [
                    "Hello,",
                    "somebody asked to log in to your account, to recover it, or to unbind "
                        + "an address. If it was you, enter this code:",
                ],
                code: code,
                after: [
                    keepSecret(minutes: minutes),
                    "If it was not you, ignore this mail: without the code, "
                        + "nothing about your account changes.",
                ])
        case .addressInUse:
            Letter(
                subject: "This address is already yours",
                before: [
                    "Hello,",
                    "somebody asked to register or bind this e-mail address. "
                        + "It is bound to your account already, so no code was sent.",
                ],
                code: nil,
                after: [
                    "If it was you, just log in; if you forgot your password, "
                        + "recover your account with this address.",
                    "If it was not you, ignore this mail: nothing about your account has "
                        + "changed. We never ask you for a password or a code.",
                ])
        case .changed(let notice):
            Letter(
                subject: "Your account was changed", before: ["Hello,", sentence(notice)],
                code: nil,
                after: [
                    "If it was you, there is nothing to do.", advice,
                    "We never ask you for a password or a code.",
                ])
        }
    }

    /// What was changed, when, and from where.
    private static func sentence(_ notice: AccountNotice) -> String {
        let what =
            switch notice.change {
            case .emailChanged:
                "The e-mail address of your account was changed to "
                    + "\(notice.newAddress ?? "***")"
            case .emailRemoved: "The e-mail address of your account was removed"
            case .phoneChanged:
                "The phone of your account was changed to \(notice.newAddress ?? "***")"
            case .phoneRemoved: "The phone of your account was removed"
            case .passwordChanged: "The password of your account was changed"
            case .passwordSet: "Your account got its first password"
            case .passwordRecovered: "The password of your account was reset with a code"
            case .keyCreated: "An API key of your account was made"
            }
        let isCommandLine = notice.surface == SurfaceName.commandLine.rawValue
        let surface = isCommandLine ? "the command line" : notice.surface
        let origin = notice.address.map { ", address \($0)" } ?? ""
        return "\(what). Time: \(notice.time), by way of \(surface)\(origin)."
    }

    private static let advice =
        "If it was not you, reset your password at once and tell the administrator."

    static func shortText(for content: OutgoingMessage.Content, minutes: Int64) -> String {
        switch content {
        case .code(let code, purpose: .claim):
            "\(code) is your code to register or bind this phone, for \(minutes) minutes. "
                + "We never ask you for it. Not you? Ignore this message."
        case .code(let code, purpose: .prove):
            "\(code) is your code to log in, recover or unbind, for \(minutes) minutes. "
                + "We never ask you for it. Not you? Ignore this message."
        case .addressInUse:
            "Somebody asked to bind this phone, which your account has already. "
                + "Nothing changed. We never ask for codes. Not you? Ignore this message."
        case .changed(let notice): sentence(notice) + " " + advice
        }
    }

    private static func keepSecret(minutes: Int64) -> String {
        "The code is good for \(minutes) minutes. Tell it to nobody: we never ask you for it."
    }
}
