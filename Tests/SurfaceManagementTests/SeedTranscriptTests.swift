import Foundation
import RosterCore
import RosterTestSupport
import Testing

/// The calls of the seed page, executed by the real curl through a shell; host and credential are
/// replaced. Each answer has the keys of the page's sample, all in its order and no others, with
/// its types, `code` and `message`.
@Suite("The seed page's calls", .serialized) struct SeedTranscriptTests {
    @Test("each curl line of the seed page answers as it prints") func curlLines() async throws {
        try await Stage.run(people: []) { stage in
            try await Self.makeJohn(stage)
            let seed = SeedCalls(server: stage.server, token: try stage.token(of: "admin"))
            Self.expect(SeedSamples.list, in: try await seed.run(SeedLines.list, "list"))
            Self.expect(SeedSamples.get, in: try await seed.run(SeedLines.get, "get"))
            Self.expect(SeedSamples.create, in: try await seed.run(SeedLines.create, "create"))
            Self.expect(SeedSamples.update, in: try await seed.run(SeedLines.update, "update"))
            Self.expect(SeedSamples.delete, in: try await seed.run(SeedLines.delete, "delete"))
        }
    }

    @Test("each raw request of the seed page answers as it prints") func rawRequests()
        async throws
    {
        try await Stage.run(people: []) { stage in
            try await Self.makeJohn(stage)
            let seed = SeedCalls(server: stage.server, token: try stage.token(of: "admin"))
            Self.expect(SeedSamples.list, in: try await seed.run(SeedLines.rawList, "raw-list"))
            Self.expect(SeedSamples.get, in: try await seed.run(SeedLines.rawGet, "raw-get"))
            Self.expect(
                SeedSamples.create, in: try await seed.run(SeedLines.rawCreate, "raw-create"))
            Self.expect(
                SeedSamples.update, in: try await seed.run(SeedLines.rawUpdate, "raw-update"))
            Self.expect(
                SeedSamples.delete, in: try await seed.run(SeedLines.rawDelete, "raw-delete"))
        }
    }

    @Test("login, refresh and logout answer as the sister page prints") func sisterPage()
        async throws
    {
        try await Stage.run(people: []) { stage in
            try await stage.directory.make(
                "member", password: Stage.password, email: "user@example.com")
            var seed = SeedCalls(server: stage.server, token: "")
            let login = try await seed.run(SisterLines.login, "login")
            Self.expect(SisterSamples.login, in: login, sameMessage: false)
            let data = (SampleFields.parse(login) as? [String: Any])?["data"] as? [String: Any]
            seed.token = data?["access_token"] as? String ?? ""
            seed.refreshToken = data?["refresh_token"] as? String ?? ""
            let refresh = try await seed.run(SisterLines.refresh, "refresh")
            Self.expect(SisterSamples.refresh, in: refresh, sameMessage: false)
            let logout = try await seed.run(SisterLines.logout, "logout")
            Self.expect(SisterSamples.logout, in: logout, sameMessage: false)
        }
    }

    /// The seed's `user_123`, by the number that its clients know.
    private static func makeJohn(_ stage: Stage) async throws {
        let john = try await stage.directory.make("john_doe", email: "john@example.com") {
            $0.phone = try PhoneNumber(parsing: "+86 138 0000 0000")
            $0.avatar = "https://example.com/avatars/user_123.jpg"
        }
        try await stage.directory.link(john, as: "123")
    }

    private static func expect(
        _ sample: String, in answer: String, sameMessage: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let keys = [answer, sample].map { text -> [String] in
            var seen: Set<String> = []
            return JSONPaths.of(text).filter { seen.insert($0).inserted }
        }
        #expect(keys[0] == keys[1], "\(answer)", sourceLocation: sourceLocation)
        let (found, wanted) = (comparable(answer), comparable(sample))
        let problems = SampleFields.missing(from: found, of: wanted)
        #expect(problems.isEmpty, "\(problems) in \(answer)", sourceLocation: sourceLocation)
        for key in sameMessage ? ["code", "message"] : ["code"] {
            let isSame = "\(found[key] ?? "none")" == "\(wanted[key] ?? "none")"
            #expect(isSame, "\(key) of \(answer)", sourceLocation: sourceLocation)
        }
    }

    /// The parsed text without nulls, which have no type to compare, and with the last item of a
    /// list alone: the first of an answer is the administrator, who has no e-mail.
    private static func comparable(_ text: String) -> [String: Any] {
        guard var object = SampleFields.parse(text) as? [String: Any] else { return [:] }
        if object["data"] is NSNull { object["data"] = nil }
        guard var data = object["data"] as? [String: Any] else { return object }
        if let items = data["items"] as? [Any] { data["items"] = Array(items.suffix(1)) }
        object["data"] = data
        return object
    }
}
