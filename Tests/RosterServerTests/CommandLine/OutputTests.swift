import Foundation
import RosterTestSupport
import Testing

/// What verbs write, and what they do when nobody can read it.
@Suite("Output of verbs", .serialized) struct OutputTests {
    /// Runs a line of the shell in which `roster` is the program over the folder; its output, errors
    /// among it, and its status in a last line.
    private func shell(_ line: String, _ folder: String) async throws -> String {
        try await Tool.run([
            "bash", "-c",
            """
            unset ${!ROSTER_@}
            roster() { "$PROGRAM" "$@" --data "$FOLDER/data"; }
            exec 3>&1 2>&1
            PROGRAM=$0 FOLDER=$1
            cd "$FOLDER"
            \(line)
            echo "status $?" >&3
            """, ServerProcess.program, folder,
        ])
    }

    @Test("an answer that cannot be written is an error in one line, never a crash")
    func unwritable() async throws {
        try await withTemporaryFolder { folder in
            try await Verb(folder: folder + "/data").succeed(
                "user", "create", "ada", "--role", "admin", "--no-password")
            try Data("{\"id\":70,\"name\":\"carl\"}\n".utf8)
                .write(to: URL(fileURLWithPath: folder + "/t.jsonl"))
            let verbs = [
                "user list", "user list --json", "user show ada", "config", "doctor", "manual",
                "completions bash", "key create --name x", "export",
                "import t.jsonl --surface IAM --dry-run",
                "import t.jsonl --surface IAM --match name --again --json",
            ]
            for verb in verbs {
                for output in [">/dev/full", ">&-"] {
                    let end = try await shell("roster \(verb) \(output)", folder)
                    #expect(end.hasSuffix("status 1\n"), "\(verb) \(output): \(end)")
                    #expect(end.contains("cannot be written"), "\(verb) \(output): \(end)")
                    #expect(!end.contains("crashed"), "\(verb) \(output): \(end)")
                }
            }
            // Neither the database nor another file was taken for the closed output.
            let list = try await Verb(folder: folder + "/data").object("user", "list", "--json")
            #expect(list["total"] as? Int == 2)
        }
    }

    @Test("a secret that nobody could read is told to be replaced, by a command that does it")
    func lostSecrets() async throws {
        try await withTemporaryFolder { folder in
            let started = try await shell(
                "roster serve --listen 127.0.0.1:0 --iam-listen 127.0.0.1:0 >/dev/full", folder)
            #expect(started.hasSuffix("status 1\n"), "\(started)")
            #expect(started.contains("roster user password admin"), "\(started)")
            let verbs = [
                ("user create 'o''hara' --generate-password", "user password ohara"),
                ("user create \"x y's\" --generate-password", #"user password 'x y'\''s'"#),
                ("user password admin --generate-password", "user password admin"),
                ("key create --name x --json", "key revoke 1"),
            ]
            for (verb, remedy) in verbs {
                let end = try await shell("roster \(verb) >/dev/full", folder)
                #expect(end.contains(remedy), "\(verb): \(end)")
            }
            let list = try await Verb(folder: folder + "/data").object("user", "list", "--json")
            #expect(list["total"] as? Int == 3, "what was done is done")
        }
    }

    @Test("who reads only the first line ends the verb, without noise")
    func closedPipe() async throws {
        try await withTemporaryFolder { folder in
            let rows = (0..<3000).map { "{\"id\":\($0 + 10),\"name\":\"user\($0)\"}\n" }.joined()
            try Data(rows.utf8).write(to: URL(fileURLWithPath: folder + "/t.jsonl"))
            try await Verb(folder: folder + "/data").succeed(
                "user", "create", "ada", "--role", "admin", "--no-password")
            for verb in ["import t.jsonl --surface IAM --json", "user list --limit 1000", "export"]
            {
                let end = try await shell("roster \(verb) 2>errors | head -1 | wc -l", folder)
                #expect(end == "1\nstatus 0\n", "\(verb)")
                let errors = try String(contentsOfFile: folder + "/errors", encoding: .utf8)
                #expect(!errors.contains("crashed") && !errors.contains("Error"), "\(errors)")
            }
        }
    }

    @Test("what people and programs entered moves no terminal's cursor and breaks no line")
    func hostile() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            let verb = Verb(folder: folder)
            try await verb.succeed("user", "create", "ada", input: "Ada@2026\n")
            // Control characters are refused everywhere; what turns the line around is not.
            try await verb.succeed(
                "user", "create", "eve", "--display-name", "\u{202E}\u{200B}txt", "--no-password")
            let login = try await server.client("IAM").send(
                "POST", "/login", headers: [("User-Agent", "\u{9B}31m \u{202E} agent")],
                body: #"{"username":"ada","password":"Ada@2026"}"#)
            #expect(login.status == 200, "\(login)")
            try await verb.succeed("ledger", "add", "ada", "--cents", "5", "--note", "充值")
            let texts = [
                try await verb.succeed("user", "list"),
                try await verb.succeed("user", "list", "--contains", "e"),
                try await verb.succeed("session", "list", "ada"),
                try await verb.succeed("ledger", "show", "ada"),
                try await verb.succeed("key", "list"),
                try await verb.succeed("user", "show", "eve"),
            ]
            for text in texts {
                let bad = text.unicodeScalars.filter {
                    $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
                }
                #expect(bad.isEmpty, "\(text.debugDescription)")
            }
            #expect(texts[2].contains("\u{FFFD} agent"), "\(texts[2])")
            #expect(texts[5].contains("\u{FFFD}\u{FFFD}txt"), "\(texts[5])")
        }
    }

    @Test("columns stay in line below Chinese characters")
    func wide() async throws {
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder)
            try await verb.succeed("user", "create", "王芳", "--no-password")
            try await verb.succeed("user", "create", "wangfang", "--no-password")
            let table = try await verb.succeed("user", "list").split(separator: "\n")
            let places = table.dropFirst().prefix(2).map { line in
                // Two columns for each of the two characters.
                let before = line.prefix { $0 != "-" }
                return before.reduce(0) { $0 + ("一"..."龥" ~= $1 ? 2 : 1) }
            }
            #expect(Set(places).count == 1, "\(table)")
        }
    }
}
