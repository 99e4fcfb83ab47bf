import HTTPTypes
import RosterCore
import SurfaceKit
import Testing

@Suite struct MountCollisionTests {
    private func surface(_ name: String, _ owned: [[String]], _ patterns: [String]) -> TrialSurface
    {
        TrialSurface(
            name: SurfaceName(name), ownedPrefixes: owned,
            routes: patterns.map { Route(.get, $0, access: .open, handler: saying(name)) })
    }

    @Test("Two surfaces with one path on one listener are refused, and both routes named")
    func samePath() throws {
        let one = surface("One", [[]], ["/v1/users/{name}"])
        let two = surface("Two", [["v1", "users"]], ["/v1/users/{id}"])
        let collision = try #require(throws: MountCollision.self) {
            _ = try dispatcher([Mount(one), Mount(two)])
        }
        #expect(collision.first == "One GET /v1/users/{name}")
        #expect(collision.second == "Two GET /v1/users/{id}")
        #expect(collision.description.contains("one listener"))
    }

    @Test("A literal path under another's parameter is a collision too")
    func literalUnderParameter() {
        let one = surface("One", [["users"]], ["/users/{id}"])
        let two = surface("Two", [["users", "me"]], ["/users/me"])
        #expect(throws: MountCollision.self) { try dispatcher([Mount(one), Mount(two)]) }
    }

    @Test("Two owners of one prefix collide even without a common route")
    func samePrefix() {
        let one = surface("One", [["users"]], ["/users"])
        let two = surface("Two", [["users"]], ["/users/a/b"])
        #expect(throws: MountCollision.self) { try dispatcher([Mount(one), Mount(two)]) }
    }

    @Test("A route below what another owns as closely would never be reached: refused")
    func shadowedRoute() throws {
        let one = surface("One", [["users"]], ["/users/{id}"])
        let two = surface("Two", [[]], ["/status"])
        let collision = try #require(throws: MountCollision.self) {
            _ = try dispatcher([Mount(one), Mount(two, prefix: ["users", "x"])])
        }
        #expect(collision.first == "One GET /users/{id}")
        #expect(collision.second == "Two at /users/x")
    }

    @Test("A prefix keeps them apart, and each answers below its own")
    func prefixHelps() async throws {
        let one = surface("One", [[]], ["/users/{id}"])
        let two = surface("Two", [["users"]], ["/users/{id}"])
        let both = try dispatcher([Mount(one, prefix: ["iam"]), Mount(two)])
        #expect(await ask(both, .get, "/iam/users/1").text == "One id=1")
        #expect(await ask(both, .get, "/users/1").text == "Two id=1")
    }
}
