import RosterSettings
import RosterTestSupport
import Testing

/// The user record and reading one by its account: contracts/bitanswer.md §5, §6.
@Suite("User record", .serialized) struct RecordTests {
    @Test("an account is read by its name in percent-encoding, in any letter case") func names()
        async throws
    {
        let names = ["a@b.com", "张三", "a/b", "a b", "a+b", "100%", "a_b-c.d", "😀", "it's", "q?x#y"]
        try await Stage.run { stage in
            for name in names { try await stage.make(name) }
            try await stage.play(
                names.map { Scenario("reads \($0)", "GET", Path.user($0), .records([$0])) })
            try await stage.play([
                Scenario("@ as it is", "GET", "/users/user/a@b.com", .records(["a@b.com"])),
                Scenario("in capitals", "GET", Path.user("A@B.COM"), .records(["a@b.com"])),
                Scenario(
                    "lower-case digits", "GET", "/users/user/%e5%bc%a0%e4%b8%89",
                    .records(["张三"])),
                Scenario("a slash at the end", "GET", "/users/user/100%25/", .records(["100%"])),
                Scenario("the first administrator", "GET", Path.user("admin"), .records(["admin"])),
            ])
        }
    }

    @Test("an account that is not there is 1004 by its name") func unknown() async throws {
        try await Stage.run { stage in
            try await stage.make("gone")
            try await stage.delete("gone")
            try await stage.play(
                ["nobody", "gone", "a%b", "无人"].map {
                    Scenario("get \($0)", "GET", Path.user($0), .refused(.notFound, naming: [$0]))
                })
        }
    }

    @Test("accounts called like other routes are just accounts") func likeRoutes() async throws {
        try await Stage.run { stage in
            for name in ["data", "status", "end", "user"] { try await stage.make(name) }
            try await stage.play(
                ["data", "status", "end", "user"].map {
                    Scenario("reads \($0)", "GET", Path.user($0), .records([$0]))
                })
        }
    }

    @Test("a record without a nick name has no such key") func emptyNode() async throws {
        try await Stage.run { stage in
            try await stage.make("plain", nickname: "")
            let answer = try await stage.call("GET", Path.user("plain"))
            let item = try #require(answer.items.first, "\(answer)")
            #expect(item.hasOnly(["name", "guid", "regDate", "status"]), "\(answer)")
            #expect(Record.isFormed(item), "\(answer)")
        }
    }

    @Test("a guid is the account's own, the same wherever it is shown, and never another's")
    func guids() async throws {
        try await Stage.run { stage in
            for name in ["foo", "bar"] { try await stage.make(name) }
            let list = try await stage.call("GET", "/users")
            let listed = list.items.compactMap { $0["guid"] as? String }
            #expect(Set(listed).count == 3, "\(list)")
            let foo = try await stage.guid(of: "foo")
            #expect(foo == listed[1])
            let patched = try await stage.call(
                "PATCH", Path.user("foo"), body: #"{"nickName":"Other"}"#)
            #expect(patched.field("guid") == foo, "\(patched)")
            let searched = try await stage.call(
                "POST", "/users/data", body: Body.search([Body.query("=", ["foo"])]))
            #expect(searched.field("guid") == foo, "\(searched)")
        }
    }

    @Test("regDate is the time of creation in the setting's zone, and stays") func dates()
        async throws
    {
        // 1 700 000 000 s is 2023-11-14T22:13:20Z.
        let table = [
            ("Asia/Shanghai", "2023-11-15 06:13:20"), ("UTC", "2023-11-14 22:13:20"),
            ("America/New_York", "2023-11-14 17:13:20"),
        ]
        for (identifier, expected) in table {
            let zone = try #require(NamedTimeZone(identifier))
            let clock = TestClock()
            try await Stage.run({ $0.timeZone = zone }, clock: clock) { stage in
                let made = try await stage.call("POST", Path.user("foo"), body: "{}")
                #expect(made.field("regDate") == expected, "\(made)")
                clock.advance(days: 3)
                let changed = try await stage.call(
                    "PATCH", Path.user("foo"), body: #"{"nickName":"Later"}"#)
                #expect(changed.field("regDate") == expected, "\(changed)")
                let list = try await stage.call("GET", "/users")
                #expect(list.items.last?["regDate"] as? String == expected, "\(list)")
            }
        }
    }

    @Test("unless it is set, the zone is that of Shanghai") func defaultZone() async throws {
        try await Stage.run(clock: TestClock()) { stage in
            let admin = try await stage.call("GET", Path.user("admin"))
            #expect(admin.field("regDate") == "2023-11-15 06:13:20", "\(admin)")
        }
    }
}
