import Foundation
import Glibc
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// A start far after the latest time that the database has seen: told in the log, by the metrics and by
/// the doctor, until an operator accepts the clock, with or without a server.
@Suite("A clock that is held", .serialized) struct HeldClockTests {
    /// As a clock that jumped ahead by 40 days finds it: nothing is thrown away since.
    private func rewind(_ stage: DoctorStage) throws {
        try stage.change(
            """
            UPDATE directory_fact SET value = CAST(value AS INTEGER) - 3456000000
            WHERE name = 'latest-time'
            """)
        try stage.change(
            """
            INSERT INTO account (
                guid, instance_id, name, name_key, display_name, display_name_key, email_is_proven,
                phone_is_proven, sex, role, status, revision, created_at, updated_at, deleted_at
            ) VALUES ('gone', 'gone', 'gone', 'gone', 'gone', 'gone', 0, 0, 0, 'user', 'active', 0, 1,
                1, 1)
            """)
    }

    private func isHeld(_ server: ServerProcess) async throws -> Bool {
        let text = try await server.client("Ops").send("GET", "/metrics").body
        return text.contains("\nroster_clock_held 1\n")
    }

    @Test("is told by log, metric and doctor, and accepted through the server")
    func server() async throws {
        try await DoctorStage.run { stage in
            try rewind(stage)
            let folder = stage.settings.dataFolder
            let before = await stage.examine().about("clock")
            #expect(before.contains { $0.mend?.contains("--accept-clock") == true }, "\(before)")
            let server = try await ServerProcess.serve(folder: folder)
            #expect(try await isHeld(server))
            let isTold = try await eventually {
                server.errors.contains("purges and expiries wait")
                    && server.errors.contains("roster doctor --accept-clock")
            }
            #expect(isTold, "\(server.errors)")
            let bin = try await Verb(folder: folder).succeed("user", "list", "--deleted")
            #expect(bin.contains("gone"))
            let doctor = try await Verb(folder: folder).run(
                "doctor", "--listen", "127.0.0.1:0", "--iam-listen", "127.0.0.1:0")
            #expect(doctor.output.contains("roster doctor --accept-clock"), "\(doctor)")
            let answer = try await Verb(folder: folder).succeed("doctor", "--accept-clock")
            #expect(answer.contains("the clock is accepted") && answer.contains("go on"))
            #expect(try await !isHeld(server))
            let lines = server.errors.split(separator: "\n").filter { $0.contains("expiries wait") }
            #expect(lines.count == 1)
            server.kill(SIGTERM)
            await server.wait()
            let after = await stage.examine().about("clock")
            #expect(!after.contains { $0.mend?.contains("--accept-clock") == true }, "\(after)")
            // The next start empties the bin.
            let next = try await ServerProcess.serve(folder: folder)
            let isEmpty = try await eventually {
                try await !Verb(folder: folder).succeed("user", "list", "--deleted")
                    .contains("gone")
            }
            #expect(isEmpty)
            next.kill(SIGTERM)
            await next.wait()
        }
    }

    @Test("is accepted directly on the database where no server runs")
    func direct() async throws {
        try await DoctorStage.run { stage in
            try rewind(stage)
            let verb = Verb(folder: stage.settings.dataFolder)
            // A verb that opens the directory by itself throws nothing away, and teaches it no time.
            #expect(try await verb.succeed("user", "list", "--deleted").contains("gone"))
            let first = try await verb.object("doctor", "--accept-clock", "--json")
            #expect(first["wasHeld"] as? Bool == true, "\(first)")
            let second = try await verb.object("doctor", "--accept-clock", "--json")
            #expect(second["wasHeld"] as? Bool == false, "\(second)")
        }
    }
}
