import Foundation
import RosterTestSupport
import Testing

/// The calls of the seed page, executed by the real curl through a shell. Replaced are host and
/// port, and the ids that the page gives as examples.
@Suite("The seed page's calls") struct SeedTranscriptTests {
    @Test("each call of the seed page answers as it prints") func calls() async throws {
        try await ServerFixture.run { server in
            let seed = SeedCalls(server: server)
            let stage = Stage(server: server)

            let created = try await seed.run(SeedLines.create, "create")
            expectSame(created, SeedSamples.card)
            let first = try #require(try await stage.all().ids.first)
            expectSame(try await seed.run(SeedLines.listActive, "list-active"), SeedSamples.list)
            expectSame(try await seed.run(SeedLines.list, "list"), SeedSamples.list)
            let read = try await seed.run(SeedLines.get, ids: [first], "get")
            expectSame(read, SeedSamples.card)

            // The page's revision is 3.
            for _ in 0..<3 { try await stage.patch(first, Body.status("active")) }
            let updated = try await seed.run(SeedLines.update, ids: [first], "update")
            expectSame(updated, SeedSamples.card)
            #expect(try await stage.read(first).revision == 4)

            let second = try await stage.make("Second")
            for _ in 0..<3 { try await stage.patch(second, Body.status("active")) }
            let deleted = try await seed.run(
                SeedLines.deleteExpecting, ids: [second], "delete-expecting")
            expectEqual(deleted, SeedSamples.deleted)
            let third = try await stage.make("Third")
            let bare = try await seed.run(SeedLines.delete, ids: [third], "delete")
            expectSame(bare, SeedSamples.deleted)

            let fourth = try await stage.make("Fourth")
            let disabled = try await seed.run(
                SeedLines.batchStatus, ids: [first, fourth], "batch-status")
            expectEqual(disabled, SeedSamples.batchStatus)
            let gone = try await seed.run(SeedLines.batchDelete, ids: [first], "batch-delete")
            expectEqual(gone, SeedSamples.batchDelete)
            #expect(try await stage.call("GET", "/users").ids == [fourth])
        }
    }

    /// The keys of the sample in its order and no others, each with the same JSON type.
    private func expectSame(
        _ answer: String, _ sample: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let problems = SampleFields.missing(
            from: SampleFields.parse(answer), of: SampleFields.parse(sample))
        #expect(problems.isEmpty, "\(answer)", sourceLocation: sourceLocation)
        #expect(
            JSONPaths.of(answer) == JSONPaths.of(sample), "\(answer)",
            sourceLocation: sourceLocation)
    }

    /// As ``expectSame(_:_:sourceLocation:)``, and the values of the page too.
    private func expectEqual(
        _ answer: String, _ sample: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        expectSame(answer, sample, sourceLocation: sourceLocation)
        // No text in these samples holds white space.
        let compact = String(sample.filter { !$0.isWhitespace })
        #expect(answer == compact, sourceLocation: sourceLocation)
    }
}
