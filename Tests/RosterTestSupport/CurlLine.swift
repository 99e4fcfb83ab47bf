import Foundation

/// Runs curl lines through a shell, as a reader of a page would.
package enum CurlLine {
    /// What curl showed: the whole answer, its head included, and then `=== METHOD URL`. Line ends
    /// are `\n`.
    package static func run(_ command: String) async throws -> String {
        try await shell(
            command, configuration: "include\nwrite-out = \"\\n=== %{method} %{url}\"\n")
    }

    /// What a whole script prints, errors included.
    /// - Parameters:
    ///   - variables: Of the shell's environment.
    ///   - configuration: What curl is told beyond the lines themselves.
    package static func shell(
        _ script: String, variables: [String: String] = [:], configuration: String = ""
    ) async throws -> String {
        try await withTemporaryFolder { folder in
            try ("silent\nshow-error\nmax-time = 30\n" + configuration).write(
                toFile: folder + "/.curlrc", atomically: true, encoding: .utf8)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", script]
            process.environment = ["PATH": "/usr/bin:/bin", "CURL_HOME": folder]
                .merging(variables) { $1 }
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            process.standardInput = FileHandle.nullDevice
            try process.run()
            return await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    let data = output.fileHandleForReading.readDataToEndOfFile()
                    process.waitUntilExit()
                    let text = String(decoding: data, as: UTF8.self)
                    continuation.resume(
                        returning: text.replacingOccurrences(of: "\r\n", with: "\n"))
                }
            }
        }
    }
}
