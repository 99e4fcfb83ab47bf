import Foundation
import RosterCore
import RosterTestSupport
import Testing

/// Follows over the wire: contracts/thinksns.md §7, §10.
@Suite("Follows", .serialized)
struct FollowTests {
    @Test("the flags are about the user returned")
    func flags() async throws {
        try await Network.run { network in
            let a = try await network.register("alice")
            let b = try await network.register("bobby")
            let (one, two) = (try await network.id(of: "alice"), try await network.id(of: "bobby"))
            try await network.expect(204, "PUT", "/user/followings/\(two)", as: a)
            let table: [(String, String?, Bool, Bool)] = [
                ("/users/\(two)", a, false, true), ("/users/\(one)", b, true, false),
                ("/users/\(two)?follower=\(one)", nil, false, true),
                ("/users/\(two)", nil, false, false),
                ("/users/\(one)?following=\(two)", nil, true, false),
                ("/users/\(two)?follower=999", a, false, false),
                ("/users/\(two)?follower=x", a, false, false),
                ("/users/\(two)", "not a token", false, false),
            ]
            for (path, token, following, follower) in table {
                let seen = try await network.expect(200, "GET", path, as: token).object
                #expect(seen["following"] as? Bool == following, "\(path)")
                #expect(seen["follower"] as? Bool == follower, "\(path)")
            }
            let followers = try await network.list("/user/followers", as: b)
            #expect(followers.map { $0["following"] as? Bool } == [true])
            let followings = try await network.list("/user/followings", as: a)
            #expect(followings.map { $0["follower"] as? Bool } == [true])
            let refused: [(String, String, Int)] = [
                ("PUT", "\(two)", 422), ("PUT", "\(one)", 422), ("PUT", "999", 404),
                ("PUT", "bobby", 404), ("DELETE", "\(two)", 204), ("DELETE", "\(two)", 204),
                ("DELETE", "999", 404),
            ]
            for (method, id, status) in refused {
                let answer = try await network.call(method, "/user/followings/\(id)", as: a)
                #expect(answer.status == status, "\(method) \(id): \(answer)")
                if status == 422 { #expect(answer.object["message"] is [String]) }
            }
            let extra = try await network.expect(200, "GET", "/users/\(two)").object["extra"]
            #expect((extra as? [String: Any])?["followers_count"] as? Int == 0)
        }
    }

    @Test("counters are exact after follows and unfollows of many at once")
    func parallel() async throws {
        try await Network.run { network in
            let admin = try await network.server.adminToken()
            for number in 0..<8 {
                try await network.server.createUser("user\(number)", token: admin)
            }
            var tokens: [String] = []
            for number in 0..<8 {
                tokens.append(try await network.logIn("user\(number)", password: "Foo@2020"))
            }
            let star = try await network.id(of: "admin")
            let people = tokens
            for (method, count) in [("PUT", 8), ("DELETE", 0), ("PUT", 8)] {
                let answers = try await WireClient.atOnce(24) { number in
                    try await network.call(
                        method, "/user/followings/\(star)", as: people[number % 8])
                }
                #expect(answers.count { $0.status == 204 } == (method == "PUT" ? 8 : 24))
                let extra = try await network.expect(200, "GET", "/users/admin").object["extra"]
                #expect((extra as? [String: Any])?["followers_count"] as? Int == count)
            }
            let page = try await network.list("/users/\(star)/followers?limit=3&offset=2")
            #expect(page.count == 3)
            let deleted = try await network.server.iam.send(
                "DELETE", "/v1/users/user3", headers: [("Authorization", "Bearer \(admin)")])
            #expect(deleted.status == 200)
            #expect(try await network.list("/users/\(star)/followers?limit=100").count == 7)
            let extra = try await network.expect(200, "GET", "/users/admin").object["extra"]
            #expect((extra as? [String: Any])?["followers_count"] as? Int == 7)
        }
    }

    @Test("counters of neighbours are set by administrators alone")
    func counters() async throws {
        try await Network.run { network in
            let alice = try await network.register("alice")
            let id = try await network.id(of: "alice")
            let admin = try await network.server.adminToken()
            let body = #"{"likes_count":3,"feeds_count":"7"}"#
            try await network.expect(204, "PATCH", "/users/\(id)/extra", body, as: admin)
            let seen = try await network.expect(200, "GET", "/users/alice").object["extra"]
            let extra = try #require(seen as? [String: Any])
            #expect(extra["likes_count"] as? Int == 3 && extra["feeds_count"] as? Int == 7)
            #expect(extra["comments_count"] as? Int == 0)
            let refused: [(String?, String, String, Int)] = [
                (nil, "\(id)", body, 401), (alice, "\(id)", body, 403), (admin, "999", body, 404),
                (admin, "\(id)", #"{"likes_count":-1}"#, 422),
                (admin, "\(id)", #"{"likes_count":1.5}"#, 422),
                (admin, "\(id)", #"{"likes_count":null}"#, 422),
            ]
            for (token, id, body, status) in refused {
                let answer = try await network.call("PATCH", "/users/\(id)/extra", body, as: token)
                #expect(answer.status == status, "\(body): \(answer)")
            }
        }
    }
}
