import Foundation

/// A gate before the C library's `fsync` and `fdatasync` in another process: while it is closed,
/// every one of them waits in front of it. It notes which files they were for.
struct SyncGate: Sendable {
    private let folder: String
    private var gate: String { folder + "/closed" }
    private var notes: String { folder + "/notes" }
    private var library: String { folder + "/sync-gate.so" }

    /// Compiles the shim into `folder`.
    init(compiledIn folder: String) async throws {
        self.folder = folder
        let source = folder + "/sync-gate.c"
        try Self.source.write(toFile: source, atomically: true, encoding: .utf8)
        try await Tool.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"])
        _ = FileManager.default.createFile(atPath: notes, contents: nil)
    }

    /// What the other process needs in its environment.
    var environment: [String: String] {
        ["LD_PRELOAD": library, "SYNC_GATE": gate, "SYNC_NOTES": notes]
    }

    func close() { _ = FileManager.default.createFile(atPath: gate, contents: nil) }

    func open() { try? FileManager.default.removeItem(atPath: gate) }

    /// How many syncs of the database's log came to the gate so far, those included that went on.
    var logSyncsCount: Int {
        let text = (try? String(contentsOfFile: notes, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").count { $0.hasSuffix("-wal") }
    }

    private static let source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <unistd.h>

        static void pass(int file) {
            const char *gate = getenv("SYNC_GATE"), *notes = getenv("SYNC_NOTES");
            char link[64], path[4096];
            if (!gate || !notes) return;
            snprintf(link, sizeof link, "/proc/self/fd/%d", file);
            ssize_t length = readlink(link, path, sizeof path - 1);
            if (length < 0) length = 0;
            path[length] = '\\n';
            int log = open(notes, O_WRONLY | O_APPEND | O_CLOEXEC);
            if (log >= 0) {
                if (write(log, path, length + 1) < 0) abort();
                close(log);
            }
            while (access(gate, F_OK) == 0) usleep(2000);
        }

        int fsync(int file) {
            static int (*real)(int);
            if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
            pass(file);
            return real(file);
        }

        int fdatasync(int file) {
            static int (*real)(int);
            if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
            pass(file);
            return real(file);
        }
        """
}
