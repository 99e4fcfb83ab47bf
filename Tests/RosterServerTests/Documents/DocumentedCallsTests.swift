import Foundation
import Glibc
import RosterTestSupport
import Testing

/// What the pages of the surfaces print under "Try it" is so: whoever types the calls into one shell
/// gets the keys and types that stand below each of them.
@Suite("Documented calls", .serialized) struct DocumentedCallsTests {
    private static let pages = ["bitanswer", "iam", "management", "tavern", "thinksns"]
    /// Of a page whose server is not as it is by default, what the page says of it.
    private static let settings = [
        "bitanswer": ["ROSTER_BITANSWER_KEY": DocumentedPage.key],
        "thinksns": ["ROSTER_REGISTRATION": "open"],
    ]
    /// As the README starts it.
    private static let allSettings = [
        "ROSTER_ADMIN_PASSWORD": ServerFixture.adminPassword,
        "ROSTER_BITANSWER_KEY": DocumentedPage.key, "ROSTER_REGISTRATION": "open",
    ]

    @Test("no page of a surface is left out")
    func complete() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: DocumentedPage.surfacesFolder.path)
        #expect(files.sorted() == Self.pages.map { $0 + ".md" })
    }

    @Test("every example of a surface's page answers as it prints", arguments: pages)
    func answers(page: String) async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(
                folder: folder + "/data", environment: Self.settings[page] ?? [:])
            try await Self.type(page, against: server)
            server.kill(SIGTERM)
            #expect(await server.wait() == 0)
        }
    }

    @Test(
        "README, every page of a surface and the commands can be typed one after the other",
        arguments: [["README"] + pages, pages.reversed() + ["README"]])
    func oneAfterTheOther(order: [String]) async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(
                folder: folder + "/data", environment: Self.allSettings)
            for page in order {
                if page == "README" {
                    try await Self.typeQuickStart(against: server)
                } else {
                    try await Self.type(page, against: server)
                }
            }
            try await Self.typeCommands(in: folder)
            server.kill(SIGTERM)
            #expect(await server.wait() == 0)
        }
    }

    private static func type(_ page: String, against server: ServerProcess) async throws {
        let examples = try DocumentedPage("docs/surfaces/\(page).md").examples(under: "## Try it")
        try #require(!examples.isEmpty, "\(page) has no examples")
        let outputs = try await DocumentedPage.run(examples.map(\.commands), against: server)
        try #require(outputs.count == examples.count, "\(page): \(outputs)")
        for (example, output) in zip(examples, outputs) {
            example.expectSame(output, page: page)
        }
    }

    /// The README prints no answers; each of its calls must be done.
    private static func typeQuickStart(against server: ServerProcess) async throws {
        // The first block starts the server.
        let examples = try DocumentedPage("README.md").examples(under: "## Quick start").dropFirst()
        try #require(examples.count > 8)
        let outputs = try await DocumentedPage.run(
            examples.map(\.commands), against: server,
            configuration: "write-out = \"%{stderr}\\n=== %{http_code}\\n\"\n")
        try #require(outputs.count == examples.count, "\(outputs)")
        for (example, output) in zip(examples, outputs) {
            let statuses = output.matches(of: #/=== ([0-9]{3})/#).map { String($0.output.1) }
            let callsCount = example.commands.matches(of: #/curl /#).count
            #expect(statuses.count == callsCount, "\(example.commands): \(output)")
            for status in statuses {
                #expect(status.hasPrefix("2"), "\(example.commands): \(output)")
            }
            // BitAnswer says in its own number what went wrong.
            let isRefused = output.contains(#/"status":1[0-9]{3}/#)
            #expect(!isRefused, "\(example.commands): \(output)")
        }
    }

    /// The lists of commands, those left out that end only with a server or want a terminal.
    private static func typeCommands(in folder: String) async throws {
        try FileManager.default.copyItem(
            at: DocumentedPage.root.appendingPathComponent("docs/consolidate/iam.csv"),
            to: URL(fileURLWithPath: folder + "/iam.csv"))
        let blocks =
            try DocumentedPage("README.md").examples(under: "## Commands")
            + DocumentedPage("docs/operations.md").examples(under: "## Ledger")
        let lines = blocks.flatMap { $0.commands.split(separator: "\n") }.filter { line in
            !["roster serve", "roster manual", "source"].contains { line.hasPrefix($0) }
        }
        try #require(lines.count > 25)
        for line in lines {
            let output = try await Tool.run([
                "bash", "-c",
                """
                cd "$1"; exec 2>&1; unset ${!ROSTER_@}
                roster() { "$PROGRAM" "$@" --data data --listen 127.0.0.1:0; }
                PROGRAM=$0
                echo 'Typed@2026' | \(line.prefix { $0 != "#" })
                echo "status $?"
                """, ServerProcess.program, folder,
            ])
            // The doctor looks at this machine, too.
            let isDone = output.hasSuffix("status 0\n") || line.hasPrefix("roster doctor")
            #expect(isDone && !output.contains("Error:"), "\(line): \(output)")
        }
        let keys = try await Verb(folder: folder + "/data").list("key", "list", "--json")
        #expect(keys.map { $0["name"] as? String } == ["bitanswer.key"], "\(keys)")
    }
}
