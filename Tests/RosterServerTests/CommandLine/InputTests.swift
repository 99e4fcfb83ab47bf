import Foundation
import RosterTestSupport
import Testing

/// What verbs take from people: words, passwords, and who they are to the system.
@Suite("Input of verbs", .serialized) struct InputTests {
    /// Runs a script of Python that has the program, the folder and the words given as arguments.
    private func python(_ script: String, _ words: String...) async throws -> String {
        let bare = """
            import os
            for name in list(os.environ):
                if name.startswith("ROSTER_"): del os.environ[name]

            """
        return try await Tool.run(["python3", "-c", bare + script, ServerProcess.program] + words)
    }

    @Test("a password or name that is no UTF-8 is refused, not mended")
    func encoding() async throws {
        try await withTemporaryFolder { folder in
            try await Verb(folder: folder).succeed("user", "create", "ada", "--no-password")
            let script = #"""
                import subprocess, sys
                program, folder = sys.argv[1:]
                data = ["--data", folder]
                for words, typed in [(["user", "password", "ada"], b"caf\xe9caf\xe9\n"),
                                     ([b"user", b"create", b"x\xe9y", b"--no-password"], b"")]:
                    end = subprocess.run([program, *words, *data], input=typed, capture_output=True)
                    print(end.returncode != 0, end.stderr.decode().strip())
                """#
            let lines = try await python(script, folder).split(separator: "\n")
            #expect(
                lines.count == 2 && lines.allSatisfy { $0.hasPrefix("True Error:") }, "\(lines)")
            #expect(lines.allSatisfy { $0.contains("UTF-8") }, "\(lines)")
            let list = try await Verb(folder: folder).object("user", "list", "--json")
            #expect(list["total"] as? Int == 1)
            let shown = try await Verb(folder: folder).object("user", "show", "ada", "--json")
            #expect(shown["hasPassword"] as? Bool == false)
        }
    }

    @Test("a password typed at a terminal is not shown, and a signal gives the terminal back")
    func terminal() async throws {
        try await withTemporaryFolder { folder in
            // A terminal of its own; ends the verb by typing a line, or by a signal, and says
            // whether the terminal echoes before, meanwhile and afterwards.
            let script = #"""
                import os, pty, signal, subprocess, sys, termios, time
                program, folder = sys.argv[1:]
                def echoes(end): return bool(termios.tcgetattr(end)[3] & termios.ECHO)
                for name, act in [("typed", None), ("int", signal.SIGINT), ("term", signal.SIGTERM)]:
                    ours, theirs = pty.openpty()
                    def lead():
                        import fcntl; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0)
                        # Whoever runs the tests in the background ignores it.
                        signal.signal(signal.SIGINT, signal.SIG_DFL)
                    child = subprocess.Popen([program, "user", "create", name, "--data", folder],
                        stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=lead)
                    before = True; shown = b""
                    while b"Password: " not in shown: shown += os.read(ours, 1000)
                    while echoes(theirs): time.sleep(0.01)
                    if act: child.send_signal(act)
                    else: os.write(ours, b"Typed@2026\n")
                    status = child.wait(timeout=30)
                    os.set_blocking(ours, False)
                    try: shown += os.read(ours, 1000)
                    except BlockingIOError: pass
                    print(name, status, echoes(theirs), b"Typed@2026" in shown, flush=True)
                """#
            let output = try await python(script, folder)
            #expect(
                output == "typed 0 True False\nint -2 True False\nterm -15 True False\n",
                "\(output)")
            let server = try await ServerProcess.serve(
                folder: folder, environment: ["ROSTER_ADMIN_PASSWORD": "Admin@2021"])
            _ = try await server.client("IAM").token(of: "typed", password: "Typed@2026")
        }
    }

    @Test("reports, JSON and errors hold nothing that a terminal obeys, and read back as they were")
    func hostileWords() async throws {
        let hostile = "\u{9B}31m\u{7F}X\u{202E}Y\u{2028}\u{E0001}🙂"
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder + "/data")
            try await verb.succeed("user", "create", "ada", "--no-password")
            let row = try JSONSerialization.data(withJSONObject: ["id": 7, "name": hostile])
            try row.write(to: URL(fileURLWithPath: folder + "/t.jsonl"))
            let report = try await verb.run("import", folder + "/t.jsonl", "--surface", "IAM")
            let line = TransferFolder.lines(report.output).first
            #expect(line?["name"] as? String == hostile, "\(report)")
            let shown = try await verb.run("user", "show", "\u{1B}[31m" + hostile)
            let missing = try await verb.run("import", "\u{1B}[31m.jsonl")
            #expect(shown.status == 1 && missing.status == 1)
            let texts = [report.output, report.errors, shown.errors, missing.errors]
            for text in texts {
                let bad = text.unicodeScalars.filter {
                    $0 != "\n"
                        && [.control, .format, .lineSeparator].contains(
                            $0.properties.generalCategory)
                }
                #expect(bad.isEmpty, "\(text.debugDescription)")
            }
            #expect(report.output.contains("🙂"))
        }
    }

    /// Root alone can be two users.
    @Test(
        "what this user may not write is found by the doctor, and no link is followed to the lock",
        .enabled(if: geteuid() == 0))
    func owner() async throws {
        try await withTemporaryFolder { folder in
            let data = folder + "/data"
            let script = #"""
                import os, subprocess, sys
                program, parent = sys.argv[1:]
                folder = parent + "/data"
                os.chmod(parent, 0o755); os.mkdir(folder, 0o700); os.chown(folder, 4711, 4711)
                subprocess.run([program, "user", "create", "ada", "--no-password", "--data", folder],
                               check=True, capture_output=True)
                for name in os.listdir(folder): os.chown(folder + "/" + name, 4711, 4711)
                descriptor = os.open(program, os.O_RDONLY)
                # The program may lie where the other user cannot go.
                def become(): os.setgroups([]); os.setgid(4711); os.setuid(4711)
                def run(*words):
                    child = os.fork()
                    if child == 0:
                        null = os.open("/dev/null", os.O_RDWR)
                        os.dup2(null, 1)
                        become(); os.chdir("/")
                        os.execve(descriptor, [program, *words, "--data", folder,
                            "--listen", "127.0.0.1:0", "--iam-listen", "127.0.0.1:0"], {"PATH": "/"})
                    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
                print(run("user", "create", "eve", "--no-password"), run("doctor"))
                for place in ["roster.db", "roster.lock", "media"]:
                    path = folder + "/" + place
                    if place == "media": os.makedirs(path, exist_ok=True)
                    old = os.stat(path)
                    os.chown(path, 0, 0); os.chmod(path, 0o500 if place == "media" else 0o400)
                    print(place, run("doctor"))
                    os.chmod(path, old.st_mode & 0o777); os.chown(path, 4711, 4711)
                """#
            let output = try await python(script, folder)
            #expect(
                output == "0 0\nroster.db 1\nroster.lock 1\nmedia 1\n", "\(output)")
            let (lock, other) = (data + "/roster.lock", folder + "/other")
            try FileManager.default.removeItem(atPath: lock)
            try Data("precious".utf8).write(to: URL(fileURLWithPath: other))
            try FileManager.default.createSymbolicLink(
                atPath: lock, withDestinationPath: other)
            let end = try await Verb(folder: data).run("user", "list")
            #expect(end.status == 1 && end.errors.contains("no file of Roster's own"), "\(end)")
            #expect(try String(contentsOfFile: other, encoding: .utf8) == "precious")
        }
    }
}
