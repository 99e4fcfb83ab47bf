import Foundation
import RosterTestSupport
import Testing

/// Every verb answers the same with and without a running server, in words and in JSON.
@Suite("Verbs with and without a server", .serialized) struct BothWaysTests {
    /// A verb with its input and what its plain words hold.
    private struct Step: Sendable {
        let words: [String]
        var input = ""
        let says: String
        /// The verb that the step covers, as the parser calls it.
        var verb: String {
            ["user", "session", "key", "ledger"].contains(words[0])
                ? words.prefix(2).joined(separator: " ") : words[0]
        }

        init(_ words: String..., input: String = "", says: String) {
            self.words = words
            self.input = input
            self.says = says
        }
    }

    private static let steps = [
        Step("migrate", says: "up to date"),
        Step(
            "user", "create", "ada", "--email", "ada@example.com", "--display-name", "Countess",
            input: "Ada@2026\n", says: "created ada"),
        Step("user", "create", "ben", "--no-password", says: "created ben"),
        Step("user", "list", says: "ada@example.com"),
        Step("user", "list", "--contains", "countess", says: "Countess"),
        Step("user", "show", "ADA", says: "ada@example.com"),
        Step("user", "update", "ada", "--bio", "Hello", "--clear", "phone", says: "Hello"),
        Step("user", "password", "ben", input: "Ben@2026\n", says: "password set"),
        Step("user", "password", "ben", "--weak", input: "short\n", says: "password set"),
        Step("user", "disable", "ada", says: "disabled ada"),
        Step("user", "enable", "ada@example.com", says: "enabled ada"),
        Step("user", "unlock", "ada", says: "unlocked ada"),
        Step("session", "list", "ada", says: "SURFACE"),
        Step("session", "end", "ada", says: "ended 0"),
        Step("ledger", "add", "ada", "--cents", "250", says: "cents: "),
        Step("ledger", "show", "ada", says: "cents: "),
        Step("key", "create", "--name", "script", "--account", "ben", says: "rosterkey_"),
        Step("key", "list", says: "script"),
        Step("key", "revoke", "KEY", says: "revoked key"),
        Step("key", "create", "--name", "by name", "--account", "ben", says: "rosterkey_"),
        Step("key", "revoke", "by name", says: "by name"),
        Step("user", "delete", "ben", says: "deleted ben"),
        Step("user", "list", "--deleted", says: "ben"),
        Step("user", "restore", "ben", says: "restored ben"),
        Step(
            "import", "FOLDER/table.jsonl", "--surface", "IAM", "--match", "name", says: "\"row\":1"
        ),
        Step("export", "FOLDER/out.jsonl", says: ""),
        Step("config", says: "listen"),
        Step("doctor", says: "database"),
    ]

    @Test("every verb of the parser is among them")
    func complete() async throws {
        let covered = Set(Self.steps.map(\.verb))
        // A server of its own, and what prints texts and opens no directory.
        let apart: Set = ["serve", "completions", "manual", "help"]
        let verbs = Set(try await DescribedVerb.all().filter(\.isLeaf).map(\.description))
        #expect(verbs.subtracting(apart) == covered)
    }

    @Test("each answers alike both ways, for people and for scripts", arguments: [false, true])
    func alike(withServer: Bool) async throws {
        for isJSON in [false, true] {
            try await withTemporaryFolder { folder in
                let data = folder + "/data"
                try Data("{\"id\":70,\"name\":\"carl\"}\n".utf8)
                    .write(to: URL(fileURLWithPath: folder + "/table.jsonl"))
                var server: ServerProcess?
                if withServer {
                    server = try await ServerProcess.serve(folder: data)
                } else {
                    _ = try await ServerProcess.run(["migrate", "--data", data])
                    _ = try await ServerProcess.run(
                        [
                            "user", "create", "admin", "--role", "admin", "--no-password", "--data",
                            data,
                        ])
                }
                var keys = "1"
                for step in Self.steps {
                    let words = step.words.map {
                        $0 == "KEY" ? keys : $0.replacingOccurrences(of: "FOLDER", with: folder)
                    }
                    let ports = [
                        "--listen", "127.0.0.1:0", "--iam-listen", "127.0.0.1:0",
                    ]
                    let end = try await ServerProcess.run(
                        words + (isJSON ? ["--json"] : []) + ["--data", data] + ports,
                        input: step.input)
                    #expect(end.status == 0, "\(words): \(end)")
                    if isJSON {
                        let line =
                            step.verb == "import"
                            ? end.output.split(separator: "\n").last.map(String.init) ?? ""
                            : end.output
                        let value = try? JSONSerialization.jsonObject(with: Data(line.utf8))
                        #expect(value != nil, "\(words): \(end)")
                        if step.verb == "key create", let key = value as? [String: Any] {
                            keys = "\(key["id"] ?? 0)"
                        }
                    } else {
                        #expect(
                            step.says.isEmpty || end.output.contains(step.says), "\(words): \(end)")
                        if step.verb == "key list" {
                            let line = end.output.split(separator: "\n").first {
                                $0.contains("script")
                            }
                            keys = line?.split(separator: " ").first.map(String.init) ?? keys
                        }
                    }
                }
                server?.kill(SIGTERM)
                if let server { #expect(await server.wait() == 0) }
            }
        }
    }

