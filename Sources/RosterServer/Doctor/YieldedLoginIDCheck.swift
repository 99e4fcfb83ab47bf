import RosterCore
import RosterStorage

/// No account waits for an administrator because it had to yield a login id (``LoginIDClash``).
enum YieldedLoginIDCheck {
    static func findings(_ database: ExaminedDatabase) async -> [Finding] {
        // A database of an older schema has none, and is spoken of elsewhere.
        let ids = await database.ask { facts throws(DirectoryError) in
            try await facts.accountsWithYieldedIDs(limit: 20)
        }
        guard let ids, !ids.isEmpty else { return [] }
        let list = ids.map(\.description).joined(separator: ", ")
        return [
            .warning(
                "login ids",
                "another account has a name or e-mail of account(s) \(list) in another spelling",
                mend:
                    "look at them with `roster user show NUMBER`, then give them a name or e-mail "
                    + "of their own with `roster user update`")
        ]
    }
}
