import RosterCore
import RosterTestSupport
import Testing

/// THREATS 13 across surfaces: what one surface ends is over on all of them at the next request.
@Suite("Ended everywhere", .serialized) struct EndedEverywhereTests {
    @Test("disabled on BitAnswer: tokens, refresh token, key and cards are closed at once")
    func disabled() async throws {
        try await AllSurfaces.run { all in
            var person = try await all.make("jane", on: .management)
            let jane = try await all.signIn("jane")
            #expect(try await all.uses(of: jane) == .alive)

            try await Self.setStatus(1, of: "jane", all)
            #expect(try await all.uses(of: jane) == .dead)
            let told = try await all.main("GET", "/users", by: .bearer(jane.management))
            #expect(told.errorCode == "auth_account_disabled", "\(told)")
            person.isActive = false
            try await all.expect(person, "disabled")
            #expect(try await all.logins("jane") == [401, 401])
            #expect(try await all.thinkSNSLogin("jane") == 403)
            #expect(try await all.thinkSNSLogin("jane", "wrong") == 422)

            // The name stays taken.
            let onManagement = try await all.main(
                "POST", "/v1/users",
                body: #"{"username":"Jane","email":"x@example.com","password":"Foo@2020"}"#)
            #expect(onManagement.status == 409, "\(onManagement)")
            let onIAM = try await all.iam("POST", "/v1/users", body: userBody("jane"))
            #expect(onIAM.status == 400 && onIAM.code == 110002, "\(onIAM)")

            try await Self.setStatus(0, of: "jane", all)
            #expect(try await all.uses(of: jane) == .dead, "what ended does not come back")
            person.isActive = true
            try await all.expect(person, "enabled")
            #expect(try await all.logins("jane") == [200, 200])
        }
    }

    @Test("users/end on BitAnswer ends the sessions of all surfaces, and nothing else")
    func ended() async throws {
        try await AllSurfaces.run { all in
            for name in ["jane", "john"] { _ = try await all.make(name, on: .iam) }
            let jane = try await all.signIn("jane")
            let john = try await all.signIn("john")
            let guid = try await all.account("jane").guid
            #expect(try await all.uses(of: jane) == .alive)
            #expect(try await all.presence(of: guid) == 2)

            let answer = try await all.bitAnswer(
                "POST", "/users/end", body: #"[{"type":"user","guid":"\#(guid)"}]"#)
            #expect(answer.outcome == 0, "\(answer)")
            #expect(try await all.uses(of: jane) == .sessionsOver)
            #expect(try await all.uses(of: john) == .alive)
            #expect(try await all.presence(of: guid) == 0)
            #expect(try await all.logins("jane") == [200, 200])
            #expect(try await all.uses(of: jane) == .sessionsOver, "a login brings none back")
        }
    }

    @Test("a password changed on IAM or BitAnswer ends every session, refresh token included")
    func passwords() async throws {
        try await AllSurfaces.run { all in
            for name in ["iam", "bit"] {
                _ = try await all.make(name, on: .bitAnswer)
                let person = try await all.signIn(name)
                #expect(try await all.uses(of: person) == .alive)
                let answer: WireResponse
                if name == "iam" {
                    let body =
                        #"{"oldPassword":"\#(AllSurfaces.password)","newPassword":"Foo@2021"}"#
                    answer = try await all.iam(
                        "PUT", "/v1/users/\(name)/change_password", by: .bearer(person.iam),
                        body: body)
                } else {
                    answer = try await all.bitAnswer(
                        "PATCH", "/users/user/\(name)", body: #"{"password":"Foo@2021"}"#)
                }
                #expect(answer.status == 200 && answer.object["msg"] == nil, "\(answer)")
                #expect(try await all.uses(of: person) == .sessionsOver, "\(name)")
                #expect(try await all.logins(name) == [401, 401], "\(name)")
                #expect(try await all.logins(name, "Foo@2021") == [200, 200], "\(name)")
            }
        }
    }

    @Test("a password changed on ThinkSNS ends every session but the calling one")
    func ownPassword() async throws {
        try await AllSurfaces.run { all in
            _ = try await all.make("jane", on: .management)
            let jane = try await all.signIn("jane")
            #expect(try await all.uses(of: jane) == .alive)
            let answer = try await all.thinkSNS(
                "PUT", "/user/password", by: .bearer(jane.thinkSNS),
                body: #"""
                    {"old_password":"\#(AllSurfaces.password)","password":"Foo@2021",\#
                    "password_confirmation":"Foo@2021"}
                    """#)
            #expect(answer.status == 204, "\(answer)")
            var expected = Uses.sessionsOver
            expected.thinkSNSToken = Uses.open
            #expect(try await all.uses(of: jane) == expected)
            #expect(try await all.logins("jane") == [401, 401])
            #expect(try await all.logins("jane", "Foo@2021") == [200, 200])
        }
    }

    @Test("a password recovered on ThinkSNS ends every session")
    func recovered() async throws {
        try await AllSurfaces.run { all in
            _ = try await all.make("jane", on: .iam)
            let jane = try await all.signIn("jane")
            let sent = try await all.thinkSNS(
                "POST", "/verifycodes", by: .nobody, body: #"{"email":"jane@example.com"}"#)
            #expect(sent.status == 202, "\(sent)")
            #expect(try await all.uses(of: jane) == .alive, "a code alone ends nothing")
            let code = try await Outbox(folder: all.server.folder + "/outbox")
                .waitForCode(to: "jane@example.com")
            let answer = try await all.thinkSNS(
                "PUT", "/user/retrieve-password", by: .nobody,
                body: #"""
                    {"verifiable_type":"mail","verifiable_code":"\#(code)",\#
                    "email":"jane@example.com","password":"Foo@2021"}
                    """#)
            #expect(answer.status == 204, "\(answer)")
            #expect(try await all.uses(of: jane) == .sessionsOver)
            #expect(try await all.logins("jane", "Foo@2021") == [200, 200])
        }
    }

    @Test("a logout on one surface ends that session everywhere, and no other")
    func loggedOut() async throws {
        try await AllSurfaces.run { all in
            _ = try await all.make("jane", on: .iam)
            let jane = try await all.signIn("jane")
            // Each surface takes the other one's token.
            let onIAM = try await all.iam("POST", "/logout", by: .bearer(jane.management))
            #expect(onIAM.status == 200, "\(onIAM)")
            var expected = Uses.alive
            expected.managementToken = Uses.sessionsOver.managementToken
            expected.refreshes = [200, 401]
            #expect(try await all.uses(of: jane) == expected)
            let onManagement = try await all.main(
                "POST", "/v1/auth/logout", by: .bearer(jane.iam))
            #expect(onManagement.status == 200, "\(onManagement)")
            expected.iamToken = Uses.sessionsOver.iamToken
            expected.refreshes = [401, 401]
            #expect(try await all.uses(of: jane) == expected)
            let onThinkSNS = try await all.thinkSNS(
                "GET", "/auth/logout", by: .bearer(jane.thinkSNS))
            #expect(onThinkSNS.status == 200, "\(onThinkSNS)")
            #expect(try await all.uses(of: jane) == .sessionsOver)
        }
    }

    private static func setStatus(_ status: Int, of name: String, _ all: AllSurfaces) async throws {
        let answer = try await all.bitAnswer(
            "PATCH", "/users/user/\(name)", body: #"{"status":\#(status)}"#)
        #expect(answer.outcome == 0, "\(answer)")
    }
}
