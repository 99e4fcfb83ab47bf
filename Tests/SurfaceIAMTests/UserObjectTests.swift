import Foundation
import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// The user in answers: contracts/iam.md §5.
@Suite("The user object", .serialized) struct UserObjectTests {
    private static let keys = [
        "metadata", "metadata.id", "metadata.instanceID", "metadata.name", "metadata.createdAt",
        "metadata.updatedAt", "status", "nickname", "password", "email", "phone", "totalPolicy",
        "loginedAt",
    ]

    @Test("create, get and update answer the contract's keys in its order") func order()
        async throws
    {
        try await Stage.run { stage in
            let created = try await stage.call("POST", "/v1/users", body: Body.user("bar"))
            #expect(JSONPaths.of(created.body) == Self.keys)
            let read = try await stage.call("GET", "/v1/users/bar")
            #expect(JSONPaths.of(read.body) == Self.keys)
            let updated = try await stage.call(
                "PUT", "/v1/users/bar", body: #"{"nickname":"n","email":"b@example.com"}"#)
            #expect(JSONPaths.of(updated.body) == Self.keys)
        }
    }

    /// DESIGN §2, surface keys: whoever came from an old IAM keeps the number it had there.
    @Test("metadata.id is the imported number where there is one, on single reads and lists")
    func importedNumbers() async throws {
        try await Stage.run { stage in
            let own = try await stage.call("GET", "/v1/users/foo").metadata["id"] as? Int
            let number = try #require(own)
            let store = stage.server.server.open.directory.store
            let isLinked = try await store.write { storage throws(DirectoryError) in
                try storage.link(
                    surface: SurfaceName("IAM"), key: .number(90001), to: AccountID(Int64(number)))
            }
            #expect(isLinked)
            let body = #"{"nickname":"n","email":"b@example.com"}"#
            #expect(try await stage.call("GET", "/v1/users/foo").metadata["id"] as? Int == 90_001)
            let updated = try await stage.call("PUT", "/v1/users/foo", body: body)
            #expect(updated.metadata["id"] as? Int == 90_001)
            let created = try await stage.call("POST", "/v1/users", body: Body.user("later"))
            #expect(created.metadata["id"] as? Int == 90_002)
            let list = try await stage.call("GET", "/v1/users")
            #expect(list.body.contains(#""id":90001,"#) && list.body.contains(#""id":90002,"#))
        }
    }

    @Test("values are what the contract says") func values() async throws {
        try await Stage.run { stage in
            let created = try await stage.call("POST", "/v1/users", body: Body.user("bar"))
            let read = try await stage.call("GET", "/v1/users/bar")
            for answer in [created, read] {
                #expect(answer.status == 200)
                #expect(answer.object["status"] as? Int == 1)
                #expect(answer.object["password"] as? String == "")
                #expect(answer.object["phone"] as? String == "")
                #expect(answer.object["totalPolicy"] as? Int == 0)
                #expect(answer.object["nickname"] as? String == "nick")
                #expect(answer.object["email"] as? String == "bar@example.com")
            }
            let instance = created.metadata["instanceID"] as? String ?? ""
            #expect(instance.wholeMatch(of: /user-[a-z0-9]{6,}/) != nil)
            #expect(read.metadata["instanceID"] as? String == instance)
            #expect(created.metadata["id"] as? Int == read.metadata["id"] as? Int)
            // Creation time at first; with milliseconds in the answer of the creation alone.
            let fine = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00/
            let whole = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00/
            for key in ["createdAt", "updatedAt"] {
                #expect((created.metadata[key] as? String ?? "").wholeMatch(of: fine) != nil)
                #expect((read.metadata[key] as? String ?? "").wholeMatch(of: whole) != nil)
            }
            #expect(
                read.object["loginedAt"] as? String == read.metadata["createdAt"] as? String)
        }
    }

