import Foundation
import RosterTestSupport
import Testing

/// What import and export may do to the files that they are given.
@Suite("The files of roster import and export", .serialized)
struct TransferPathTests {
    @Test("refuses what can be read only once, instead of finding no row in it")
    func pipe() async throws {
        try await TransferFolder.with { folder in
            let words = [
                "import", "/dev/stdin", "--format", "jsonl", "--data", folder.path("data"),
            ]
            let end = try await ServerProcess.run(words, input: #"{"name":"ann"}"# + "\n")
            #expect(end.status == 1 && end.output.isEmpty, "\(end)")
            #expect(end.errors.contains("no regular file"), "\(end)")
        }
    }

    @Test("writes its report over no table")
    func reportOverInput() async throws {
        try await TransferFolder.with { folder in
            for words in [[], ["--dry-run"]] {
                try folder.write("table.jsonl", rows: [["id": 1, "name": "ann"]])
                let before = try folder.read("table.jsonl")
                let path = folder.path("table.jsonl")
                let end = try await folder.run(
                    ["import", path, "--surface", "IAM", "--report", path] + words)
                #expect(end.status != 0, "\(end)")
                #expect(try folder.read("table.jsonl") == before, "the table is gone")
            }
        }
    }

    @Test("rehearsed leaves the report of an import that was done as it is")
    func reportOfRehearsal() async throws {
        try await TransferFolder.with { folder in
            try folder.write("table.jsonl", rows: [["id": 1, "name": "ann"]])
            let report = folder.path("report.jsonl")
            try await folder.succeed("table.jsonl", "--surface", "IAM", "--report", report)
            let before = try folder.read("report.jsonl")
            let rehearsed = try await folder.importing(
                "table.jsonl", "--surface", "IAM", "--report", report, "--dry-run")
            #expect(rehearsed.status == 1 && rehearsed.errors.contains("holds something"))
            let end = try await folder.importing(
                "table.jsonl", "--surface", "IAM", "--report", report)
            #expect(end.status == 0, "\(end.errors)")
            #expect(try folder.read("report.jsonl") == before)
        }
    }

    @Test("exports take the place of a file, and of nothing else")
    func pipeAsTarget() async throws {
        try await TransferFolder.with { folder in
            try folder.write("table.jsonl", rows: [["name": "ann"]])
            try await folder.succeed("table.jsonl")
            let target = folder.path("pipe.jsonl")
            // Open for reading, too, so that writing into it waits for nobody.
            let got = try await Tool.run([
                "env", "-u", "ROSTER_PROGRAM", "sh", "-c",
                #"mkfifo "$1"; exec 3<>"$1"; "$0" export "$1" --data "$2" 3<&-; head -1 <&3"#,
                ServerProcess.program, target, folder.path("data"),
            ])
            #expect(TransferFolder.lines(got).map { $0["name"] as? String } == ["ann"], "\(got)")
            let type = try FileManager.default.attributesOfItem(atPath: target)[.type]
            #expect(type as? FileAttributeType != .typeRegular, "the pipe is gone")
        }
    }

    @Test("a report that can be no file is said so in words")
    func reportToDevice() async throws {
        try await TransferFolder.with { folder in
            try folder.write("table.jsonl", rows: [["name": "ann"]])
            let end = try await folder.importing("table.jsonl", "--report", "/dev/null")
            #expect(end.status == 1 && end.errors.contains("no regular file"), "\(end.errors)")
        }
    }
}
