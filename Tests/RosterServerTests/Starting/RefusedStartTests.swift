import Foundation
import GRDB
import Glibc
import RosterSettings
import RosterTestSupport
import Testing

@Suite("Starts that are refused", .serialized)
struct RefusedStartTests {
    @Test("end soon, with a few clear lines and no secret", arguments: RefusedStart.settings)
    func settings(_ start: RefusedStart) async throws { try await check(start) }

    @Test(
        "end soon, whatever lies in the data folder, and say what to do",
        arguments: RefusedStart.folders)
    func folders(_ start: RefusedStart) async throws {
        let end = try await check(start)
        #expect(end.errors.contains("; "), "nothing says what to do: \(end)")
    }

    @Test("a database that another program has locked is named, and that program")
    func lockedDatabase() async throws {
        try await DoctorStage.run { stage in
            var configuration = Configuration()
            // The transaction stays open while the program tries.
            configuration.allowsUnsafeTransactions = true
            let queue = try DatabaseQueue(path: stage.database, configuration: configuration)
            try await queue.writeWithoutTransaction { database in
                try database.execute(sql: "BEGIN IMMEDIATE")
            }
            let end = try await run(folder: stage.settings.dataFolder, [])
            expectClear(end, says: [stage.database, "locked", "end that program"])
            try queue.close()
        }
    }

    @Test("a port in use is named, main listener or another", arguments: ["listen", "iam-listen"])
    func portInUse(_ flag: String) async throws {
        try await withTemporaryFolder { folder in
            let taken = try TakenPort()
            let end = try await run(
                folder: folder, ["--\(flag)", "127.0.0.1:\(taken.number)"],
                without: "--\(flag)")
            withExtendedLifetime(taken) {
                let key = flag.replacing("-", with: ".")
                expectClear(
                    end,
                    says: [
                        "\(key): cannot listen", "127.0.0.1:\(taken.number)", "in use",
                        "\(key) (--\(flag))",
                    ])
            }
        }
    }

    @Test("surfaces that would answer for one path are refused, both routes named")
    func collision() async throws {
        try await withTemporaryFolder { folder in
            let address = "127.0.0.1:\(try freePort())"
            let end = try await ProgramRun(
                ["serve", "--data", folder, "--listen", address, "--iam-listen", address]
            ).end()
            expectClear(end, says: ["Management GET /v1/users", "IAM POST /v1/users", "prefix"])
        }
    }

    @Test("a folder that cannot be written is named")
    func unwritableFolder() async throws {
        // The rights of files do not bind root.
        guard geteuid() != 0 else { return }
        try await withTemporaryFolder { folder in
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o500], ofItemAtPath: folder)
            let end = try await run(folder: folder, [])
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o700], ofItemAtPath: folder)
            expectClear(end, says: ["data folder", folder])
        }
    }

    @discardableResult
    private func check(_ start: RefusedStart) async throws -> ProgramRun.End {
        try await withTemporaryFolder { folder in
            if start.isUsed {
                let server = try await ServerProcess.serve(folder: folder)
                server.kill(SIGTERM)
                await server.wait()
            }
            try start.prepare(folder)
            let end = try await run(
                folder: folder, start.words, without: start.words.first,
                environment: start.environment)
            expectClear(end, says: start.says)
            for secret in start.secrets { #expect(!end.text.contains(secret), "\(end)") }
            return end
        }
    }

    /// Serves on free ports; a flag that `words` give themselves is left out.
    private func run(
        folder: String, _ words: [String], without flag: String? = nil,
        environment: [String: String] = [:]
    ) async throws -> ProgramRun.End {
        let usual = [
            ("--data", folder), ("--listen", "127.0.0.1:0"), ("--iam-listen", "127.0.0.1:0"),
        ]
        let rest = usual.filter { $0.0 != flag }.flatMap { [$0.0, $0.1] }
        let password = ["ROSTER_ADMIN_PASSWORD": ServerFixture.adminPassword]
        return try await ProgramRun(
            ["serve"] + rest + words, environment: password.merging(environment) { $1 }
        ).end()
    }

    private func expectClear(
        _ end: ProgramRun.End, says: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(end.status != 0 && !end.isCrash, "\(end)", sourceLocation: sourceLocation)
        #expect(end.output.isEmpty, "\(end)", sourceLocation: sourceLocation)
        let lines = end.errors.split(separator: "\n")
        #expect((1...4).contains(lines.count), "\(end)", sourceLocation: sourceLocation)
        for word in says {
            #expect(end.errors.contains(word), "no \(word): \(end)", sourceLocation: sourceLocation)
        }
        for noise in [
            "Fatal error", "backtrace", "Thread 0", "StartFailure", ".swift", "Optional(",
        ] {
            #expect(!end.text.contains(noise), "\(end)", sourceLocation: sourceLocation)
        }
    }
}
