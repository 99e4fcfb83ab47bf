import Foundation
import Glibc
import RosterTestSupport
import Testing

/// THREATS 40: what is in the memory of the program reaches no file.
@Suite("Dumps of memory", .serialized) struct DumpTests {
    @Test("a server may write no core file, and aborting it leaves none")
    func server() async throws {
        try await withTemporaryFolder { folder in
            // With its own handler, Swift's runtime prints where it was, and goes on.
            let server = try await ServerProcess.serve(
                folder: folder + "/data", environment: ["SWIFT_BACKTRACE": "enable=no"])
            let limits = try String(
                contentsOfFile: "/proc/\(server.processID)/limits", encoding: .utf8)
            let core = try #require(limits.split(separator: "\n").first { $0.contains("core") })
            #expect(core.firstMatch(of: /size\s+0\s+0\s/) != nil, "\(core)")
            // Verbs go through /proc/self/fd to its socket, and metrics are there.
            let list = try await Verb(folder: folder + "/data").succeed("user", "list")
            #expect(list.contains("admin"))
            #expect(try await server.client("Ops").send("GET", "/metrics").status == 200)
            server.kill(SIGABRT)
            await server.wait()
            for place in [folder, folder + "/data", FileManager.default.currentDirectoryPath] {
                let names = try FileManager.default.contentsOfDirectory(atPath: place)
                let cores = names.filter { $0 == "core" || $0 == "core.\(server.processID)" }
                #expect(cores.isEmpty, "\(place)")
            }
        }
    }

    @Test("another user serves and is asked as root is")
    func otherUser() async throws {
        guard geteuid() == 0 else { return }
        try await withTemporaryFolder { folder in
            let output = try await Tool.run([
                "bash", "-c",
                """
                unset ${!ROSTER_@}
                chmod 755 "$1"; mkdir -m 700 "$1/data"; chown nobody "$1/data"
                cp "$0" "$1/roster"; chmod 755 "$1/roster"; cd "$1"
                as() { setpriv --reuid=nobody --clear-groups "$@"; }
                setpriv --reuid=nobody --clear-groups ./roster serve --data data --listen 127.0.0.1:0 --iam-listen 127.0.0.1:0 \\
                    >out 2>&1 &
                trap 'kill -9 $!' EXIT
                for try in $(seq 400); do grep -q Administrator: out && break; sleep 0.05; done
                stat -c %U /proc/$(cat data/roster.lock)/maps
                as ./roster user list --data data
                """, ServerProcess.program, folder,
            ])
            // The kernel lets its own user look into no process that it may not dump.
            #expect(output.hasPrefix("root\n") && output.contains("admin"), "\(output)")
        }
    }
}
