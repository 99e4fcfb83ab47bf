import RosterSettings
import RosterTestSupport
import Testing

/// What the official clients read on their start and on their user pages, whole, as transcripts
/// (contracts/thinksns.md §13).
@Suite("What old clients read", .serialized) struct ClientTranscriptTests {
    @Test("people, notices and feeds") func reading() async throws {
        try await Network.run { network in
            let token = try await network.register("anna")
            let other = try await network.register("bert")
            let (anna, bert) = (
                try await network.id(of: "anna"), try await network.id(of: "bert")
            )
            try await network.expect(204, "PUT", "/user/followings/\(bert)", as: token)
            try await network.expect(204, "PUT", "/user/followings/\(anna)", as: other)
            let page = SeedPage(port: network.server.main.port)
            func read(
                _ golden: String, _ target: String, isPublic: Bool = false
            ) async throws {
                let credential = isPublic ? "" : "-H 'Authorization: Bearer $T' "
                _ = try await page.run(
                    "GET \(target)", golden, "\(credential)'$B\(target)'", token)
            }
            try await read("user-search", "/user/search?keyword=ber")
            try await read("user-populars", "/user/populars?limit=2", isPublic: true)
            try await read("user-follow-mutual", "/user/follow-mutual?limit=5")
            try await read("user-counts", "/user/counts")
            try await read("user-notification-statistics", "/user/notification-statistics")
            try await read("user-notifications", "/user/notifications?type=comment")
            try await read("user-certification", "/user/certification")
            try await read("feeds", "/feeds?limit=15", isPublic: true)
        }
    }

    @Test("lists with pictures as objects") func objects() async throws {
        try await Network.run({ $0.thinkSNSAvatars = .object }) { network in
            let token = try await network.register("anna")
            let node = try await network.store(as: token)
            try await network.expect(204, "PATCH", "/user", #"{"avatar":"\#(node)"}"#, as: token)
            let page = SeedPage(port: network.server.main.port)
            _ = try await page.run(
                "GET /users", "list-users-with-objects", "'$B/users?name=anna'")
        }
    }

    @Test("an unbinding whose inputs are in the query") func unbinding() async throws {
        try await Network.run { network in
            let token = try await network.register("anna")
            let code = try await network.code(.prove, to: Network.email(of: "anna"))
            let answer = try await network.call(
                "DELETE", "/user/email?password=\(Network.password)&verifiable_code=\(code)",
                as: token)
            #expect(answer.status == 204 && answer.body.isEmpty, "\(answer)")
        }
    }
}