    @Test("isAdmin is shown for administrators alone, and never in lists") func isAdmin()
        async throws
    {
        try await Stage.run { stage in
            let boss = try await stage.call(
                "POST", "/v1/users", body: Body.user("boss", more: #""isAdmin":1"#))
            #expect(boss.object["isAdmin"] as? Int == 1)
            #expect(
                JSONPaths.of(boss.body)
                    == Self.keys.prefix(11) + ["isAdmin"] + Self.keys.suffix(2))
            #expect(try await stage.call("GET", "/v1/users/foo").object["isAdmin"] == nil)
            #expect(try await stage.call("GET", "/v1/users/admin").object["isAdmin"] as? Int == 1)
            let list = try await stage.call("GET", "/v1/users")
            #expect(list.status == 200 && !list.body.contains("isAdmin"))
        }
    }

    @Test("list items carry exactly their keys") func listItems() async throws {
        try await Stage.run { stage in
            let list = try await stage.call("GET", "/v1/users?fieldSelector=name=foo")
            let item = Self.keys.map { "items[]." + $0 }
            #expect(JSONPaths.of(list.body) == ["totalCount", "items"] + item)
            let first = (list.object["items"] as? [[String: Any]])?.first ?? [:]
            #expect(first["status"] as? Int == 1)
            #expect(first["password"] as? String == "")
            #expect(first["totalPolicy"] as? Int == 0)
        }
    }

    @Test("extend keeps its keys in order and its numbers as spelt") func extend() async throws {
        let extend = #"{"z":1.50,"a":12345678901234567890,"m":{"y":1e2,"b":[-0.0,"é\n"]},"e":{}}"#
        try await Stage.run { stage in
            let created = try await stage.call(
                "POST", "/v1/users", body: Body.user("bar", metadata: #","extend":\#(extend)"#))
            #expect(created.status == 200)
            let read = try await stage.call("GET", "/v1/users/bar")
            let list = try await stage.call("GET", "/v1/users?fieldSelector=name=bar")
            for answer in [created, read, list] {
                #expect(answer.body.contains(#""name":"bar","extend":\#(extend),"createdAt""#))
            }
            let updated = try await stage.call(
                "PUT", "/v1/users/bar",
                body: """
                    {"metadata":{"extend":{"k":0.10}},"nickname":"n","email":"bar@example.com"}
                    """)
            #expect(updated.body.contains(#""extend":{"k":0.10}"#))
        }
    }

    @Test("times carry the offset of the setting timeZone") func timeZone() async throws {
        try await Stage.run({ $0.timeZone = .init("America/St_Johns") ?? .standard }) { stage in
            let read = try await stage.call("GET", "/v1/users/foo")
            let pattern = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[23]:30/
            for text in [read.metadata["createdAt"], read.object["loginedAt"]] {
                #expect((text as? String ?? "").wholeMatch(of: pattern) != nil)
            }
            let login = try await stage.call(
                "POST", "/login", by: .anonymous, body: Body.login("foo", Stage.password))
            #expect((login.object["expire"] as? String ?? "").wholeMatch(of: pattern) != nil)
        }
    }

    @Test("iam.passwordHash=reveal shows the stored hash, but not in lists") func reveal()
        async throws
    {
        try await Stage.run({
            $0.iamPasswordHash = .reveal
            $0.passwordAlgorithm = .bcrypt
        }) { stage in
            let read = try await stage.call("GET", "/v1/users/foo")
            let hash = read.object["password"] as? String ?? ""
            #expect(hash.wholeMatch(of: /\$2[aby]\$10\$[.\/A-Za-z0-9]{53}/) != nil)
            let created = try await stage.call("POST", "/v1/users", body: Body.user("bar"))
            #expect((created.object["password"] as? String ?? "").hasPrefix("$2"))
            let updated = try await stage.call(
                "PUT", "/v1/users/foo", body: #"{"nickname":"n","email":"foo@example.com"}"#)
            #expect(updated.object["password"] as? String == hash)
            let list = try await stage.call("GET", "/v1/users")
            #expect(list.status == 200 && !list.body.contains("$2"))
        }
    }

    @Test("a login and Basic move loginedAt and nothing else") func loginedAt() async throws {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            let before = try await stage.call("GET", "/v1/users/foo")
            clock.advance(seconds: 100)
            let basic = try await stage.call(
                "GET", "/v1/users/foo", by: .basic("foo", Stage.password))
            #expect(basic.status == 200)
            clock.advance(seconds: 100)
            _ = try await stage.server.token(of: "foo", password: Stage.password)
            let after = try await stage.call("GET", "/v1/users/foo")
            let moments = [before, basic, after].map { $0.object["loginedAt"] as? String ?? "" }
            #expect(Set(moments).count == 3 && moments == moments.sorted())
            #expect(before.header("ETag") == after.header("ETag"))
            #expect(
                before.metadata["updatedAt"] as? String == after.metadata["updatedAt"] as? String)
        }
    }
}
