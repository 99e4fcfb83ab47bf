import Foundation
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// A set-up with one thing broken, and what the doctor must say of it.
struct BrokenSetup: Sendable, CustomTestStringConvertible {
    let name: String
    let level: Finding.Level
    let subject: String
    /// A word of what is to be done.
    let mend: String
    /// A word of what was found.
    var says = ""
    var hasAdministrator = true
    /// Breaks it.
    let prepare: @Sendable (inout DoctorStage) async throws -> Void

    var testDescription: String { name }

    /// Prepares it and looks for the one finding; nothing else may be called a failure.
    func check(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await DoctorStage.run(hasAdministrator: hasAdministrator) { stage in
            var stage = stage
            try await prepare(&stage)
            let findings = await stage.examine()
            expect(findings, sourceLocation: sourceLocation)
        }
    }

    func expect(_ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation) {
        let found = findings.contains {
            $0.level == level && $0.subject == subject && $0.mend?.contains(mend) == true
                // Foundation finds nothing in any text.
                && (says.isEmpty || $0.text.contains(says))
        }
        #expect(found, "\(findings.complaints)", sourceLocation: sourceLocation)
        #expect(
            findings.failures.allSatisfy { $0.subject == subject && level == .failure },
            "\(findings.failures)", sourceLocation: sourceLocation)
        #expect(
            findings.allSatisfy { ($0.mend == nil) == ($0.level == .fine) }, "\(findings)",
            sourceLocation: sourceLocation)
    }
}
