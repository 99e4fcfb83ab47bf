import Foundation
import RosterTestSupport
import Testing

/// `/readyz` of the program on a disk that fills up, or stops taking writes, under it.
@Suite("Readiness on a failing disk", .serialized) struct ReadyOnDiskTests {
    @Test("a full and a read-only disk are told by their part, and nothing when they are mended")
    func disk() async throws {
        let unshare = ["unshare", "--user", "--map-root-user", "--mount"]
        guard (try? await Tool.run(unshare + ["mount", "-t", "tmpfs", "none", "/mnt"])) != nil
        else { return }
        let output = try await withTemporaryFolder { folder in
            try await Tool.run(
                unshare + [
                    "bash", "-c",
                    """
                    unset ${!ROSTER_@}
                    DISK=$1 PROGRAM=$0
                    mount -t tmpfs -o size=64m none "$DISK"
                    mkdir -m 700 "$DISK/data"
                    "$PROGRAM" serve --data "$DISK/data" --listen 127.0.0.1:0 \\
                        --iam-listen 127.0.0.1:0 >"$DISK/out" 2>&1 &
                    SERVER=$!
                    trap 'kill -9 $SERVER' EXIT
                    for try in $(seq 400); do
                        grep -q Administrator: "$DISK/out" && break; sleep 0.05
                    done
                    URL=$(sed -n 's/.*Ops *\\(http.*\\)healthz.*/\\1readyz/p' "$DISK/out")
                    # Until the answer is another one than before.
                    ask() {
                        for try in $(seq 100); do
                            ANSWER=$(curl -s -m 5 -w ' %{http_code}' "$URL")
                            [ "$ANSWER" = "$1" ] || break
                            sleep 0.1
                        done
                        echo "$ANSWER"
                    }
                    ask ""
                    head -c 60m /dev/zero >"$DISK/filler" 2>/dev/null
                    ask '{"status":"ready"} 200'
                    rm "$DISK/filler"
                    ask "$ANSWER"
                    """, ServerProcess.program, folder,
                ])
        }
        let lines = output.split(separator: "\n").map(String.init)
        #expect(lines.count == 3, "\(output)")
        #expect(lines.first == #"{"status":"ready"} 200"# && lines.last == lines.first, "\(output)")
        let full = lines.dropFirst().first ?? ""
        #expect(full.hasPrefix(#"{"error":"not ready","failing":["disk""#), "\(output)")
        #expect(full.hasSuffix(" 503"), "\(output)")
    }
}
