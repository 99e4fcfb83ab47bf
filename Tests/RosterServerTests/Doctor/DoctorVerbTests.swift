import Foundation
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

@Suite("roster doctor", .serialized)
struct DoctorVerbTests {
    @Test("prints a line for each finding, or JSON, and fails only when something is broken")
    func output() async throws {
        try await DoctorStage.run { stage in
            let words =
                ["doctor", "--data", stage.settings.dataFolder]
                + ["--listen", "127.0.0.1:0", "--iam-listen", "127.0.0.1:0"]
            let text = try await ServerProcess.run(words)
            #expect(text.status == 0 && text.errors.isEmpty, "\(text)")
            #expect(text.output.hasPrefix("ok    data  "), "\(text.output)")
            #expect(!text.output.contains("FAIL"), "\(text.output)")

            let json = try await ServerProcess.run(words + ["--json"])
            let findings = try JSONDecoder().decode([Finding].self, from: Data(json.output.utf8))
            #expect(json.status == 0 && findings.failures.isEmpty, "\(json)")

            try stage.setMode(0o644, of: stage.settings.secretFile)
            let broken = try await ServerProcess.run(words)
            #expect(broken.status == 1 && broken.errors.isEmpty, "\(broken)")
            let lines = broken.output.split(separator: "\n")
            let number = try #require(lines.firstIndex { $0.hasPrefix("FAIL  secret.file") })
            #expect(lines[number + 1].hasPrefix("        "), "\(broken.output)")
            #expect(lines[number + 1].contains("run: chmod 600"), "\(broken.output)")
        }
    }

    @Test("waits for nobody who would have to write into a pipe")
    func pipes() async throws {
        try await DoctorStage.run { stage in
            let pipe = stage.folder + "/pipe"
            try await Tool.run(["mkfifo", pipe])
            let data = ["--data", stage.settings.dataFolder]
            for words in [["doctor"], ["config"]] {
                let end = try await ProgramRun(
                    words + data + ["--tls-certificate", pipe, "--tls-key", pipe]
                ).end()
                #expect(end.status != 0 && !end.isCrash, "\(words): \(end)")
                #expect(end.text.contains("tls.certificate"), "\(words): \(end)")
            }
            let lock = stage.settings.dataFolder + "/roster.lock"
            try FileManager.default.removeItem(atPath: lock)
            try await Tool.run(["mkfifo", lock])
            let end = try await ProgramRun(["doctor"] + data).end()
            #expect(!end.isCrash, "\(end)")
        }
    }

    @Test("settings that cannot be loaded are a finding, not an error")
    func badSettings() async throws {
        let end = try await ServerProcess.run(["doctor", "--json", "--token-ttl", "soon"])
        let findings = try JSONDecoder().decode([Finding].self, from: Data(end.output.utf8))
        #expect(end.status == 1 && end.errors.isEmpty, "\(end)")
        #expect(findings.map(\.subject) == ["settings"] && findings.failures.count == 1)
        #expect(findings[0].text.contains("token.ttl"))
    }
}
