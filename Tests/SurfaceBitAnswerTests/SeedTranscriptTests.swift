import Foundation
import RosterTestSupport
import Testing

/// The request samples of the seed page, each as the curl line that sends it, executed by the real
/// curl through a shell. Replaced are host, credential, `{name}` and the guid alone.
@Suite("The seed page's calls") struct SeedTranscriptTests {
    @Test("listing and both addresses of the search answer as the page prints") func reading()
        async throws
    {
        try await Stage.run { stage in
            let listed = try await Self.run(SeedLines.list, "list", on: stage)
            expectSame(listed, as: SeedSamples.list)
            for number in 1...2 {
                try await stage.make("login_name_\(number)", nickname: "nick_name_\(number)")
            }
            let printed = try await Self.run(
                SeedLines.searchAsPrinted, "search-as-printed", on: stage)
            expectSame(printed, as: SeedSamples.search)
            let found = try await Self.run(SeedLines.search, "search", on: stage)
            expectSame(found, as: SeedSamples.search)
            #expect(found == printed)
        }
    }

    @Test("batch calls answer as the page prints") func batches() async throws {
        try await Stage.run { stage in
            let posted = try await Self.run(SeedLines.batch("POST"), "batch-post", on: stage)
            expectSame(posted, as: SeedSamples.batch)
            let patched = try await Self.run(SeedLines.batch("PATCH"), "batch-patch", on: stage)
            expectSame(patched, as: SeedSamples.batch)
            let deleted = try await Self.run(SeedLines.batchDelete, "batch-delete", on: stage)
            expectSame(deleted, as: SeedSamples.batchDelete)
            let left = try await stage.call("GET", "/users")
            #expect(left.names == ["admin"], "\(left)")
        }
    }

    @Test("calls on one user answer as the page prints") func single() async throws {
        try await Stage.run { stage in
            try await stage.make("login_name", nickname: "nick_name")
            let patched = try await Self.run(SeedLines.write("PATCH"), "patch", on: stage)
            expectSame(patched, as: SeedSamples.user)
            #expect(patched.contains(#""status":1"#), "\(patched)")
            let read = try await Self.run(SeedLines.get, "get", on: stage)
            expectSame(read, as: SeedSamples.user)
            #expect(read == patched)
            let deleted = try await Self.run(SeedLines.delete, "delete", on: stage)
            expectSame(deleted, as: SeedSamples.delete)
            let posted = try await Self.run(SeedLines.write("POST"), "post", on: stage)
            expectSame(posted, as: SeedSamples.user)
        }
    }

    @Test("online state and its end answer as the page prints") func presence() async throws {
        try await Stage.run { stage in
            try await stage.make("login_name", nickname: "nick_name", password: "xxxxxx")
            let token = try await stage.logIn("login_name", password: "xxxxxx")
            let guid = try await stage.guid(of: "login_name")
            let online = try await Self.run(
                SeedLines.status.replacingOccurrences(of: "xxxxx", with: guid), "status", on: stage)
            expectSame(online, as: SeedSamples.online)
            #expect(online.contains(#""status":2"#), "\(online)")
            let ended = try await Self.run(
                SeedLines.end.replacingOccurrences(of: "xxxxx", with: guid), "end", on: stage)
            expectSame(ended, as: SeedSamples.ended)
            #expect(try await stage.useStatus(token, of: "login_name") == 401)
        }
    }

    /// The same keys and JSON types on both sides, and no key more.
    private func expectSame(
        _ answer: String, as sample: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = SampleFields.parse(answer)
        let printed = SampleFields.parse(sample)
        let text = Comment(rawValue: answer)
        #expect(
            SampleFields.missing(from: found, of: printed).isEmpty, text,
            sourceLocation: sourceLocation)
        #expect(
            SampleFields.missing(from: printed, of: found).isEmpty, text,
            sourceLocation: sourceLocation)
    }

    private static func run(
        _ line: String, _ golden: String, on stage: Stage
    ) async throws -> String {
        let address = "http://127.0.0.1:\(stage.server.main.port)"
        let command =
            line
            .replacingOccurrences(of: "https://back-office-api.bitanswer.cn", with: address)
            .replacingOccurrences(of: "••••••", with: Stage.key)
            .replacingOccurrences(of: "{name}", with: "login_name")
        return try await Transcript.curl(command, hiding: address, golden, file: #filePath)
    }
}
