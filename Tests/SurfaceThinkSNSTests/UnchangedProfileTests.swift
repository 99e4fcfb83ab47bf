import Foundation
import RosterCore
import RosterTestSupport
import SurfaceKit
import Testing

/// A profile that is sent back as it was shown changes nothing: neither the account nor its revision,
/// whatever surface or rule its values came from.
@Suite("Profiles sent back", .serialized) struct UnchangedProfileTests {
    private static func patch(
        _ body: JSONValue, _ sns: SNS, by caller: Caller = .anna
    ) async throws -> WireResponse {
        try await sns.call("PATCH", "/user", by: caller, body: body.description)
    }

    /// A member of what an answer shows, whatever it is.
    private static func shown(_ path: [String], in answer: WireResponse) throws -> JSONValue {
        var value = try JSONValue.parse(Array(answer.body.utf8))
        if let first = value.arrayValue?.first { value = first }
        for key in path { value = value.objectValue?[key] ?? .null }
        return value
    }

    @Test("each address and object of a picture", arguments: ["avatar", "bg"])
    func pictures(_ key: String) async throws {
        try await SNS.run { sns in
            let node = try await sns.store()
            check(try await Self.patch([:], sns), is: .done)
            let set = try await sns.call("PATCH", "/user", body: #"{"\#(key)":"\#(node)"}"#)
            check(set, is: .done)
            let before = try await sns.directory.named("anna")
            let single = try await sns.own()
            let list = try await sns.call("GET", "/users?name=anna")
            let url = try #require(single.part(key)["url"] as? String)
            let listed = try #require(try Self.shown([key], in: list).stringValue)
            let values: [JSONValue] = [
                .string(node), .string(url), .string(listed), .string(" \(url) "),
                .string(url + "?role=w_150,h_150"), .string(listed + "?rule=w_60"),
                try Self.shown([key], in: single), ["url": .string(url)], ["url": .string(listed)],
            ]
            for value in values {
                check(try await Self.patch(.object([key: value]), sns), is: .done, "\(value)")
                #expect(try await sns.directory.named("anna") == before, "\(value)")
            }
            let escaped = SNS.escaped(url)
            check(try await sns.call("PATCH", "/user?\(key)=\(escaped)"), is: .done)
            check(try await sns.call("PATCH", "/user?\(key)[url]=\(escaped)"), is: .done)
            #expect(try await sns.directory.named("anna") == before)
            // Beside it a change is made all the same.
            check(
                try await Self.patch(.object([key: .string(url), "bio": "new"]), sns), is: .done)
            let after = try await sns.directory.named("anna")
            #expect(after.bio == "new" && after.revision == before.revision + 1)
            #expect(after.avatar == before.avatar && after.background == before.background)
        }
    }

    @Test("the address of a picture that is kept elsewhere", arguments: ["avatar", "bg"])
    func external(_ key: String) async throws {
        let url = "https://example.com/a.png?size=1"
        try await SNS.run { sns in
            var change = AccountChange()
            change.avatar = .set(url)
            change.background = .set(url)
            let before = try await sns.directory.update(
                .name(FoldedKey(folding: "anna")), change, by: .system)
            let object = try Self.shown([key], in: try await sns.own())
            let listed = try Self.shown([key], in: try await sns.call("GET", "/users?name=anna"))
            for value in [.string(url), object, listed] as [JSONValue] {
                check(try await Self.patch(.object([key: value]), sns), is: .done, "\(value)")
                #expect(try await sns.directory.named("anna") == before, "\(value)")
            }
            for other in ["https://example.com/a.png", url + "0"] {
                check(
                    try await Self.patch(.object([key: .string(other)]), sns), is: .invalid([key]))
            }
        }
    }

    @Test("a whole profile, by an account of another surface's ways") func whole() async throws {
        try await SNS.run(people: []) { sns in
            // Neither name nor texts are such as this surface would take.
            let name = "a-b.c of IAM, with a long name"
            try await sns.directory.make(name)
            var change = AccountChange()
            change.bio = .set(" set elsewhere ")
            change.location = .set("x")
            change.sex = .set(.female)
            let before = try await sns.directory.update(
                .name(FoldedKey(folding: name)), change, by: .system)
            let caller = try await sns.directory.key(of: name)
            let own = try await sns.own(caller)
            let answer = try await sns.call(
                "PATCH", "/user", by: caller, headers: [("If-Match", own.header("ETag") ?? "")],
                body: own.body)
            check(answer, is: .done)
            #expect(try await sns.directory.named(name) == before)
            check(
                try await sns.call(
                    "PATCH", "/user", by: caller, headers: [("If-Match", #""0-0""#)],
                    body: own.body), is: .refused(412, .a))
        }
    }

    @Test("somebody else's picture is nobody's to take by its address") func foreign() async throws
    {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let node = try await sns.wear(by: .bert)
            let own = try await sns.store()
            let base = sns.server.publicURL
            let (anna, bert) = (try sns.id("anna"), try sns.id("bert"))
            let wrong = [
                "\(base)/api/v2/storage/\(node)", "\(base)/api/v2/users/\(bert)/avatar",
                "\(base)/api/v2/users/\(anna)/avatar/x", "\(base)/api/v2/users/\(anna)/bg",
                "http://evil.example/api/v2/storage/\(own)", "\(base)/api/v2/storage/", base,
                "?", "/api/v2/storage/\(own)",
            ]
            for address in wrong {
                for value in [.string(address), ["url": .string(address)]] as [JSONValue] {
                    check(
                        try await Self.patch(["avatar": value], sns), is: .invalid(["avatar"]),
                        address)
                }
            }
            // The link of the avatar is none of the background.
            check(
                try await Self.patch(
                    ["bg": .string("\(base)/api/v2/users/\(anna)/avatar")], sns),
                is: .invalid(["bg"]))
            for value in [["vendor": "local"], ["url": 1], ["url": .null], [1]] as [JSONValue] {
                check(try await Self.patch(["avatar": value], sns), is: .invalid(["avatar"]))
            }
            // One's own by its address is as good as its node.
            check(
                try await Self.patch(
                    ["avatar": .string("\(base)/api/v2/storage/\(own)")], sns), is: .done)
            #expect(try await sns.directory.named("anna").avatar == own)
        }
    }

    @Test("an imported number is the one of the link") func imported() async throws {
        try await SNS.run { sns in
            let id = try await sns.directory.named("anna").id
            let isLinked = try await sns.directory.store.write { storage throws(DirectoryError) in
                try storage.link(surface: SurfaceName("ThinkSNS"), key: .number(77_777), to: id)
            }
            #expect(isLinked)
            _ = try await sns.wear()
            let before = try await sns.directory.named("anna")
            let link = try Self.shown(
                ["avatar"], in: try await sns.call("GET", "/users?name=anna"))
            #expect(link.stringValue?.contains("/users/77777/avatar") == true, "\(link)")
            check(try await Self.patch(["avatar": link], sns), is: .done)
            #expect(try await sns.directory.named("anna") == before)
        }
    }
}
