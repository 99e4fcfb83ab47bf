import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// `GET /v1/users/{user_id}`: contracts/management.md §3, §4 and "Decided".
@Suite("Read", .serialized) struct ReadTests {
    @Test("what is not set is null, with its key") func nulls() async throws {
        try await Stage.run(clock: TestClock(), people: []) { stage in
            let account = try await stage.directory.make("李 四")
            let read = try await stage.call("GET", account.path)
            check(read, is: .user)
            #expect(read.text("id") == "user_\(account.id.rawValue)", "\(read)")
            #expect(read.text("username") == "李 四", "\(read)")
            for key in ["email", "phone", "avatar"] { #expect(read.isNull(key), "\(read)") }
            #expect(read.text("status") == "active" && read.text("role") == "user", "\(read)")
            #expect(read.text("created_at") == "2023-11-14T22:13:20Z", "\(read)")
            #expect(read.text("updated_at") == "2023-11-14T22:13:20Z", "\(read)")
        }
    }

    @Test("what is set is shown as it was given") func values() async throws {
        try await Stage.run(people: []) { stage in
            let account = try await stage.directory.make("full", email: "Full@Example.com") {
                $0.phone = try PhoneNumber(parsing: "+86 138 0000 0000")
                $0.avatar = "https://example.com/avatars/user_123.jpg?a=1&b=2#c"
                $0.role = .admin
            }
            try await stage.directory.set(.disabled, of: "full")
            let read = try await stage.call("GET", account.path)
            check(read, is: .user)
            #expect(read.text("email") == "Full@Example.com", "\(read)")
            #expect(read.text("phone") == "+86 138 0000 0000", "\(read)")
            #expect(
                read.text("avatar") == "https://example.com/avatars/user_123.jpg?a=1&b=2#c",
                "\(read)")
            #expect(read.text("status") == "inactive" && read.text("role") == "admin", "\(read)")
        }
    }

    @Test("a user reads itself") func itself() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "foo", "GET", try stage.path(of: "foo"), by: .user, .user,
                    isRight: {
                        $0.text("username") == "foo" && $0.text("email") == "foo@example.com"
                    })
            ])
        }
    }

    @Test("an avatar in the media store is shown under publicURL, whatever the Host") func media()
        async throws
    {
        try await Stage.run({ $0.publicURL = "https://directory.example/base" }, people: []) {
            stage in
            let account = try await stage.directory.make("pict") { $0.avatar = "stored-media-1" }
            let headers = [("X-Forwarded-Host", "evil.example")]
            let read = try await stage.call("GET", account.path, headers: headers)
            check(read, is: .user)
            let avatar = read.text("avatar") ?? ""
            #expect(avatar.hasPrefix("https://directory.example/base/"), "\(read)")
        }
    }

    @Test("an id has one spelling; everything else is nobody") func unknown() async throws {
        try await Stage.run(people: []) { stage in
            let account = try await stage.directory.make("some")
            let gone = try await stage.directory.make("gone")
            check(try await stage.call("DELETE", gone.path), is: .deleted)
            let number = account.id.rawValue
            let ids = [
                "\(number)", "user_", "user_0", "user_-\(number)", "user_0\(number)",
                "user_%2B\(number)", "user_\(number)x", "user_%20\(number)", "user_\(number).0",
                "User_\(number)", "users_\(number)", "user-\(number)", "user_user_\(number)",
                "user_999999", "user_9223372036854775807", "user_9223372036854775808",
                "user_99999999999999999999999", "some", "user_some", "user_%D9%A1",
                "user_\(gone.id.rawValue)", account.guid, account.instanceID,
            ]
            for method in ["GET", "PUT", "DELETE"] {
                try await stage.play(
                    ids.map {
                        Scenario(
                            "\(method) of \($0)", method, "/v1/users/\($0)",
                            body: method == "PUT" ? "{}" : nil, .refused(404))
                    })
            }
            try await stage.play([Scenario("some is still there", "GET", account.path, .user)])
        }
    }
}
