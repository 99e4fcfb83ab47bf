import ArgumentParser
import RosterControl
import RosterServer
import RosterSettings

/// `roster doctor`: examines the set-up and changes nothing; fails when something is broken.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Examine the set-up, and say what to do about what is wrong.",
        discussion: """
            Changes nothing and sends nothing. Fails when anything is broken. With --accept-clock it
            examines nothing: it lets purges and expiries that wait for the clock go on.
            """)

    @Flag(help: "Write JSON.") var json = false

    @Flag(help: "Believe this machine's clock, which is ahead of what the database knows.")
    var acceptClock = false

    func run() async throws {
        if acceptClock { return try await accept() }
        let findings = await Self.findings()
        if json {
            try StandardOutput.write(json: findings)
        } else {
            try StandardOutput.write(Self.lines(findings).printableLines)
        }
        if findings.contains(where: { $0.level == .failure }) { throw ExitCode.failure }
    }

    private func accept() async throws {
        let answer = try await Desk.ask(ClockAcceptVerb())
        if json { return try StandardOutput.write(json: answer) }
        let effect = answer.wasHeld ? "; purges and expiries go on" : ", as it was before"
        try StandardOutput.write("the clock is accepted: it is \(answer.accepted)\(effect)\n")
    }

    private static func findings() async -> [Finding] {
        let loaded: LoadedSettings
        do throws(SettingsError) {
            loaded = try CommandWords.loadSettings()
        } catch {
            return [Doctor.finding(of: error)]
        }
        let presence = await RunningServer.find(dataFolder: loaded.settings.dataFolder)
        return await Doctor.examine(
            loaded.settings, configurationFile: loaded.configurationFile, presence: presence)
    }

    /// A line for each finding, in aligned columns; below it, indented, what to do.
    static func lines(_ findings: [Finding]) -> String {
        let width = findings.map(\.subject.count).max() ?? 0
        let indent = String(repeating: " ", count: 6 + width + 2)
        return findings.map { finding in
            let gap = String(repeating: " ", count: width - finding.subject.count + 2)
            let line = "\(mark(finding.level))  \(finding.subject)\(gap)\(finding.text)\n"
            return line + (finding.mend.map { "\(indent)\($0)\n" } ?? "")
        }.joined()
    }

    /// Four columns wide.
    private static func mark(_ level: Finding.Level) -> String {
        switch level {
        case .fine: "ok  "
        case .warning: "warn"
        case .failure: "FAIL"
        }
    }
}
