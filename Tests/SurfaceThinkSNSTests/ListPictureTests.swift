import Foundation
import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// The setting `thinksns.avatars`: contracts/thinksns.md §13.3.
@Suite("Pictures in lists", .serialized) struct ListPictureTests {
    private static let external = "https://example.com/a.png?x=1"

    /// Every list of people, asked for by `anna`, in which `bert` stands.
    private static func lists(_ sns: SNS) throws -> [String] {
        let anna = try sns.id("anna")
        return [
            "/users?name=bert", "/users?id=\(try sns.id("bert"))", "/user/followers",
            "/user/followings", "/users/\(anna)/followers", "/users/\(anna)/followings",
            "/user/search?keyword=bert", "/user/populars", "/user/latests", "/user/follow-mutual",
        ]
    }

    private static func meet(_ sns: SNS) async throws {
        let (anna, bert) = (try sns.id("anna"), try sns.id("bert"))
        check(try await sns.call("PUT", "/user/followings/\(bert)"), is: .done)
        check(try await sns.call("PUT", "/user/followings/\(anna)", by: .bert), is: .done)
    }

    private static func bert(_ target: String, _ sns: SNS) async throws -> [String: Any] {
        let answer = try await sns.call("GET", target)
        guard let item = answer.list.first(where: { $0["name"] as? String == "bert" }) else {
            throw FixtureFailure(text: "\(target) lacks bert: \(answer)")
        }
        return item
    }

    @Test("with object every list shows what a single user shows") func objects() async throws {
        try await SNS.run({ $0.thinkSNSAvatars = .object }, people: ["anna", "bert"]) { sns in
            try await Self.meet(sns)
            let avatar = try await sns.wear(.png, by: .bert)
            let background = try await sns.store(.gif, by: .bert)
            check(
                try await sns.call("PATCH", "/user", by: .bert, body: #"{"bg":"\#(background)"}"#),
                is: .done)
            let single = try await sns.call("GET", "/users/bert")
            #expect((single.part("avatar")["url"] as? String)?.hasSuffix(avatar) == true)
            #expect(single.part("bg")["mime"] as? String == "image/gif")
            for target in try Self.lists(sns) {
                let item = try await Self.bert(target, sns)
                for key in ["avatar", "bg"] {
                    let shown = item[key] as? [String: Any] ?? [:]
                    #expect(
                        Set(shown.keys) == ["vendor", "url", "mime", "mize", "size", "dimension"])
                    #expect(
                        "\(shown["url"] ?? "")" == "\(single.part(key)["url"] ?? "-")", "\(target)")
                    #expect(shown["size"] as? Int == single.part(key)["size"] as? Int, "\(target)")
                }
            }
        }
    }

    @Test("with object no picture is null, and one that is elsewhere has its address alone")
    func others() async throws {
        try await SNS.run({ $0.thinkSNSAvatars = .object }, people: ["anna", "bert"]) { sns in
            try await Self.meet(sns)
            for target in try Self.lists(sns) {
                let item = try await Self.bert(target, sns)
                #expect(item["avatar"] is NSNull && item["bg"] is NSNull, "\(item)")
            }
            var change = AccountChange()
            change.avatar = .set(Self.external)
            _ = try await sns.directory.update(
                .name(FoldedKey(folding: "bert")), change, by: .system)
            for target in try Self.lists(sns) {
                let shown = try await Self.bert(target, sns)["avatar"] as? [String: Any] ?? [:]
                #expect(shown["url"] as? String == Self.external, "\(target)")
                #expect(shown["vendor"] is NSNull && shown.count == 6, "\(target)")
            }
        }
    }

    @Test("with link, which is the default, every list shows addresses") func links() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            try await Self.meet(sns)
            let node = try await sns.wear(by: .bert)
            check(
                try await sns.call("PATCH", "/user", by: .bert, body: #"{"bg":"\#(node)"}"#),
                is: .done)
            for target in try Self.lists(sns) {
                let item = try await Self.bert(target, sns)
                #expect(
                    item["avatar"] as? String
                        == "\(sns.server.publicURL)/api/v2/users/\(try sns.id("bert"))/avatar")
                #expect(
                    item["bg"] as? String == "\(sns.server.publicURL)/api/v2/storage/\(node)")
            }
        }
    }
}
