import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 20: of a surface that the setting `surfaces` leaves out nothing answers. Its routes come
/// from a server that has them all.
@Suite("Switched-off surfaces", .serialized) struct SwitchedOffTests {
    private static let nothing = #"{"error":"not found"}"#

    @Test(
        "every route of a switched-off surface is 404 to everybody, and the others answer",
        arguments: [
            [RosterSettings.SurfaceName.management, .iam], [.tavern, .bitAnswer],
            [.bitAnswer, .iam], [.tavern], [.thinkSNS], [.thinkSNS, .iam],
        ])
    func switchedOff(_ names: [RosterSettings.SurfaceName]) async throws {
        try await AllSurfaces.run { full in
            let routes = full.server.server.routes
            try await ServerFixture.run({ settings in
                settings.surfaces = .only(names)
                settings.bitanswerKey = AllSurfaces.key
            }) { server in
                let kept = Set(names.map(\.rawValue) + ["Ops"])
                #expect(Set(server.server.routes.map(\.surface)) == kept)
                #expect(Set(server.server.places.map(\.surface)) == kept)
                let credentials = try await Self.credentials(server)
                // IAM has a listener of its own, which then is not there at all.
                let gone = routes.filter { !kept.contains($0.surface) && $0.surface != "IAM" }
                #expect(gone.count > 7)
                for (surface, route) in gone {
                    for credential in credentials {
                        let answer = try await Self.ask(route, by: credential, server.main)
                        let isNothing = answer.status == 404 && answer.body == Self.nothing
                        #expect(isNothing, "\(surface) \(route): \(answer)")
                    }
                }
                for (surface, route) in server.server.routes {
                    let client = surface == "IAM" ? server.iam : server.main
                    let answer = try await Self.ask(route, by: .nobody, client)
                    #expect(answer.body != Self.nothing, "\(surface) \(route): \(answer)")
                }
            }
        }
    }

    /// Nobody, and an administrator by each header that a surface reads.
    private static func credentials(_ server: ServerFixture) async throws -> [Credential] {
        let key = try await server.server.open.directory.createKey(
            name: "all", owner: nil, role: nil, scopes: nil, by: .system
        ).secret
        return [.nobody, .bearer(key), .apiKey(key), .bitkey(key), .bitkey(AllSurfaces.key)]
    }

    /// A request to a route, `x` in the place of each parameter.
    private static func ask(
        _ route: String, by caller: Credential, _ client: WireClient
    ) async throws -> WireResponse {
        let words = route.split(separator: " ")
        let path = words[1].split(separator: "/").map { $0.hasPrefix("{") ? "x" : $0 }
        return try await client.send(
            String(words[0]), "/" + path.joined(separator: "/"), headers: caller.headers)
    }
}
