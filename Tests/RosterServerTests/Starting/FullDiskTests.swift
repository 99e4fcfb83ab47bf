import Foundation
import RosterTestSupport
import Testing

/// Starts on a disk that has no room, or that takes no writes: a file system in memory of each size,
/// in a mount namespace of its own.
@Suite("Starts on a disk without room", .serialized) struct FullDiskTests {
    /// Runs a script in which `$DISK` is a folder to mount on and `roster` the program; nil where
    /// this machine lets nobody mount.
    private func mounted(_ script: String) async throws -> String? {
        let unshare = ["unshare", "--user", "--map-root-user", "--mount"]
        guard (try? await Tool.run(unshare + ["mount", "-t", "tmpfs", "none", "/mnt"])) != nil
        else { return nil }
        return try await withTemporaryFolder { folder in
            try await Tool.run(
                unshare + [
                    "bash", "-c",
                    """
                    unset ${!ROSTER_@}
                    DISK=$1 PROGRAM=$0
                    roster() { timeout 20 "$PROGRAM" "$@"; }
                    \(script)
                    """, ServerProcess.program, folder,
                ])
        }
    }

    @Test("say so at whatever step the room ends, and what to do, by the path")
    func everySize() async throws {
        // From less than the lock needs to more than a new database does.
        let sizes = Array(stride(from: 4, through: 900, by: 28))
        let output = try await mounted(
            """
            for size in \(sizes.map(String.init).joined(separator: " ")); do
                mount -t tmpfs -o size=${size}k none "$DISK"
                roster migrate --data "$DISK/data" >"$DISK.out" 2>&1
                echo "$size $? $(tr '\\n' ' ' <"$DISK.out")"
                umount "$DISK"
            done
            """)
        guard let output else { return }
        let lines = output.split(separator: "\n")
        #expect(lines.count == sizes.count)
        var refusedCount = 0
        for line in lines where line.split(separator: " ")[1] != "0" {
            refusedCount += 1
            #expect(line.split(separator: " ")[1] == "1", "\(line)")
            let saysFull = ["No space left", "the disk is full"].contains { line.contains($0) }
            #expect(saysFull && line.contains("make room"), "\(line)")
            #expect(line.contains("/data"), "\(line)")
            #expect(!line.contains("error "), "\(line)")
        }
        #expect((5..<sizes.count).contains(refusedCount), "\(output)")
    }

    @Test("say so when the room ends in the middle of a start that serves")
    func serving() async throws {
        let output = try await mounted(
            """
            for left in 0 4 16 64 128 200; do
                mount -t tmpfs -o size=8m none "$DISK"
                roster migrate --data "$DISK/data" >"$DISK.out" 2>&1 || echo "no migration"
                head -c 8m /dev/zero >"$DISK/filler" 2>/dev/null
                truncate -s -${left}k "$DISK/filler"
                "$PROGRAM" serve --data "$DISK/data" --listen 127.0.0.1:0 --iam-listen 127.0.0.1:0 \\
                    >"$DISK.out" 2>&1 &
                for try in $(seq 200); do
                    grep -q Administrator "$DISK.out" && break
                    kill -0 $! 2>/dev/null || break
                    sleep 0.05
                done
                kill $! 2>/dev/null; wait $! 2>/dev/null
                echo "$left $(tr '\\n' ' ' <"$DISK.out")"
                umount "$DISK"
            done
            """)
        guard let output else { return }
        for line in output.split(separator: "\n") where !line.contains("Administrator") {
            let saysFull = ["No space left", "the disk is full"].contains { line.contains($0) }
            #expect(saysFull && line.contains("make room"), "\(line)")
            #expect(!line.contains("admin.name"), "no setting is to blame: \(line)")
        }
        #expect(output.contains("0 Error"), "\(output)")
    }

    @Test("a verb that the room ends for says so, by the folder")
    func verbs() async throws {
        let output = try await mounted(
            """
            mount -t tmpfs -o size=8m none "$DISK"
            for number in $(seq 3000); do echo "{\\"id\\":$number,\\"name\\":\\"user$number\\"}"; done \
                >"$DISK/t.jsonl"
            roster migrate --data "$DISK/data" >/dev/null
            roster user create ada --role admin --no-password --data "$DISK/data" >/dev/null
            head -c 8m /dev/zero >"$DISK/filler" 2>/dev/null
            truncate -s -200k "$DISK/filler"
            roster import "$DISK/t.jsonl" --surface IAM --data "$DISK/data" >/dev/null 2>"$DISK.err"
            echo "import $? $(tail -1 "$DISK.err")"
            truncate -s -40k "$DISK/filler"
            roster export "$DISK/out.jsonl" --data "$DISK/data" >/dev/null 2>"$DISK.err"
            echo "export $? $(tail -1 "$DISK.err")"
            """)
        guard let output else { return }
        let lines = output.split(separator: "\n")
        #expect(lines.count == 2, "\(output)")
        #expect(lines[0].hasPrefix("import 1 "), "\(output)")
        #expect(lines[0].contains("the disk is full") && lines[0].contains("/data"), "\(output)")
        // Reading needs no room; what it writes does.
        let isClear = ["export 0", "No space left on device", "the disk is full"]
            .contains { lines[1].contains($0) }
        #expect(isClear, "\(output)")
    }

    @Test("say that the file system takes no writes, and which")
    func readOnly() async throws {
        let output = try await mounted(
            """
            mount -t tmpfs none "$DISK"
            mkdir "$DISK/empty"
            roster migrate --data "$DISK/data" >/dev/null
            mount -o remount,ro "$DISK"
            for folder in data empty new; do
                roster user list --data "$DISK/$folder" 2>&1
                roster migrate --data "$DISK/$folder" 2>&1
                roster serve --data "$DISK/$folder" --listen 127.0.0.1:0 2>&1
            done
            true
            """)
        guard let output else { return }
        let lines = output.split(separator: "\n").filter { !$0.contains("there is no directory") }
        #expect(lines.count == 7, "\(output)")
        for line in lines {
            #expect(line.contains("Read-only file system"), "\(line)")
            #expect(line.contains("writable") && line.contains("data (--data)"), "\(line)")
        }
    }
}
