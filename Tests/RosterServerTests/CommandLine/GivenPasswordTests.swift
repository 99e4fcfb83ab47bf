import Foundation
import RosterTestSupport
import Testing

/// Passwords that an operator types keep the bounds of those that administrators give elsewhere.
@Suite("Passwords on the command line", .serialized) struct GivenPasswordTests {
    private static let verbs = [["user", "create", "ada"], ["user", "password", "ben"]]

    @Test("a weak one is refused, and taken where --weak says so", arguments: [false, true])
    func weak(withServer: Bool) async throws {
        try await withTemporaryFolder { folder in
            let server = try withServer ? await ServerProcess.serve(folder: folder) : nil
            let verb = Verb(folder: folder)
            try await verb.succeed("user", "create", "ben", "--no-password")
            // Code points count, not bytes.
            let texts = [
                "a", "seven77", "七个字的密码呀", String(repeating: "x", count: 129),
                // Eight as they are typed, four in the form that is hashed.
                String(repeating: "e\u{301}", count: 4),
            ]
            for text in texts {
                for words in Self.verbs {
                    let end = try await ServerProcess.run(
                        words + ["--data", folder], input: text + "\n")
                    #expect(end.status == 1 && end.output.isEmpty, "\(words) \(end)")
                    #expect(end.errors.contains("8 to 128") && end.errors.contains("--weak"))
                }
                let users = try await verb.object("user", "list", "--contains", "ada", "--json")
                #expect(users["total"] as? Int == 0, "a refusal left an account behind")
                let ben = try await verb.object("user", "show", "ben", "--json")
                #expect(ben["hasPassword"] as? Bool == false)
                for words in Self.verbs {
                    let end = try await ServerProcess.run(
                        words + ["--weak", "--data", folder], input: text + "\n")
                    #expect(end.status == 0, "\(words) \(end)")
                }
                try await verb.succeed("user", "delete", "ada")
                try await verb.succeed("user", "delete", "ben")
                try await verb.succeed("user", "create", "ben", "--no-password")
            }
            withExtendedLifetime(server) {}
        }
    }

    @Test("those within the bounds are taken, at both ends")
    func strong() async throws {
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder)
            for (number, text) in ["八个字的密码好啦", String(repeating: "x", count: 128)].enumerated() {
                try await verb.succeed("user", "create", "u\(number)", input: text + "\n")
                try await verb.succeed("user", "password", "u\(number)", input: text + "\n")
            }
        }
    }

    @Test("what no account may have is refused with --weak, too")
    func never() async throws {
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder)
            try await verb.succeed("user", "create", "ben", "--no-password")
            for text in ["a\0b", "", String(repeating: "x", count: 1025)] {
                for words in Self.verbs {
                    let end = try await ServerProcess.run(
                        words + ["--weak", "--data", folder], input: text)
                    #expect(end.status == 1 && end.errors.contains("password"), "\(words) \(end)")
                }
            }
        }
    }

    @Test("--weak without a typed password says nothing, and is refused")
    func idle() async throws {
        try await withTemporaryFolder { folder in
            for words in [
                ["user", "create", "ada", "--generate-password", "--weak"],
                ["user", "create", "ada", "--no-password", "--weak"],
                ["user", "password", "ada", "--generate-password", "--weak"],
            ] {
                let end = try await ServerProcess.run(words + ["--data", folder])
                #expect(end.status == 64 && end.errors.contains("--weak"), "\(words) \(end)")
            }
        }
    }
}
