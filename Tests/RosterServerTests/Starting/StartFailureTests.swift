import Foundation
import Glibc
import RosterCore
import RosterSecurity
import RosterServer
import RosterSettings
import Testing

@Suite("Words of refused starts") struct StartFailureTests {
    private static let refusals: [Int32] = [
        EACCES, EPERM, EROFS, ENOSPC, EDQUOT, EMFILE, ENFILE, EIO, ENOTDIR, ENAMETOOLONG, EEXIST,
    ]
    private static let faults: [StorageFault] = [
        .full, .unavailable, .corrupt, .newerSchema, .olderSchema, .secretMismatch, .constraint,
        .inputOutput(code: 4874), .failed(code: 4711),
    ]

    /// Each with what it must name beside what is to be done: a file, an address or a setting.
    private static let failures: [(failure: StartFailure, names: String)] =
        refusals.map { (.dataFolder("/srv/r", errno: $0), "/srv/r") }
        + refusals.map { (.controlSocket("/srv/r", errno: $0), "/srv/r") }
        + refusals.map { (.cannotListen("127.0.0.1:1", "iam.listen", errno: $0), "iam.listen: ") }
        + faults.map { (.database("/srv/r/roster.db", .storage($0)), "/srv/r/roster.db") }
        + [
            (.database("/srv/r/roster.db", .busy(retryAfterSeconds: 1)), "/srv/r/roster.db"),
            (.cannotListen("127.0.0.1:1", "listen", errno: EADDRINUSE), "listen (--listen)"),
            (.listener("localhost:1", "listen", reason: "no"), "listen (--listen)"),
            (.dataFolderInUse("/srv/r", process: 7), "data (--data)"),
            (.foreignLock("/srv/r/roster.lock"), "/srv/r/roster.lock"),
            (.secretFile(.notRegularFile(path: "/srv/s")), "secret.file (--secret-file)"),
            (.secretFile(.openToOthers(path: "/srv/s", mode: 0o644)), "chmod 600 /srv/s"),
            (.secretFile(.malformed(path: "/srv/s")), "/srv/s"),
            (.secretFile(.unreadable(path: "/srv/s", reason: "no")), "secret.file (--secret-file)"),
            (.secretFile(.cannotCreate(path: "/srv/s", reason: "no")), "/srv/s"),
            (.secretMissing("/srv/s", database: "/srv/r/roster.db"), "secret.file /srv/s"),
            (.postgresMissing, "database.url"), (.openFiles(limit: 20), "LimitNOFILE"),
            (.administrator(.conflict(.name)), "admin.name"),
            (.administrator(.invalid([InvalidField(.password, .missing)])), "admin.password"),
            (.configuredKey(.invalid([InvalidField(.keyName, .missing)])), "bitanswer.key"),
            (.delivery("mail.url", "the URL has a path"), "mail.url"),
            (.ended("no"), "log"),
        ]

    @Test("each is one line that says what, names it, and says what to do")
    func words() {
        for (failure, names) in Self.failures {
            let text = failure.description
            #expect(text.contains(names), "\(text)")
            let parts = text.components(separatedBy: "; ")
            #expect(parts.count > 1 && (parts.last?.count ?? 0) > 8, "nothing to do: \(text)")
            #expect(!text.contains("\n") && !text.contains("Optional("), "\(text)")
            #expect(!text.hasSuffix("error 4874"), "a number alone says nothing: \(text)")
        }
    }
}
