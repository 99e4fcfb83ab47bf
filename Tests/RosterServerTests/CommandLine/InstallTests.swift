import Foundation
import RosterTestSupport
import Testing

@Suite("make install")
struct InstallTests {
    @Test("puts program, manual and completions where systems look for them, and takes them away")
    func wholeLife() async throws {
        try await withTemporaryFolder { folder in
            try await Self.make("install", below: folder)
            #expect(
                Self.files(in: folder) == [
                    "usr/bin/roster",
                    "usr/share/bash-completion/completions/roster",
                    "usr/share/fish/vendor_completions.d/roster.fish",
                    "usr/share/man/man1/roster.1",
                    "usr/share/zsh/site-functions/_roster",
                ])
            let share = folder + "/usr/share/"
            let texts = [
                ("man/man1/roster.1", ["manual"]),
                ("bash-completion/completions/roster", ["completions", "bash"]),
                ("zsh/site-functions/_roster", ["completions", "zsh"]),
                ("fish/vendor_completions.d/roster.fish", ["completions", "fish"]),
            ]
            for (path, words) in texts {
                let text = try String(contentsOfFile: share + path, encoding: .utf8)
                #expect(try await ServerProcess.run(words).output == text, "\(path)")
            }
            #expect(FileManager.default.isExecutableFile(atPath: folder + "/usr/bin/roster"))
            try await Self.make("uninstall", below: folder)
            #expect(Self.files(in: folder).isEmpty)
        }
    }

    @Test("installs nothing when the program cannot say its manual")
    func brokenProgram() async throws {
        try await withTemporaryFolder { folder in
            await #expect(throws: FixtureFailure.self) {
                try await Self.make("install", below: folder, program: "/bin/false")
            }
            #expect(Self.files(in: folder).isEmpty)
        }
    }

    /// Without building: `-o build` says that this prerequisite is done.
    private static func make(
        _ target: String, below folder: String, program: String = ServerProcess.program
    ) async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        try await Tool.run([
            "make", "--silent", "-C", root.path, "-o", "build", target, "DESTDIR=\(folder)",
            "PREFIX=/usr", "PROGRAM=\(program)",
        ])
    }

    private static func files(in folder: String) -> [String] {
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
        return (paths ?? []).filter { path in
            var isFolder: ObjCBool = false
            let isThere = unsafe FileManager.default.fileExists(
                atPath: folder + "/" + path, isDirectory: &isFolder)
            return isThere && !isFolder.boolValue
        }.sorted()
    }
}
