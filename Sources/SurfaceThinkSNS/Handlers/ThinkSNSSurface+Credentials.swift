import HTTPTypes
import RosterCore
import SurfaceKit

extension ThinkSNSSurface {
    /// `PUT /user`: binds a phone or an e-mail with a code for it. The order of checks is the page's
    /// (contracts/thinksns.md §9): one address, its form, whether it is somebody else's, the code.
    func bindAddress(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        var input = try ThinkSNSInput(call)
        guard input.isFilled("phone") != input.isFilled("email") else {
            throw .texts(ThinkSNSText.oneAddress)
        }
        let phone = input.text("phone").flatMap { input.validPhone($0, in: phoneRegion) }
            .map(Destination.phone)
        let email = input.text("email").flatMap { input.validEmail($0) }.map(Destination.email)
        let code = input.requiredCode()
        try input.refuseProblems()
        guard let destination = email ?? phone else { throw .texts(ThinkSNSText.oneAddress) }
        try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.bind(destination, code: code ?? "", by: call.actor)
        }
        return Reply(.noContent)
    }

    /// `PUT /user/password`. The calling session lives on, all others end.
    func changePassword(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        guard let account = call.caller.account else { throw .unauthenticated() }
        var input = try ThinkSNSInput(call)
        let hasPassword = account.passwordHash != nil
        let old = hasPassword ? input.required("old_password") : nil
        let new = input.required("password").flatMap {
            input.validPassword($0, bytesMax: directory.passwords.bytesMax)
        }
        let confirmation = input.required("password_confirmation").map(PasswordForm.prepared)
        if let new, let confirmation, new != confirmation {
            input.note("password", ThinkSNSText.notConfirmed)
        }
        if let new, new == old.map(PasswordForm.prepared) {
            input.note("password", ThinkSNSText.samePassword)
        }
        try input.refuseProblems()
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
        var input = try ThinkSNSInput(call)
        if input.isFilled("phone"), input.isFilled("email") {
            throw .texts(ThinkSNSText.oneAddress, .badRequest)
        }
        let proof = input.proof(phonesIn: phoneRegion)
        let password = input.required("password").flatMap {
            input.validPassword($0, bytesMax: directory.passwords.bytesMax)
        }
        try input.refuseProblems()
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
        var input = try ThinkSNSInput(call)
        let password = input.required("password")
        let code = input.requiredCode()
        try input.refuseProblems()
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
