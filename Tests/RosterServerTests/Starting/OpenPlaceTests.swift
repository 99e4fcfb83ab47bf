import Foundation
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 40: files and folders that must be their owner's alone stop a start, which says how to mend it;
/// the doctor says the same, and what it says helps.
@Suite("Places that are open to others", .serialized) struct OpenPlaceTests {
    struct Place: Sendable, CustomTestStringConvertible {
        let mode: Int
        /// Below the folder of the stage.
        let path: String
        var isRefused = true
        var testDescription: String { "\(path) \(String(mode, radix: 8))" }

        init(_ path: String, _ mode: Int, isRefused: Bool = true) {
            self.path = path
            self.mode = mode
            self.isRefused = isRefused
        }
    }

    static let places = [
        Place("data", 0o777), Place("data", 0o720), Place("data", 0o702), Place("data", 0o1777),
        Place("data/roster.db", 0o666), Place("data/roster.db", 0o660),
        Place("data/roster.db-wal", 0o602), Place("data/roster.db-shm", 0o620),
        Place("data/media", 0o777), Place("data/media", 0o770), Place("data/outbox", 0o777),
        Place("key.pem", 0o644), Place("key.pem", 0o604), Place("key.pem", 0o620),
        Place("link.pem", 0o644), Place("roster.yaml", 0o644), Place("roster.yaml", 0o602),
        // What is meant for a group, and what says nothing.
        Place("data", 0o755, isRefused: false), Place("data/roster.db", 0o640, isRefused: false),
        Place("data/outbox", 0o770, isRefused: false), Place("key.pem", 0o640, isRefused: false),
        Place("roster.yaml", 0o640, isRefused: false), Place("plain.yaml", 0o644, isRefused: false),
    ]

    @Test("stop a start with the command that mends it, unless a group is meant", arguments: places)
    func starts(_ place: Place) async throws {
        try await DoctorStage.run { stage in
            let path = stage.folder + "/" + place.path
            let words = try await prepare(stage, place)
            try stage.setMode(place.mode, of: path)
            let run = try ProgramRun.serve(folder: stage.settings.dataFolder, words)
            guard place.isRefused else {
                try await run.waitUntilServing()
                return
            }
            let end = try await run.end()
            #expect(end.status == 1 && end.output.isEmpty, "\(end)")
            let line = try #require(end.errors.onlyLine, "\(end)")
            let mode = "(mode 0\(String(place.mode, radix: 8)))"
            #expect(line.contains(mode), "\(line)")
            let command = try #require(
                line.firstMatch(of: #/; run: (chmod [67]00 \S+)$/#), "\(line)")
            #expect(command.output.1.hasSuffix(path), "\(line)")

            let doctor = try await ProgramRun(
                ["doctor", "--data", stage.settings.dataFolder, "--listen", "127.0.0.1:0"]
                    + ["--iam-listen", "127.0.0.1:0"] + words
            ).end()
            #expect(doctor.status == 1 && doctor.output.contains(command.output.1), "\(doctor)")

            try await Tool.run(["sh", "-c", String(command.output.1)])
            try await ProgramRun.serve(folder: stage.settings.dataFolder, words).waitUntilServing()
        }
    }

    /// Makes what the place is of; the words of the start.
    private func prepare(_ stage: DoctorStage, _ place: Place) async throws -> [String] {
        let path = stage.folder + "/" + place.path
        switch place.path {
        case "data/roster.db-wal", "data/roster.db-shm": try stage.write("", to: path)
        case "data/media", "data/outbox":
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        case "key.pem", "link.pem":
            let made = try await TestCertificate.make(in: stage.folder)
            if place.path == "key.pem" {
                try FileManager.default.moveItem(atPath: made.keyFile, toPath: path)
            } else {
                try FileManager.default.createSymbolicLink(
                    atPath: path, withDestinationPath: made.keyFile)
            }
            return ["--tls-certificate", made.file, "--tls-key", path]
        case "roster.yaml":
            try stage.write("bitanswer:\n  key: 0123456789012345678901234567\n", to: path)
            return ["--config", path]
        case "plain.yaml":
            try stage.write("registration: closed\n", to: path)
            return ["--config", path]
        default: break
        }
        return []
    }
}
