import RosterTestSupport
import Testing

/// THREATS 35: each session lives by its own surface's rule.
@Suite("A session is refreshed where it was made", .serialized)
struct RefreshPlaceTests {
    private struct Token {
        let surface: String
        let text: String
    }

    private func refreshes(_ all: AllSurfaces, _ token: String) async throws -> [String: Int] {
        [
            "IAM": try await all.iam("POST", "/refresh", by: .bearer(token)).status,
            "ThinkSNS": try await all.thinkSNS("PUT", "/auth/refresh", by: .bearer(token)).status,
            "Management": try await all.main(
                "POST", "/v1/auth/refresh", by: .nobody,
                body: #"{"refresh_token":"\#(token)"}"#
            ).status,
        ]
    }

    @Test("every token at every surface's refresh, live and expired", arguments: [false, true])
    func matrix(isExpired: Bool) async throws {
        let clock = TestClock()
        try await AllSurfaces.run(clock: clock) { all in
            try await all.place("foo", password: AllSurfaces.password)
            let person = try await all.signIn("foo")
            if isExpired { clock.advance(seconds: 3601) }
            let tokens = [
                Token(surface: "IAM", text: person.iam),
                Token(surface: "Management", text: person.management),
                Token(surface: "ThinkSNS", text: person.thinkSNS),
                Token(surface: "Management's own", text: person.refreshToken),
            ]
            for token in tokens {
                var expected = ["IAM": 401, "ThinkSNS": 401, "Management": 401]
                switch token.surface {
                case "IAM", "ThinkSNS": expected[token.surface] = 200
                case "Management's own": expected["Management"] = 200
                default: break
                }
                #expect(try await refreshes(all, token.text) == expected, "\(token.surface)")
            }
            guard !isExpired else { return }
            // As a bearer it opens every surface; what ThinkSNS replaced is dead, as is its rule.
            for token in [person.iam, person.management] {
                #expect(try await all.iam("GET", "/v1/users/foo", by: .bearer(token)).status == 200)
                #expect(try await all.thinkSNS("GET", "/user", by: .bearer(token)).status == 200)
            }
        }
    }

    @Test("an expired token of another surface ends no session on IAM, a live one does")
    func logout() async throws {
        for isExpired in [false, true] {
            let clock = TestClock()
            try await AllSurfaces.run(clock: clock) { all in
                try await all.place("foo", password: AllSurfaces.password)
                let person = try await all.signIn("foo")
                if isExpired { clock.advance(seconds: 3601) }
                _ = try await all.iam("POST", "/logout", by: .bearer(person.management))
                let refreshed = try await all.main(
                    "POST", "/v1/auth/refresh", by: .nobody,
                    body: #"{"refresh_token":"\#(person.refreshToken)"}"#)
                #expect((refreshed.status == 200) == isExpired, "\(refreshed)")
            }
        }
    }

    @Test("a password change on ThinkSNS keeps the calling session of ThinkSNS alone")
    func keptSession() async throws {
        try await AllSurfaces.run { all in
            for name in ["social", "managed"] {
                try await all.place(name, password: AllSurfaces.password)
                let person = try await all.signIn(name)
                let token = name == "social" ? person.thinkSNS : person.management
                let changed = try await all.thinkSNS(
                    "PUT", "/user/password", by: .bearer(token),
                    body: #"""
                        {"old_password":"\#(AllSurfaces.password)","password":"Foo@2021",\#
                        "password_confirmation":"Foo@2021"}
                        """#)
                #expect(changed.status == 204)
                let after = try await all.thinkSNS("GET", "/user", by: .bearer(token)).status
                #expect(after == (name == "social" ? 200 : 401), "\(name)")
            }
        }
    }
}
