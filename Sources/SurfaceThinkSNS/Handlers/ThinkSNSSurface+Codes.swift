import HTTPTypes
import RosterCore
import SurfaceKit

extension ThinkSNSSurface {
    /// `POST /verifycodes`: a code to log in, recover a password or unbind.
    func sendProof(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        try await send(.prove, call)
    }

    /// `POST /verifycodes/register`: a code to register, or to bind an address.
    func sendClaim(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        try await send(.claim, call)
    }

    /// 202 alike whether anything goes out. With both addresses both are checked, and only the mail
    /// is sent.
    private func send(_ purpose: CodePurpose, _ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        var input = try ThinkSNSInput(call)
        if !input.isFilled("phone"), !input.isFilled("email") {
            input.note("phone", ThinkSNSText.required)
            input.note("email", ThinkSNSText.required)
        }
        let phone = input.text("phone").flatMap { input.validPhone($0, in: phoneRegion) }
            .map(Destination.phone)
        let email = input.text("email").flatMap { input.validEmail($0) }.map(Destination.email)
        try input.refuseProblems()
        guard let destination = email ?? phone else { throw .texts(ThinkSNSText.oneAddress) }
        try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.sendCode(purpose, to: destination, by: call.actor)
        }
        return .json(["message": [.string(ThinkSNSText.codeSent)]], status: .accepted)
    }

    /// Registration is refused before its body is read, where it is closed.
    func requireOpenRegistration(_ call: Call) async throws(ThinkSNSRefusal) {
        guard directory.policy.isRegistrationOpen else {
            throw ThinkSNSRefusal(rendering: .forbidden(.registrationClosed))
        }
    }

    /// `POST /users`: registration with a code, and a token at once.
    func register(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        var input = try ThinkSNSInput(call)
        let name = input.required("name").flatMap { input.validName($0) }
        if let name, ThinkSNSRules.isReserved(name) {
            input.note("name", ThinkSNSText.reservedName)
        }
        let proof = input.proof(phonesIn: phoneRegion)
        let password = input.text("password").flatMap {
            input.validPassword($0, bytesMax: directory.passwords.bytesMax)
        }
        try input.refuseProblems()
        guard let name, let proof else { throw .texts(ThinkSNSText.oneAddress) }
        var draft = AccountDraft(name: name)
        draft.email = proof.email
        draft.phone = proof.phone
        draft.password = password
        let token: IssuedToken
        do throws(DirectoryError) {
            token = try await directory.register(
                draft, proving: proof.destination, code: proof.code, origin: call.origin)
        } catch .conflict(let kind) {
            // Here that somebody has it is a rule as any other: shape D.
            throw .rule(kind.rawValue, ThinkSNSText.taken)
        } catch {
            throw ThinkSNSRefusal(rendering: error)
        }
        return reply(withRegistration: token)
    }

    /// The names of the fields differ from a login's (contracts/thinksns.md §3).
    private func reply(withRegistration token: IssuedToken) -> Reply {
        let (lifetime, refreshable) = Self.minutes(of: token)
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.key("token")
        writer.value(token.token)
        writer.key("ttl")
        writer.value(lifetime)
        writer.key("refresh_ttl")
        writer.value(refreshable)
        writer.endObject()
        return .json(writer.take(), status: .created)
    }
}

/// A code with the address that it is about, as registration and recovery send it.
struct ThinkSNSProof {
    let destination: Destination
    let code: String
    let email: EmailAddress?
    let phone: PhoneNumber?
}

extension ThinkSNSInput {
    /// `verifiable_type`, `verifiable_code` and the address of that type, which must be there; the
    /// other one may be. Nil with every problem noted.
    mutating func proof(phonesIn region: PhoneRegion) -> ThinkSNSProof? {
        let type = required("verifiable_type")
        let code = requiredCode()
        let isMail = type == "mail"
        if let type, !isMail, type != "sms" { note("verifiable_type", ThinkSNSText.badChoice) }
        let emailText = isMail ? required("email") : text("email")
        let phoneText = type == "sms" ? required("phone") : text("phone")
        let email = emailText.flatMap { validEmail($0) }
        let phone = phoneText.flatMap { validPhone($0, in: region) }
        let destination = isMail ? email.map(Destination.email) : phone.map(Destination.phone)
        guard let destination, let code else { return nil }
        return ThinkSNSProof(destination: destination, code: code, email: email, phone: phone)
    }
}
