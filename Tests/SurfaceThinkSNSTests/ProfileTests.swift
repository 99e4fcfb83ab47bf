import Foundation
import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// Profiles over the wire: contracts/thinksns.md §4, §6, §7, §9.
@Suite("Profiles", .serialized)
struct ProfileTests {
    static let names: [(name: String, status: Int)] = [
        ("abc", 422), ("abcd", 204), ("张", 422), ("张三", 204), ("张ab", 204),
        (String(repeating: "a", count: 24), 204), (String(repeating: "b", count: 25), 422),
        ("1abc", 422), ("a b c d", 422), ("a-bcd", 422), ("_under_score", 204),
        (String(repeating: "字", count: 12), 204), (String(repeating: "字", count: 13), 422),
        ("a@b.cn", 422), ("😀😀", 204),
    ]

    @Test("names are 2 to 12 wide, where ASCII counts half")
    func nameRules() async throws {
        try await Network.run { network in
            let token = try await network.register("alice")
            for (name, status) in Self.names {
                let answer = try await network.call(
                    "PATCH", "/user", #"{"name":"\#(name)"}"#, as: token)
                #expect(answer.status == status, "\(name): \(answer)")
                guard status == 422 else { continue }
                #expect((answer.object["errors"] as? [String: Any])?["name"] is [String])
            }
        }
    }

    /// What is sent, what comes back, and under which key of which shape.
    static let changes: [(name: String, body: String, status: Int, shape: String)] = [
        ("nothing", "{}", 204, ""),
        (
            "unknown keys",
            #"{"id":7,"role":"admin","isAdmin":1,"status":0,"phone":"13800138000"}"#,
            204, ""
        ),
        ("sex as text", #"{"sex":"2"}"#, 204, ""), ("another sex", #"{"sex":3}"#, 422, "sex"),
        ("no sex", #"{"sex":null}"#, 422, "sex"), ("no name", #"{"name":null}"#, 422, "name"),
        ("an empty name", #"{"name":" "}"#, 422, "name"),
        ("cleared texts", #"{"bio":null,"location":"","avatar":null,"bg":""}"#, 204, ""),
        ("a long bio", #"{"bio":"\#(String(repeating: "字", count: 192))"}"#, 422, "bio"),
        ("the longest bio", #"{"bio":"\#(String(repeating: "字", count: 191))"}"#, 204, ""),
        ("a form", "bio=here+and+there&sex=1", 204, ""),
        ("two wrong fields", #"{"name":"1a","sex":5}"#, 422, "name,sex"),
    ]

    @Test("what is there is changed, and each failed rule is told")
    func changeRules() async throws {
        try await Network.run { network in
            let token = try await network.register("alice")
            for (name, body, status, fields) in Self.changes {
                let answer = try await network.call("PATCH", "/user", body, as: token)
                #expect(answer.status == status, "\(name): \(answer)")
                let errors = (answer.object["errors"] as? [String: Any] ?? [:]).keys.sorted()
                #expect(errors.joined(separator: ",") == fields, "\(name): \(answer)")
            }
            let own = try await network.expect(200, "GET", "/user", as: token).object
            #expect(own["bio"] as? String == "here and there" && own["sex"] as? Int == 1)
            #expect(own["phone"] is NSNull && own["name"] as? String == "alice")
            let listed = try await network.server.iam.send(
                "GET", "/v1/users", headers: [("Authorization", "Bearer \(token)")])
            #expect(listed.status == 403, "a role by mass assignment")
            for broken in ["{", "[1]", "\"x\""] {
                #expect(try await network.call("PATCH", "/user", broken, as: token).status == 400)
            }
        }
    }

    @Test("a taken name is told in shape C, the own one is fine")
    func takenName() async throws {
        try await Network.run { network in
            let alice = try await network.register("alice")
            _ = try await network.register("bobby")
            let taken = try await network.call("PATCH", "/user", #"{"name":"BOBBY"}"#, as: alice)
            #expect(taken.status == 422 && taken.object["name"] is [String], "\(taken)")
            #expect(taken.object.count == 1)
            try await network.expect(204, "PATCH", "/user", #"{"name":"alice"}"#, as: alice)
        }
    }

    @Test("users are found by what a value looks like, and by nothing else")
    func looks() async throws {
        try await Network.run { network in
            let token = try await network.register("alice")
            let sms = try await network.code(.claim, to: "13800138000", as: token)
            try await network.expect(
                204, "PUT", "/user", #"{"phone":"13800138000","verifiable_code":"\#(sms)"}"#,
                as: token)
            let id = try await network.id(of: "alice")
            let found = [
                "alice", "ALICE", "\(id)", "alice@example.com", "Alice@Example.com", "13800138000",
                "%2B86-13800138000", "8613800138000",
            ]
            for look in found {
                let answer = try await network.call("GET", "/users/\(look)")
                #expect(answer.status == 200, "\(look): \(answer)")
                let object = answer.object
                #expect(object["id"] as? Int == id, "\(look)")
                #expect(object["email"] == nil && object["phone"] == nil, "\(look)")
                #expect(object["verified"] is NSNull && object["blacked"] as? Bool == false)
                #expect(object["deleted_at"] is NSNull)
            }
            for look in [
                "12abc", "a-b", "0\(id)", "%2B\(id)", "99999", "13900139000", "x@y.cn", "-1",
            ] {
                let answer = try await network.call("GET", "/users/\(look)")
                #expect(answer.status == 404, "\(look): \(answer)")
                #expect(answer.object["message"] as? String == "内容不存在", "\(look)")
            }
        }
    }

    @Test("an unproven address finds, logs in and recovers nobody, and yields to its owner")
    func unproven() async throws {
        try await Network.run { network in
            let thief = try await network.register("thief")
            let put = try await network.server.iam.send(
                "PUT", "/v1/users/thief", headers: [("Authorization", "Bearer \(thief)")],
                body: #"{"nickname":"thief","email":"victim@example.com"}"#)
            #expect(put.status == 200, "\(put)")
            try await network.expect(404, "GET", "/users/victim@example.com")
            try await network.expect(
                202, "POST", "/verifycodes", #"{"email":"victim@example.com"}"#)
            _ = try await network.code(.claim, to: "other@example.com")
            #expect(try network.outbox.messages(to: "victim@example.com").isEmpty)
            let login = try await network.call(
                "POST", "/auth/login",
                #"{"login":"victim@example.com","password":"\#(Network.password)"}"#)
            #expect(login.status == 422)
            // Its owner comes, and has it.
            _ = try await network.register("victim")
            let seen = try await network.expect(200, "GET", "/users/victim@example.com").object
            #expect(seen["name"] as? String == "victim")
            let left = try await network.expect(200, "GET", "/user", as: thief).object
            #expect(left["email"] is NSNull)
        }
    }

    @Test("links are built from publicURL, whatever the request says")
    func hostileHost() async throws {
        try await Network.run({ $0.publicURL = "https://id.example.com" }) { network in
            let token = try await network.register("alice")
            let node = try await network.store(as: token)
            try await network.expect(204, "PATCH", "/user", #"{"avatar":"\#(node)"}"#, as: token)
            let request =
                "GET /api/v2/user HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
                + "Authorization: Bearer \(token)\r\nConnection: close\r\n\r\n"
            let own = try await network.server.main.send(raw: Array(request.utf8))
            #expect(!own.body.contains("evil"), "\(own)")
            #expect(own.body.contains("https://id.example.com/api/v2/storage/\(node)"))
        }
    }
}
