import Foundation
import RosterTestSupport

/// What a process of this machine has in memory, in MiB.
func residentMiB(of process: Int32) throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    guard let line = text.firstMatch(of: /VmRSS:\s*([0-9]+) kB/), let kilobytes = Int(line.1) else {
        throw FixtureFailure(text: "no VmRSS in \(text)")
    }
    return kilobytes / 1024
}