    @Test("what a verb does to a user counts at that user's next request")
    func atOnce() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            let verb = Verb(folder: folder)
            try await verb.succeed("user", "create", "ada", input: "Ada@2026\n")
            let iam = try server.client("IAM")
            let main = try server.client("Ops")
            for words in [
                ["user", "disable", "ada"], ["session", "end", "ada"], ["user", "delete", "ada"],
            ] {
                let token = try await iam.token(of: "ada", password: "Ada@2026")
                for (client, path) in [(iam, "/v1/users/ada"), (main, "/api/v2/user")] {
                    #expect(
                        try await client.send("GET", path, bearer: token).status == 200, "\(words)")
                }
                let end = try await ServerProcess.run(words + ["--data", folder])
                #expect(end.status == 0, "\(end)")
                for (client, path) in [
                    (iam, "/v1/users/ada"), (main, "/api/v2/user"), (main, "/v1/users/user_1"),
                ] {
                    let answer = try await client.send("GET", path, bearer: token)
                    #expect(answer.status == 401, "\(words) \(path): \(answer)")
                }
                if words[1] == "disable" { try await verb.succeed("user", "enable", "ada") }
            }
            try await verb.succeed("user", "restore", "ada")
            _ = try await iam.token(of: "ada", password: "Ada@2026")
            for words in [["user", "disable", "admin"], ["user", "delete", "admin"]] {
                let end = try await ServerProcess.run(words + ["--data", folder])
                #expect(
                    end.status != 0 && end.errors.contains("last active administrator"), "\(end)")
            }
        }
    }

    @Test(
        "the socket is its owner's alone, and goes with the server; one left by a crash is replaced"
    )
    func socket() async throws {
        try await withTemporaryFolder { parent in
            let folder = parent + "/" + String(repeating: "deep", count: 40)
            let path = folder + "/roster.sock"
            var server = try await ServerProcess.serve(folder: folder)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            try await Verb(folder: folder).succeed("user", "list")
            server.kill(SIGKILL)
            await server.wait()
            #expect(FileManager.default.fileExists(atPath: path))
            try await Verb(folder: folder).succeed("user", "list")
            server = try await ServerProcess.serve(folder: folder)
            try await Verb(folder: folder).succeed("user", "list")
            server.kill(SIGTERM)
            await server.wait()
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("an older program is told so, and the server goes on")
    func versions() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            let script = #"""
                import json, socket, struct, sys
                def connect():
                    s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.settimeout(10)
                    return s
                def read(s, n):
                    b = b""
                    while len(b) < n:
                        piece = s.recv(n - len(b))
                        if not piece: return b
                        b += piece
                    return b
                def frame(s):
                    head = read(s, 4)
                    return read(s, struct.unpack(">I", head)[0]).decode() if len(head) == 4 else ""
                s = connect()
                greeting = json.loads(frame(s)); assert greeting["version"] == 1, greeting
                for body in [{"version": 0, "verb": "user.list", "body": {}}, {"version": 1, "verb": "fly", "body": {}},
                             {"version": 1, "verb": "user.show", "body": {"nobody": 1}}, [1], "x"]:
                    data = json.dumps(body).encode()
                    s.sendall(struct.pack(">I", len(data)) + data)
                    print(frame(s))
                t = connect(); frame(t); t.sendall(struct.pack(">I", 1 << 30)); print("closed", read(t, 1) == b"")
                u = connect(); frame(u); u.sendall(b"\0\0\0\x09abc"); u.close()
                """#
            let output = try await Tool.run(["python3", "-c", script, folder + "/roster.sock"])
            let lines = output.split(separator: "\n").map(String.init)
            #expect(lines.count == 6, "\(output)")
            #expect(lines.prefix(2).allSatisfy { $0.contains("use the server's own program") })
            #expect(
                lines.dropFirst(2).prefix(3).allSatisfy { $0.contains("unreadable") }, "\(output)")
            #expect(lines.last == "closed True")
            try await Verb(folder: folder).succeed("user", "list")
            #expect(!server.errors.contains("nobody"), "what a request holds is in no log")
        }
    }
}
