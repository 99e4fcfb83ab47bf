import Foundation
import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// A password in other bytes at every door over the wire, with the real hasher.
@Suite("The same password in other bytes, on every surface", .serialized)
struct PasswordSpellingDoorTests {
    private static let composed = "Caf\u{E9} F@2020"
    private static let decomposed = "Cafe\u{301}\u{A0}F@2020"

    private static func basic(_ name: String, _ password: String) -> [(String, String)] {
        let text = Data("\(name):\(password)".utf8).base64EncodedString()
        return [("Authorization", "Basic \(text)")]
    }

    private static func make(
        _ name: String, _ password: String, on maker: String, _ all: AllSurfaces
    ) async throws {
        let answer =
            switch maker {
            case "IAM":
                try await all.iam(
                    "POST", "/v1/users",
                    body: """
                        {"metadata":{"name":"\(name)"},"nickname":"x","password":"\(password)",\
                        "email":"\(name)@example.com"}
                        """)
            case "Management":
                try await all.main(
                    "POST", "/v1/users",
                    body: """
                        {"username":"\(name)","email":"\(name)@example.com",\
                        "password":"\(password)"}
                        """)
            default:
                try await all.bitAnswer(
                    "POST", "/users", body: #"[{"name":"\#(name)","password":"\#(password)"}]"#)
            }
        #expect((200...201).contains(answer.status) && answer.object["msg"] == nil, "\(answer)")
    }

    @Test("made on one, typed on another", arguments: ["IAM", "Management", "BitAnswer"])
    func doors(_ maker: String) async throws {
        try await AllSurfaces.run { all in
            for (name, made, typed) in [
                ("one", Self.composed, Self.decomposed), ("two", Self.decomposed, Self.composed),
                ("six", Self.decomposed, Self.decomposed),
            ] {
                try await Self.make(name, made, on: maker, all)
                #expect(try await all.logins(name, typed) == [200, 200], "\(name)")
                #expect(try await all.thinkSNSLogin(name, typed) == 200, "\(name)")
                let read = try await all.server.iam.send(
                    "GET", "/v1/users/\(name)", headers: Self.basic(name, typed))
                #expect(read.status == 200, "\(read)")
                #expect(try await all.logins(name, typed + "x") == [401, 401], "\(name)")
            }
        }
    }

    @Test("old passwords, confirmations and new ones that are the old are compared in one form")
    func changes() async throws {
        try await AllSurfaces.run { all in
            try await Self.make("jane", Self.composed, on: "IAM", all)
            let changed = try await all.iam(
                "PUT", "/v1/users/jane/change_password",
                body: """
                    {"oldPassword":"\(Self.decomposed)","newPassword":"Oth\u{E9}r@2020"}
                    """)
            #expect(changed.status == 200, "\(changed)")
            let login = try await all.thinkSNS(
                "POST", "/auth/login", by: .nobody,
                body: #"{"login":"jane","password":"Othe\#u{301}r@2020"}"#)
            let token = try #require(login.object["access_token"] as? String)
            func change(_ old: String, _ new: String, _ again: String) async throws -> Int {
                try await all.thinkSNS(
                    "PUT", "/user/password", by: .bearer(token),
                    body: """
                        {"old_password":"\(old)","password":"\(new)",\
                        "password_confirmation":"\(again)"}
                        """
                ).status
            }
            let (old, same) = ("Othe\u{301}r@2020", "Oth\u{E9}r@2020")
            #expect(try await change(old, same, same) == 422, "it is the old one")
            #expect(try await change(same, Self.composed, Self.composed + "x") == 422)
            #expect(try await change(old, Self.composed, Self.decomposed) == 204)
        }
    }

    @Test("bounds are those of the form that is hashed, with bcrypt too") func bounds() async throws
    {
        try await AllSurfaces.run({ $0.passwordAlgorithm = .bcrypt }) { all in
            // 108 bytes as typed, 72 as hashed; then 39 and 78.
            let fits = String(repeating: "e\u{301}", count: 36)
            let grows = String(repeating: "\u{958}", count: 13)
            try await Self.make("fits", fits, on: "BitAnswer", all)
            #expect(try await all.logins("fits", fits) == [200, 200])
            #expect(
                try await all.logins("fits", String(repeating: "\u{E9}", count: 36)) == [200, 200])
            let refused = try await all.bitAnswer(
                "POST", "/users", body: #"[{"name":"grows","password":"\#(grows)"}]"#)
            #expect(refused.outcome == 1001, "\(refused)")
            let onManagement = try await all.main(
                "POST", "/v1/users",
                body: """
                    {"username":"grows","email":"g@example.com","password":"\(grows)"}
                    """)
            #expect(onManagement.status == 400, "\(onManagement)")
        }
    }
}
