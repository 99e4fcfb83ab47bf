import Foundation
import RosterCore
import RosterServer
import RosterTestSupport
import Testing

/// `GET /users`: contracts/thinksns.md §0, §8.
@Suite("The list of users", .serialized)
struct ListTests {
    /// A query and the names that it finds, in order.
    static let queries: [(query: String, names: [String])] = [
        ("", ["d_e", "cc%c", "bobby", "alice", "admin"]),
        ("?order=asc", ["admin", "alice", "bobby", "cc%c", "d_e"]),
        ("?order=up", ["d_e", "cc%c", "bobby", "alice", "admin"]),
        ("?limit=2", ["d_e", "cc%c"]), ("?limit=0", ["d_e"]), ("?limit=-4", ["d_e"]),
        ("?limit=x", ["d_e"]), ("?limit=2&order=asc&since=1", ["alice", "bobby"]),
        ("?since=3", ["alice", "admin"]), ("?since=abc&limit=1", ["d_e"]),
        ("?name=B", ["bobby"]), ("?name=%25", ["cc%c"]), ("?name=_", ["d_e"]),
        ("?name=nobody", []), ("?id=2,4,99,0,", ["cc%c", "alice"]),
        ("?id=2,4&name=ali", ["alice"]), ("?id=4,2&limit=1", ["cc%c"]),
        ("?id=0", ["d_e", "cc%c", "bobby", "alice", "admin"]),
        ("?fetch_by=username&name=ALICE,bobby&id=1", ["bobby", "alice"]),
        ("?fetch_by=username&name=ali", []), ("?fetch_by=other&name=ali&id=1", ["alice"]),
        ("?id=6", ["gone"]), ("?name=gone", []), ("?fetch_by=username&name=gone", []),
        ("?id=x", []),
    ]

    @Test("is what its parameters ask for, and no parameter is an error")
    func parameters() async throws {
        try await Network.run { network in
            let admin = try await network.server.adminToken()
            let system = network.server.server.open.directory
            for name in ["alice", "bobby", "cc%c", "d_e", "gone"] {
                _ = try await system.create(
                    AccountDraft(name: try AccountName(parsing: name)), by: .system)
            }
            var change = AccountChange()
            change.status = .set(.disabled)
            _ = try await system.update(.name(FoldedKey(folding: "gone")), change, by: .system)
            for token in [nil, admin] {
                for (query, names) in Self.queries {
                    let found = try await network.list("/users" + query, as: token)
                    #expect(found.compactMap { $0["name"] as? String } == names, "\(query)")
                }
            }
            let gone = try await network.list("/users?id=6")
            #expect(gone.first?["deleted_at"] is String)
            let single = try await network.expect(200, "GET", "/users/6").object
            #expect(single["deleted_at"] is String)
        }
    }

    @Test("an imported id is what is shown, taken and paged by")
    func importedIDs() async throws {
        try await Network.run { network in
            let directory = network.server.server.open.directory
            let alice = try await directory.create(
                AccountDraft(name: try AccountName(parsing: "alice")), by: .system)
            let isLinked = try await directory.store.write { storage throws(DirectoryError) in
                try storage.link(surface: SurfaceName("ThinkSNS"), key: "500", to: alice.id)
            }
            #expect(isLinked)
            let token = try await network.register("bobby")
            #expect(try await network.id(of: "alice") == 500)
            try await network.expect(404, "GET", "/users/\(alice.id)")
            #expect(try await network.id(of: "bobby") > 500)
            #expect(try await network.list("/users?id=500").count == 1)
            let after = try await network.list("/users?since=500")
            #expect(after.compactMap { $0["name"] as? String } == ["admin"])
            try await network.expect(204, "PUT", "/user/followings/500", as: token)
            let followings = try await network.list("/user/followings", as: token)
            #expect(followings.first?["id"] as? Int == 500)
        }
    }
}

extension Network {
    /// A call that must answer a list.
    func list(_ path: String, as token: String? = nil) async throws -> [[String: Any]] {
        let answer = try await expect(200, "GET", path, as: token)
        guard let list = try answer.json() as? [[String: Any]] else {
            throw FixtureFailure(text: "\(path) is no list: \(answer)")
        }
        return list
    }
}
