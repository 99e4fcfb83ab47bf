import RosterCore
import RosterTestSupport
import Testing

/// THREATS 28, over the wire: every call of every surface that could touch how an account is logged in
/// to or recovered, with every kind of key of that account.
@Suite("No key owns its person, on any surface", .serialized)
struct KeyEverywhereTests {
    private struct Call {
        let surface: String
        let method: String
        let path: String
        let body: String?

        init(_ surface: String, _ method: String, _ path: String, _ body: String? = nil) {
            (self.surface, self.method, self.path, self.body) = (surface, method, path, body)
        }
    }

    private static func calls(_ name: String, _ id: AccountID, _ guid: String) -> [Call] {
        let change = #"{"oldPassword":"\#(AllSurfaces.password)","newPassword":"Bar@2021"}"#
        let mine = "attacker@example.com"
        return [
            Call(
                "IAM", "PUT", "/v1/users/\(name)",
                #"{"metadata":{"name":"\#(name)"},"nickname":"n","email":"\#(mine)"}"#),
            Call(
                "IAM", "PUT", "/v1/users/\(name)",
                #"{"nickname":"n","email":"\#(name)@example.com","phone":"13900139000"}"#),
            Call("IAM", "PUT", "/v1/users/\(name)/change_password", change),
            Call("IAM", "POST", "/v1/users/\(name)/change-password", change),
            Call("IAM", "DELETE", "/v1/users/\(name)"),
            Call("IAM", "DELETE", "/v1/users?name=\(name)"),
            Call("Management", "PUT", "/v1/users/user_\(id)", #"{"email":"\#(mine)"}"#),
            Call("Management", "PUT", "/v1/users/user_\(id)", #"{"password":"Bar@2021"}"#),
            Call("Management", "PUT", "/v1/users/user_\(id)", #"{"username":"other"}"#),
            Call("Management", "DELETE", "/v1/users/user_\(id)"),
            Call("BitAnswer", "POST", "/users/user/\(name)", #"{"password":"Bar@2021"}"#),
            Call("BitAnswer", "PATCH", "/users/user/\(name)", #"{"password":"Bar@2021"}"#),
            Call("BitAnswer", "POST", "/users", #"[{"name":"\#(name)","password":"Bar@2021"}]"#),
            Call("BitAnswer", "PATCH", "/users", #"[{"name":"\#(name)","password":"Bar@2021"}]"#),
            Call("BitAnswer", "DELETE", "/users/user/\(name)"),
            Call("BitAnswer", "DELETE", "/users", #"[{"name":"\#(name)"}]"#),
            Call("ThinkSNS", "PATCH", "/user", #"{"name":"other"}"#),
            Call("ThinkSNS", "PATCH", "/user", #"{"email":"\#(mine)"}"#),
            Call(
                "ThinkSNS", "PUT", "/user", #"{"email":"\#(mine)","verifiable_code":"123456"}"#),
            Call(
                "ThinkSNS", "PUT", "/user/password",
                #"""
                {"old_password":"\#(AllSurfaces.password)","password":"Bar@2021",\#
                "password_confirmation":"Bar@2021"}
                """#),
            Call("ThinkSNS", "POST", "/verifycodes/register", #"{"email":"\#(mine)"}"#),
            Call("ThinkSNS", "POST", "/verifycodes", #"{"email":"\#(name)@example.com"}"#),
            Call(
                "ThinkSNS", "DELETE", "/user/email",
                #"{"password":"\#(AllSurfaces.password)","verifiable_code":"123456"}"#),
            Call(
                "ThinkSNS", "DELETE", "/user/phone",
                #"{"password":"\#(AllSurfaces.password)","verifiable_code":"123456"}"#),
        ]
    }

    private func send(
        _ all: AllSurfaces, _ call: Call, _ key: String
    ) async throws -> WireResponse {
        switch call.surface {
        case "IAM": try await all.iam(call.method, call.path, by: .bearer(key), body: call.body)
        case "BitAnswer":
            try await all.bitAnswer(call.method, call.path, by: .bitkey(key), body: call.body)
        case "ThinkSNS":
            try await all.thinkSNS(call.method, call.path, by: .bearer(key), body: call.body)
        default: try await all.main(call.method, call.path, by: .bearer(key), body: call.body)
        }
    }

    @Test("every call is refused and changes nothing", arguments: ["admin", "user"])
    func everyCall(role: String) async throws {
        try await AllSurfaces.run { all in
            let name = "owner"
            try await all.place(name, password: AllSurfaces.password) {
                $0.email = try EmailAddress(parsing: "owner@example.com")
                $0.phone = try PhoneNumber(parsing: "13800138000")
                $0.role = role == "admin" ? .admin : .user
            }
            let account = try await all.account(name)
            let surfaces = ["IAM", "Management", "BitAnswer", "ThinkSNS"]
            for call in Self.calls(name, account.id, account.guid) {
                for scope in [nil] + surfaces.map({ Optional($0) })
                where scope == nil || scope == call.surface {
                    let key = try await all.key(of: name, for: scope.map { [$0] })
                    let answer = try await send(all, call, key)
                    let after = try await all.account(name)
                    let isSame =
                        after.name == account.name && after.email == account.email
                        && after.phone == account.phone
                        && after.passwordHash == account.passwordHash
                    let what = "\(call.method) \(call.surface) \(call.path) \(scope ?? "all")"
                    #expect(isSame, "\(what): \(answer)")
                    #expect(try await all.logins(name) == [200, 200], "\(what)")
                }
            }
            let actions = try await all.directory.store.read { storage throws(DirectoryError) in
                try storage.auditEntries(about: account.id, limit: 1000).map(\.action)
            }
            #expect(!actions.contains(.codeSent))
        }
    }

    @Test("what a key of its own account may not is forbidden in each surface's shape")
    func shapes() async throws {
        try await AllSurfaces.run { all in
            try await all.place("owner", password: AllSurfaces.password) { $0.role = .admin }
            let account = try await all.account("owner")
            let key = try await all.key(of: "owner")
            let iam = try await all.iam(
                "PUT", "/v1/users/owner/change_password", by: .bearer(key),
                body: #"{"oldPassword":"\#(AllSurfaces.password)","newPassword":"Bar@2021"}"#)
            #expect(iam.status == 403)
            let management = try await all.main(
                "PUT", "/v1/users/user_\(account.id)", by: .bearer(key),
                body: #"{"email":"attacker@example.com"}"#)
            #expect(management.status == 403)
            let thinkSNS = try await all.thinkSNS(
                "POST", "/verifycodes/register", by: .bearer(key),
                body: #"{"email":"attacker@example.com"}"#)
            #expect(thinkSNS.status == 403)
            let bitAnswer = try await all.bitAnswer(
                "PATCH", "/users/user/owner", by: .bitkey(key), body: #"{"password":"Bar@2021"}"#)
            #expect(bitAnswer.status == 200 && bitAnswer.outcome != 0, "\(bitAnswer)")
        }
    }
}
