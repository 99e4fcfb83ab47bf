import Foundation
import RosterCore
import RosterServer
import RosterSettings

/// Fills a data folder with users that have no password, for measurements: `load-users FOLDER COUNT`.
/// They are called `user0`, `user1`, ...; what is there already stays.
@main
struct LoadUsers {
    private static let batch = 5_000

    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 3, let count = Int(words[2]) else {
            FileHandle.standardError.write(Data("usage: load-users FOLDER COUNT\n".utf8))
            exit(2)
        }
        var settings = RosterSettings.Settings()
        settings.dataFolder = words[1]
        settings.secretFile = words[1] + "/secret.key"
        let open = try await OpenDirectory.open(settings)
        let start = ContinuousClock.now
        for first in stride(from: 0, to: count, by: batch) {
            let users = try (first..<min(first + batch, count)).map {
                try user($0, random: open.environment)
            }
            try await open.directory.store.write { storage throws(DirectoryError) in
                for user in users {
                    let account = try storage.insert(user)
                    try storage.setLoginIDs(account.loginIDs, of: account.id)
                }
            }
        }
        print("loaded \(count) users in \(ContinuousClock.now - start)")
        await open.close()
    }

    private static func user(_ number: Int, random: DirectoryEnvironment) throws -> NewAccount {
        func hex(_ bytes: [UInt8]) -> String {
            bytes.map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
        }
        return NewAccount(
            guid: hex(random.randomBytes(12)), instanceID: "user-" + hex(random.randomBytes(6)),
            name: try AccountName(parsing: "user\(number)"), displayName: "User \(number)",
            email: try EmailAddress(parsing: "user\(number)@example.com"), emailIsProven: true,
            phone: try PhoneNumber(parsing: "+86 138\(10_000_000 + number)", in: .china),
            avatar: nil,
            role: .user, status: .active, extend: nil, passwordHash: nil,
            createdAt: random.now())
    }
}
