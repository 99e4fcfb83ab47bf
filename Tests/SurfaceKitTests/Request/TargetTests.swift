import SurfaceKit
import Testing

@Suite struct TargetTests {
    @Test(
        "A path is split and decoded once, empty segments ignored",
        arguments: [
            ("/", []), ("/users", ["users"]), ("/users/", ["users"]),
            ("//users///a", ["users", "a"]),
            ("/users/a%2Fb", ["users", "a/b"]), ("/users/%E5%BC%A0", ["users", "张"]),
            ("/users/a+b", ["users", "a+b"]), ("/users/a%20b", ["users", "a b"]),
            ("http://host:1/users?x=1", ["users"]), ("/users#part", ["users"]),
        ] as [(String, [String])])
    func paths(target: String, path: [String]) throws {
        #expect(try #require(RequestTarget(target)).path == path)
    }

    @Test(
        "What cannot be decoded is no target",
        arguments: [
            "/a%", "/a%2", "/a%zz", "/%ff", "/?a=%", "/?%=1", "*", "nothing",
            String(repeating: "/a", count: 33),
            "/?" + String(repeating: "a&", count: 2001),
        ])
    func refused(target: String) {
        #expect(RequestTarget(target) == nil)
    }

    @Test(
        "A target in absolute form names its host; others name none",
        arguments: [
            ("http://host:1/users?x=1", "host:1"), ("HTTP://Host", "Host"), ("http://h?x", "h"),
            ("http:///users", ""), ("/users", nil), ("/a?b=http://host/", nil), ("*", nil),
        ] as [(String, String?)])
    func authorities(target: String, authority: String?) {
        #expect(RequestTarget.authority(of: target) == authority)
    }

    @Test("A query is form data: plus is a space, names repeat in order, a value may be missing")
    func query() throws {
        let query = try #require(RequestTarget("/?a=1+2&b&a=%2B&c=x=y&&=z")).query
        #expect(query.values("a") == ["1 2", "+"])
        #expect(query["b"] == "")
        #expect(query["c"] == "x=y")
        #expect(query[""] == "z")
        #expect(!query.contains("d"))
    }
}
