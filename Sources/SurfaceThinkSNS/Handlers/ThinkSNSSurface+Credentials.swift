import HTTPTypes
import RosterCore
import SurfaceKit

extension ThinkSNSSurface {
    /// `PUT /user`: binds a phone or an e-mail with a code for it. The order of checks is the page's
    /// (contracts/thinksns.md §9): one address, its form, whether it is somebody else's, the code.
    func bindAddress(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        var body = try ThinkSNSBody(call.body)
        guard body.isFilled("phone") != body.isFilled("email") else {
            throw .texts(ThinkSNSText.oneAddress)
        }
        let phone = body.text("phone").flatMap { body.validPhone($0) }.map(Destination.phone)
        let email = body.text("email").flatMap { body.validEmail($0) }.map(Destination.email)
        let code = body.requiredCode()
        try body.refuseProblems()
        guard let destination = email ?? phone else { throw .texts(ThinkSNSText.oneAddress) }
        try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.bind(destination, code: code ?? "", by: call.actor)
        }
        return Reply(.noContent)
    }

    /// `PUT /user/password`. The calling session lives on, all others end.
    func changePassword(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        guard let account = call.caller.account else { throw .unauthenticated() }
        var body = try ThinkSNSBody(call.body)
        let hasPassword = account.passwordHash != nil
        let old = hasPassword ? body.required("old_password") : nil
        let new = body.required("password").flatMap {
            body.validPassword($0, bytesMax: directory.passwords.bytesMax)
        }
        let confirmation = body.required("password_confirmation").map(PasswordForm.prepared)
        if let new, let confirmation, new != confirmation {
            body.note("password", ThinkSNSText.notConfirmed)
        }
        if let new, new == old.map(PasswordForm.prepared) {
            body.note("password", ThinkSNSText.samePassword)
        }
        try body.refuseProblems()
        let session = call.caller.session?.id
        do throws(DirectoryError) {
            if let old {
                try await directory.changePassword(
                    of: .id(account.id), old: old, new: new ?? "", keeping: session,
                    by: call.actor)
            } else {
                try await directory.setFirstPassword(
                    new ?? "", keeping: session, by: call.actor)
            }
        } catch .wrongCredentials {
            throw .field("old_password", ThinkSNSText.wrongOldPassword)
        } catch {
            throw ThinkSNSRefusal(rendering: error)
        }
        return Reply(.noContent)
    }

    /// `PUT /user/retrieve-password`: an unknown account and a wrong code are answered alike.
    func recoverPassword(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        var body = try ThinkSNSBody(call.body)
        if body.isFilled("phone"), body.isFilled("email") {
            throw .texts(ThinkSNSText.oneAddress, .badRequest)
        }
        let proof = body.proof()
        let password = body.required("password").flatMap {
            body.validPassword($0, bytesMax: directory.passwords.bytesMax)
        }
        try body.refuseProblems()
        guard let proof, let password else { throw .texts(ThinkSNSText.wrongCode) }
        try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.recoverPassword(
                of: proof.destination, code: proof.code, new: password, origin: call.origin)
        }
        return Reply(.noContent)
    }

    /// `DELETE /user/phone`.
    func unbindPhone(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        try await unbind(.phone, call)
    }

    /// `DELETE /user/email`.
    func unbindEmail(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        try await unbind(.email, call)
    }

    private func unbind(
        _ kind: LoginIDKind, _ call: Call
    ) async throws(ThinkSNSRefusal) -> Reply {
        var body = try ThinkSNSBody(call.body)
        let password = body.required("password")
        let code = body.requiredCode()
        try body.refuseProblems()
        do throws(DirectoryError) {
            try await directory.unbind(
                kind, password: password ?? "", code: code ?? "", by: call.actor)
        } catch .wrongCredentials {
            throw .texts(ThinkSNSText.wrongPassword)
        } catch {
            throw ThinkSNSRefusal(rendering: error)
        }
        return Reply(.noContent)
    }
}
