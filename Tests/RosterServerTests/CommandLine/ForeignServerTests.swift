import Foundation
import RosterTestSupport
import Testing

/// Commands that meet somebody else at the control socket than a server of their own release.
@Suite("A command and a server that it cannot speak with", .serialized)
struct ForeignServerTests {
    private struct End: Decodable {
        let status: Int
        let output: String
        let errors: String
    }

    /// Listens at the folder's socket, greets with `greeting` (nobody, if nil), answers everything with
    /// `reply`, and runs commands over the folder, all at once.
    private static func run(
        greeting: String?, reply: String = "{}", _ commands: [[String]]
    ) async throws -> [End] {
        let script = #"""
            import fcntl, json, os, socket, struct, subprocess, sys, threading
            program, folder, greeting, reply, commands = sys.argv[1:]
            lock = open(folder + "/roster.lock", "w"); lock.write(f"{os.getpid()}\n"); lock.flush()
            fcntl.flock(lock, fcntl.LOCK_EX)
            listener = socket.socket(socket.AF_UNIX); listener.bind(folder + "/roster.sock")
            listener.listen(64)
            def frame(text): return struct.pack(">I", len(text.encode())) + text.encode()
            def serve(peer):
                if greeting == "-": return held.append(peer)
                peer.sendall(frame(greeting))
                while peer.recv(65536): peer.sendall(frame(reply))
            held = []
            def accept():
                while True:
                    threading.Thread(target=serve, args=listener.accept()[:1], daemon=True).start()
            threading.Thread(target=accept, daemon=True).start()
            environment = {k: v for k, v in os.environ.items() if not k.startswith("ROSTER_")}
            running = [subprocess.Popen([program, *words, "--data", folder], text=True,
                       env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE) for words in json.loads(commands)]
            ends = []
            for process in running:
                output, errors = process.communicate(timeout=60)
                ends.append({"status": process.returncode, "output": output, "errors": errors})
            print(json.dumps(ends))
            """#
        return try await withTemporaryFolder { folder in
            let words = String(decoding: try JSONEncoder().encode(commands), as: UTF8.self)
            let output = try await Tool.run([
                "python3", "-c", script, ServerProcess.program, folder, greeting ?? "-", reply,
                words,
            ])
            return try JSONDecoder().decode([End].self, from: Data(output.utf8))
        }
    }

    private static func greeting(version: Int) -> String {
        #"{"version":\#(version),"release":"9.9\u001b[31m","process":4711,"more":[1]}"#
    }

    private static let commands = [
        ["user", "list"], ["doctor", "--listen", "127.0.0.1:0", "--iam-listen", "127.0.0.1:0"],
    ]

    @Test("of a newer or an older release says which of the two to use, and ends no server")
    func otherRelease() async throws {
        for (version, says) in [
            (2, "use the server's own program"), (0, "restart the server with this release"),
        ] {
            let ends = try await Self.run(greeting: Self.greeting(version: version), Self.commands)
            #expect(ends.count == 2)
            let (list, doctor) = (ends[0], ends[1])
            #expect(list.status == 1 && list.output.isEmpty, "\(list)")
            #expect(list.errors.contains(says) && list.errors.contains("4711"), "\(list)")
            #expect(!list.errors.contains("\u{1B}"), "\(list)")
            #expect(doctor.output.contains(says), "\(doctor)")
            #expect(!doctor.output.contains("end process"), "\(doctor)")
        }
    }

    @Test("that hangs is told so by every verb and the doctor, which do not hang with it")
    func silent() async throws {
        let ends = try await Self.run(greeting: nil, Self.commands)
        for end in ends {
            #expect(end.status == 1, "\(end)")
            #expect((end.output + end.errors).contains("does not answer"), "\(end)")
        }
    }

    @Test("whose refusal has an unknown word still says why")
    func unknownCode() async throws {
        let ends = try await Self.run(
            greeting: Self.greeting(version: 1),
            reply: #"{"failure":{"code":"quota","message":"the quota is used up"}}"#,
            [["user", "list"]])
        #expect(ends.first?.errors == "Error: the quota is used up\n", "\(ends)")
    }
}
