import Foundation
import RosterTestSupport
import Testing

@Suite("Starts with too few open files", .serialized) struct OpenFilesTests {
    @Test("the limit is named, with what to raise; a soft limit is raised by itself")
    func limits() async throws {
        try await withTemporaryFolder { folder in
            _ = try await ServerProcess.run(["migrate", "--data", folder + "/data"])
            let verbs = [
                "serve --listen 127.0.0.1:0 --iam-listen 127.0.0.1:0", "user list", "export",
            ]
            for verb in verbs {
                let output = try await Tool.run([
                    "bash", "-c",
                    """
                    unset ${!ROSTER_@}; ulimit -n 20
                    timeout 20 "$0" \(verb) --data "$1/data" 2>&1; echo "status $?"
                    """, ServerProcess.program, folder,
                ])
                #expect(output.hasSuffix("status 1\n"), "\(verb): \(output)")
                #expect(output.contains("20 files") && output.contains("ulimit"), "\(output)")
            }
            let output = try await Tool.run([
                "bash", "-c",
                """
                unset ${!ROSTER_@}; ulimit -Sn 20
                "$0" user list --data "$1/data" 2>&1; echo "status $?"
                """, ServerProcess.program, folder,
            ])
            #expect(output.hasSuffix("status 0\n"), "\(output)")
        }
    }
}
