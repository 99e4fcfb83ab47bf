import Foundation
import RosterCore
import RosterSecurity
import RosterServer
import RosterTestSupport
import Testing

/// THREATS 9: the time of a failed login tells nothing of the account, in whatever form an import
/// brought its password.
@Suite("The time of failed logins", .serialized)
struct LoginTimingTests {
    private static let isSoak = ProcessInfo.processInfo.environment["ROSTER_SOAK"] == "1"

    /// Forms that cost from a fraction of a millisecond to some hundred: by name, and what is stored.
    private static let forms: [(name: String, stored: String)] = [
        ("md5", "$1$salt$" + String(repeating: "a", count: 22)),
        ("bcrypt", "$2b$08$" + String(repeating: "a", count: 53)),
        // Near the most that an import takes unasked.
        ("bcrypt 12", "$2b$12$" + String(repeating: "a", count: 53)),
        ("sha512", "$6$rounds=1000$salt$" + String(repeating: "a", count: 86)),
        ("pbkdf2", "pbkdf2_sha256$1000$salt$" + String(repeating: "A", count: 43) + "="),
        ("scrypt", "scrypt:1024:8:1$salt$" + String(repeating: "0", count: 128)),
        ("yescrypt", "$y$j7T$salt$" + String(repeating: "a", count: 43)),
    ]

    /// How likely a value of `left` is the larger of two, one of each: 0.5 where nothing tells them
    /// apart.
    private static func share(_ left: [Double], above right: [Double]) -> Double {
        var sum = 0.0
        for value in left {
            for other in right { sum += value > other ? 1 : value == other ? 0.5 : 0 }
        }
        return sum / Double(left.count * right.count)
    }

    @Test("unknown, wrong, disabled, passwordless and every imported form look alike")
    func alike() async throws {
        let count = Self.isSoak ? 200 : 20
        let slot = Duration.milliseconds(600)
        // A counter would refuse the sixth: each login comes once, and from the next account.
        let kinds =
            ["unknown", "wrong", "disabled", "right, disabled", "bare"]
            + Self.forms.map(\.name)
        try await ServerFixture.run(slots: .continuous(slot)) { server in
            let directory = server.server.open.directory
            let stored = try await directory.passwords.hash("right", priority: .bulk)
            for kind in kinds where kind != "unknown" {
                for number in 0..<(count + 3) / 4 {
                    var draft = AccountDraft(
                        name: try AccountName(parsing: Self.name(kind, number)))
                    if kind.hasSuffix("disabled") { draft.status = .disabled }
                    let account = try await directory.create(draft, by: .system)
                    let hash =
                        kind == "bare"
                        ? nil : Self.forms.first { $0.name == kind }?.stored ?? stored
                    guard let hash else { continue }
                    try await directory.store.write { storage throws(DirectoryError) in
                        var new = account
                        new.passwordHash = hash
                        _ = try storage.update(new, from: account.revision)
                    }
                }
            }
            var times: [String: [Double]] = [:]
            let clock = ContinuousClock()
            for number in 0..<count {
                // In another order each time: what the machine does meanwhile meets all alike.
                for kind in kinds.shuffled() {
                    let password = kind.hasPrefix("right") ? "right" : "wrong"
                    let body =
                        #"{"username":"\#(Self.name(kind, number / 4))","password":"\#(password)"}"#
                    let begun = clock.now
                    let answer = try await server.iam.send("POST", "/login", body: body)
                    times[kind, default: []].append(
                        begun.duration(to: clock.now) / .milliseconds(1))
                    #expect(answer.status == 401, "\(kind): \(answer)")
                }
            }
            let unknown = times["unknown"] ?? []
            // Few values say less: the bounds of 20 are as sure as those of 200.
            let bounds = Self.isSoak ? 0.40...0.60 : 0.15...0.85
            for kind in kinds {
                let measured = times[kind] ?? []
                let share = Self.share(measured, above: unknown)
                #expect(bounds.contains(share), "\(kind): \(share)")
                let least = measured.min() ?? 0
                #expect(least >= slot / .milliseconds(1), "\(kind) answered early: \(least)")
            }
        }
    }

    private static func name(_ kind: String, _ number: Int) -> String {
        kind.replacing(", ", with: "-") + "\(number)"
    }

    @Test(
        "the server's own slot is longer than what an import takes unasked, and successes are fast")
    func ownSlot() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            let iam = try server.client("IAM")
            let clock = ContinuousClock()
            let begun = clock.now
            let answer = try await iam.send(
                "POST", "/login", body: #"{"username":"nobody","password":"wrong"}"#)
            #expect(answer.status == 401)
            #expect(begun.duration(to: clock.now) >= .milliseconds(600))
        }
    }
}
