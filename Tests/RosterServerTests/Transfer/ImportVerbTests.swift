import Foundation
import RosterTestSupport
import Testing

@Suite("roster import", .serialized)
struct ImportVerbTests {
    private static var people: [[String: Any]] {
        [
            ["id": 1, "name": "ann", "email": "ann@example.com"],
            ["id": 2, "name": "ANN", "email": "other@example.com"],
            ["id": 3, "name": "bob", "email": "ann@example.com"],
            ["id": 4, "name": "bad\u{7}"], ["id": 5, "name": "eve"], ["id": 5, "name": "twice"],
            ["id": "x", "name": "unreadable"], ["name": "without id"],
        ]
    }

    @Test("rehearsed changes nothing at all, and says what the real one then does")
    func rehearsal() async throws {
        for (match, conflict) in [("none", "report"), ("name", "link"), ("email", "skip")] {
            try await TransferFolder.with { folder in
                let words = ["--surface", "IAM", "--match", match, "--on-conflict", conflict]
                try folder.write("native.jsonl", rows: [["name": "native"], ["name": "eve"]])
                try await folder.succeed("native.jsonl")
                try folder.write("table.jsonl", rows: Self.people)
                let before = try await folder.content()
                let table = ["import", folder.path("table.jsonl")] + words
                let rehearsed = try await folder.run(table + ["--dry-run"])
                #expect(try await folder.content() == before, "something has changed")
                #expect(rehearsed.errors.contains("would be: "))
                let real = try await folder.run(table)
                #expect(rehearsed.status == real.status)
                let left = TransferFolder.lines(rehearsed.output)
                let right = TransferFolder.lines(real.output)
                #expect(left.count == Self.people.count && right.count == left.count)
                #expect(left.map(outcome) == right.map(outcome))
                #expect(left.map { $0["row"] as? Int } == right.map { $0["row"] as? Int })
                #expect(
                    rehearsed.errors.contains(
                        real.errors.split(separator: "\n").last.map(String.init) ?? "?"))
            }
        }
    }

    @Test("rehearsed without a directory makes none")
    func rehearsalOfNothing() async throws {
        try await TransferFolder.with { folder in
            try folder.write("table.jsonl", rows: Self.people)
            let end = try await folder.importing(
                "table.jsonl", "--surface", "IAM", "--dry-run", to: "nowhere")
            #expect(end.lines.count == Self.people.count)
            #expect(!FileManager.default.fileExists(atPath: folder.path("nowhere")))
        }
    }

    @Test("ends with 0 when all was done, with 1 when a row was refused, with 64 for a wrong word")
    func statuses() async throws {
        try await TransferFolder.with { folder in
            try folder.write("good.jsonl", rows: [["id": 1, "name": "ann"]])
            try folder.write("clash.jsonl", rows: [["id": 2, "name": "ann"]])
            try folder.write("empty.csv", "")
            try folder.write("head.csv", "id,name\n")
            try folder.write("table.txt", "id,name\n9,zoe\n")
            let cases: [(words: [String], status: Int32)] = [
                (["good.jsonl"], 0), (["good.jsonl"], 0), (["clash.jsonl"], 1),
                (["clash.jsonl", "--on-conflict", "skip"], 0),
                (["clash.jsonl", "--on-conflict", "link"], 1),
                (["clash.jsonl", "--match", "name"], 1), (["empty.csv"], 0), (["head.csv"], 0),
                (["table.txt"], 64), (["table.txt", "--format", "csv"], 0),
                (["good.jsonl", "--match", "phone"], 64),
                (["good.jsonl", "--on-conflict", "guess"], 64),
                (["good.jsonl", "--owner", "ann"], 64), (["missing.csv"], 1),
            ]
            for (words, status) in cases {
                let all = ["import", folder.path(words[0]), "--surface", "IAM"] + words.dropFirst()
                let end = try await folder.run(all)
                #expect(end.status == status, "\(words): \(end)")
            }
        }
    }

    @Test("says in one line that a file cannot be read, and begins nothing")
    func unreadable() async throws {
        try await TransferFolder.with { folder in
            try FileManager.default.createDirectory(
                atPath: folder.path("folder.csv"), withIntermediateDirectories: false)
            for name in ["folder.csv", "missing.jsonl", "no/such/folder.csv"] {
                let end = try await folder.run(["import", folder.path(name)])
                #expect(end.status == 1 && end.output.isEmpty, "\(end)")
                #expect(end.errors.split(separator: "\n").count == 1, "\(end)")
                #expect(end.errors.contains("cannot be read"))
                #expect(!FileManager.default.fileExists(atPath: folder.path("data")))
            }
            // Everything after a faulty row is still taken.
            let bytes =
                Data("id,name\n1,\u{FC}\n".utf8) + Data([0x32, 0x2C, 0xFC, 0x0A])
                + Data("3,\"a\"b\n4,x,y\n5,\"open\n6,not a row".utf8)
            try bytes.write(to: URL(fileURLWithPath: folder.path("odd.csv")))
            let end = try await folder.importing("odd.csv", "--surface", "IAM")
            #expect(end.status == 1)
            #expect(
                end.lines.map(outcome)
                    == ["created"] + Array(repeating: "refused unreadable", count: 4))
        }
    }

    @Test("of a file that was done says so; --again goes through it, and all is present")
    func again() async throws {
        try await TransferFolder.with { folder in
            let rows = (1...1200).map { ["id": $0, "name": "user\($0)"] as [String: Any] }
            try folder.write("table.jsonl", rows: rows)
            #expect(try await folder.succeed("table.jsonl", "--surface", "IAM").count == 1200)
            let before = try await folder.dump()
            let second = try await folder.importing("table.jsonl", "--surface", "IAM")
            #expect(second.status == 0 && second.errors.contains("--again"))
            #expect(second.errors.contains("1200 created"), "what the import came to")
            let again = try await folder.succeed("table.jsonl", "--surface", "IAM", "--again")
            #expect(again.count == 1200 && again.allSatisfy { outcome($0) == "present" })
            #expect(try await folder.dump() == before)
        }
    }

    @Test("of a file that has changed is another one: what was done is present")
    func changed() async throws {
        try await TransferFolder.with { folder in
            var rows: [[String: Any]] = [["id": 1, "name": "ann"], ["id": 2, "name": "bob"]]
            try folder.write("table.jsonl", rows: rows)
            try await folder.succeed("table.jsonl", "--surface", "IAM")
            rows.append(["id": 3, "name": "eve"])
            try folder.write("table.jsonl", rows: rows)
            let lines = try await folder.succeed("table.jsonl", "--surface", "IAM")
            #expect(lines.map(outcome) == ["present", "present", "created"])
            // As are other options.
            let other = try await folder.succeed(
                "table.jsonl", "--surface", "IAM", "--match", "name")
            #expect(other.map(outcome) == ["present", "present", "present"])
        }
    }

    @Test("writes the same report to a file as to standard output, and a sum for scripts")
    func reports() async throws {
        try await TransferFolder.with { folder in
            try folder.write("table.jsonl", rows: Self.people)
            let path = folder.path("table.jsonl")
            let words = ["import", path, "--surface", "IAM", "--json"]
            let shown = try await folder.run(words, on: "one")
            let filed = try await folder.run(
                words + ["--report", folder.path("report.jsonl")], on: "two")
            #expect(shown.status == 1 && filed.status == 1)
            let all = TransferFolder.lines(shown.output)
            let (lines, sum) = (Array(all.dropLast()), try #require(all.last))
            #expect(sum["rows"] as? Int == Self.people.count && sum["dryRun"] as? Bool == false)
            #expect(sum["created"] as? Int == lines.count { outcome($0) == "created" })
            let kept = try folder.lines("report.jsonl")
            #expect(NSArray(array: kept) == NSArray(array: lines))
            #expect(TransferFolder.lines(filed.output).count == 1)
            for line in kept where outcome(line).hasPrefix("refused") {
                #expect((line["message"] as? String)?.isEmpty == false, "\(line)")
            }
            let mode =
                try FileManager.default.attributesOfItem(
                    atPath: folder.path("report.jsonl"))[.posixPermissions] as? Int
            #expect(mode == 0o600, "names and ids are nobody else's business")
            let elsewhere = try await folder.run(
                words + ["--report", folder.path("no/such/folder")], on: "three")
            #expect(elsewhere.status == 1 && elsewhere.output.isEmpty)
        }
    }

    @Test("of two at once of one file does each row once")
    func twoAtOnce() async throws {
        try await TransferFolder.with { folder in
            let rows = (1...5000).map { ["id": $0, "name": "user\($0)"] as [String: Any] }
            try folder.write("table.jsonl", rows: rows)
            let server = try await ServerProcess.serve(folder: folder.path("data"))
            let words = ["import", folder.path("table.jsonl"), "--surface", "IAM"]
            async let first = folder.run(words)
            async let second = folder.run(words)
            let ends = try await [first, second]
            #expect(ends.contains { $0.status == 0 }, "\(ends.map(\.errors))")
            for end in ends where end.status != 0 {
                #expect(end.errors.contains("another import of the same file"), "\(end.errors)")
            }
            let sum = try await folder.run(words)
            #expect(sum.errors.contains("5000 rows: 5000 created"), "\(sum.errors)")
            try await folder.exporting("after.jsonl")
            #expect(try folder.lines("after.jsonl").count == 5001)
            server.kill(15)
            await server.wait()
        }
    }

    @Test("shows its progress as lines on a pipe, and as a bar with a rate on a terminal")
    func progress() async throws {
        try await TransferFolder.with { folder in
            let rows = (1...20_000).map { ["id": $0, "name": "user\($0)"] as [String: Any] }
            try folder.write("table.jsonl", rows: rows)
            let words = ["import", folder.path("table.jsonl"), "--surface", "IAM"]
            let piped = try await folder.run(words, on: "one")
            #expect(!piped.errors.contains("\r") && !piped.errors.contains("\u{1B}"))
            #expect(
                piped.errors.hasSuffix("20000 created, 0 linked, 0 present, 0 skipped, 0 refused\n")
            )
            let line =
                ([ServerProcess.program] + words + [
                    "--report", folder.path("report.jsonl"), "--data", folder.path("two"),
                ]).map { "'\($0)'" }.joined(separator: " ")
            let shown = try await Tool.run([
                "env", "-u", "ROSTER_PROGRAM", "script", "-qec", line, "/dev/null",
            ])
            #expect(shown.contains("\r\u{1B}[K["), "\(shown.suffix(300))")
            let bar = /\[[#.]{24}\] \d+ of 20000 rows, \d+ %, \d+ a second, [0-9a-z ]+ left/
            let texts = shown.split(separator: "\r\u{1B}[K")
            #expect(texts.contains { $0.firstMatch(of: bar) != nil }, "\(texts.first ?? "")")
            #expect(shown.hasSuffix("0 refused\r\n"), "the bar is taken away: \(shown.suffix(200))")
        }
    }

    @Test("names the columns that it takes nothing from, printable")
    func strangers() async throws {
        try await TransferFolder.with { folder in
            try folder.write("table.csv", "id,name,shoe size,\u{1B}[31mred\n1,ann,42,x\n")
            let end = try await folder.importing("table.csv", "--surface", "IAM")
            #expect(end.status == 0 && end.errors.contains("shoe size"))
            #expect(!end.errors.contains("\u{1B}"))
        }
    }

    @Test("makes no administrator of an old table's row unless told to")
    func roles() async throws {
        try await TransferFolder.with { folder in
            try folder.write(
                "table.jsonl", rows: [["id": 1, "name": "root", "isAdmin": 1, "status": 1]])
            try await folder.succeed("table.jsonl", "--surface", "IAM", to: "one")
            try await folder.succeed("table.jsonl", "--surface", "IAM", "--roles", to: "two")
            let one = TransferFolder.lines(try await folder.dump(of: "one"))
            let two = TransferFolder.lines(try await folder.dump(of: "two"))
            #expect(one.first?["role"] as? String == "user")
            #expect(two.first?["role"] as? String == "admin")
        }
    }

    @Test("merges one person's rows of several tables into one account")
    func severalTables() async throws {
        try await TransferFolder.with { folder in
            try folder.write(
                "iam.jsonl",
                rows: [
                    [
                        "metadata": ["id": 7, "name": "ann"], "email": "ann@example.com",
                        "status": 1,
                    ]
                ])
            try folder.write("thinksns.csv", "id,name,email,bio\n12,Annie,ann@example.com,hello\n")
            try folder.write(
                "management.jsonl",
                rows: [
                    ["user_id": "user_3", "username": "annie3", "email": "ANN@example.com"]
                ])
            try await folder.succeed("iam.jsonl", "--surface", "IAM", "--match", "email")
            for (file, surface) in [
                ("thinksns.csv", "ThinkSNS"), ("management.jsonl", "Management"),
            ] {
                let lines = try await folder.succeed(
                    file, "--surface", surface, "--match", "email")
                #expect(lines.map(outcome) == ["linked"])
                #expect(lines.first?["differs"] as? [String] == ["name"])
            }
            let people = TransferFolder.lines(try await folder.dump())
            #expect(people.count == 1)
            #expect(people.first?["bio"] as? String == "hello")
            #expect(
                people.first?["keys"] as? [String: String]
                    == ["IAM": "7", "Management": "3", "ThinkSNS": "12"])
        }
    }
}
