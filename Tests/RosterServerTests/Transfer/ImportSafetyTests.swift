import Foundation
import RosterTestSupport
import Testing

/// What a mistaken command, a hostile table or a neighbour's file must not come to.
@Suite("roster import and export, held wrongly", .serialized)
struct ImportSafetyTests {
    private static func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("a table without a header is refused, and nobody's data is shown")
    func noHeader() async throws {
        let people = [
            "1,annabel,Sesame-One,annabel@example.com\n",
            "2,bobby,Sesame-Two,bobby@example.com\n",
        ]
        for (index, text) in [people.joined(), people[0]].enumerated() {
            for words in [["--surface", "IAM"], [], ["--passwords", "plain"]] {
                try await TransferFolder.with { folder in
                    let path = try folder.write("people.csv", text)
                    let end = try await folder.run(["import", path] + words)
                    let title = Comment(rawValue: "\(index) \(words): \(end)")
                    #expect(end.status == 1 && end.output.isEmpty, title)
                    #expect(end.errors.contains("no header"), title)
                    #expect(end.errors.split(separator: "\n").count == 1, title)
                    for secret in ["Sesame", "sesame", "annabel", "bobby"] {
                        #expect(!(end.output + end.errors).contains(secret), title)
                    }
                    #expect(!FileManager.default.fileExists(atPath: folder.path("data")), title)
                }
            }
        }
    }

    @Test("a table that was read in the wrong format is not done for the right one")
    func formats() async throws {
        try await TransferFolder.with { folder in
            try folder.write("table.csv", "id,name\n1,ann\n2,bob\n")
            let wrong = try await folder.importing(
                "table.csv", "--surface", "IAM", "--format", "jsonl")
            #expect(wrong.status == 1)
            #expect(
                wrong.lines.map(outcome) == Array(repeating: "refused unreadable", count: 3))
            let right = try await folder.importing(
                "table.csv", "--surface", "IAM", "--format", "csv")
            #expect(right.status == 0 && right.lines.map(outcome) == ["created", "created"])
        }
    }

    @Test("an import that was done before reports no row again, and says when it was done")
    func doneBefore() async throws {
        try await TransferFolder.with { folder in
            try folder.write("table.jsonl", rows: [["id": 1, "name": "ann"]])
            let words = ["import", folder.path("table.jsonl"), "--surface", "IAM"]
            let first = try await folder.run(words + ["--json"])
            let lines = TransferFolder.lines(first.output)
            #expect(lines.count == 2 && lines.last?["doneBefore"] is String == false)
            let second = try await folder.run(words)
            #expect(second.status == 0 && second.output.isEmpty, "\(second)")
            #expect(second.errors.contains("was imported by") && second.errors.contains("--again"))
            let third = try await folder.run(words + ["--json"])
            let sums = TransferFolder.lines(third.output)
            #expect(sums.count == 1, "\(third)")
            #expect((sums.last?["doneBefore"] as? String)?.isEmpty == false, "\(third)")
            #expect(sums.last?["created"] as? Int == 1)
        }
    }

    @Test("a report takes the place of no file that holds something")
    func reportOverNotes() async throws {
        try await TransferFolder.with { folder in
            try folder.write("table.jsonl", rows: [["id": 1, "name": "ann"]])
            try folder.write("notes.txt", "one\ntwo\n")
            let words = ["--surface", "IAM", "--report"]
            let table = ["import", folder.path("table.jsonl")] + words
            let end = try await folder.run(table + [folder.path("notes.txt")])
            #expect(end.status == 1 && end.output.isEmpty, "\(end)")
            #expect(end.errors.contains("holds something"), "\(end)")
            #expect(try folder.read("notes.txt") == Data("one\ntwo\n".utf8))
            #expect(try await folder.dump().isEmpty, "it was imported all the same")
            let again = try await folder.run(table + [folder.path("report.jsonl")])
            #expect(again.status == 0, "\(again)")
            #expect(try folder.lines("report.jsonl").map(outcome) == ["created"])
            // Nor when there is no row left to report.
            _ = try await folder.run(table + [folder.path("notes.txt")])
            #expect(try folder.read("notes.txt") == Data("one\ntwo\n".utf8))
        }
    }

    @Test("--again that is refused begins nothing anew")
    func refusedAgain() async throws {
        try await TransferFolder.with { folder in
            try folder.write("table.jsonl", rows: [["id": 1, "name": "ann"]])
            let table = ["import", folder.path("table.jsonl"), "--surface", "IAM"]
            let report = ["--report", folder.path("report.jsonl")]
            #expect(try await folder.run(table + report).status == 0)
            _ = try await folder.run(["user", "create", "chief", "--role", "admin"])
            #expect(try await folder.run(["user", "delete", "ann"]).status == 0)
            #expect(try await folder.run(table + report + ["--again"]).status == 1)
            let plain = try await folder.run(table)
            #expect(plain.errors.contains("was imported by"), "\(plain)")
            #expect(try await folder.dump().isEmpty, "the deleted one is back")
        }
    }

    @Test("a rehearsal without a directory leaves no folder, however it ends")
    func trialFolders() async throws {
        try await TransferFolder.with { folder in
            let rows = (0..<3000).map { ["id": $0 + 1, "name": "user\($0)"] as [String: Any] }
            let table = try folder.write("table.jsonl", rows: rows)
            let place = folder.path("place")
            let old = place + "/roster-trial-old"
            try FileManager.default.createDirectory(
                atPath: old, withIntermediateDirectories: true)
            try await Tool.run(["touch", "-d", "2 hours ago", old])
            _ = try await Tool.run([
                "env", "-u", "ROSTER_PROGRAM", "TMPDIR=" + place, "bash", "-c",
                #""$0" import "$1" --surface IAM --dry-run --data "$2" | head -1"#,
                ServerProcess.program, table, folder.path("nowhere"),
            ])
            #expect(try FileManager.default.contentsOfDirectory(atPath: place).isEmpty)
        }
    }

    @Test("an export is its owner's alone, and goes through nobody else's file or link")
    func exportBesideOthers() async throws {
        try await TransferFolder.with { folder in
            try folder.write("table.jsonl", rows: [["id": 1, "name": "ann"]])
            try await folder.succeed("table.jsonl", "--surface", "IAM")
            // What others may have laid there: a file that all can read, and a link to another.
            try folder.write("one.jsonl.part", "somebody's")
            try folder.write("victim.txt", "precious")
            try FileManager.default.createSymbolicLink(
                atPath: folder.path("two.jsonl.part"),
                withDestinationPath: folder.path("victim.txt"))
            for name in ["one.jsonl.part", "victim.txt"] {
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o644], ofItemAtPath: folder.path(name))
            }
            for name in ["one.jsonl", "two.jsonl"] {
                try await folder.exporting(name, "--hashes")
                #expect(try folder.lines(name).map { $0["name"] as? String } == ["ann"])
                #expect(try Self.mode(folder.path(name)) == 0o600, "\(name)")
            }
            #expect(try folder.read("one.jsonl.part") == Data("somebody's".utf8))
            #expect(try Self.mode(folder.path("one.jsonl.part")) == 0o644)
            #expect(try folder.read("victim.txt") == Data("precious".utf8))
            let parts = try FileManager.default.contentsOfDirectory(atPath: folder.folder)
                .filter { $0.hasSuffix(".part") }
            #expect(Set(parts) == ["one.jsonl.part", "two.jsonl.part"], "nothing is left behind")
        }
    }

    @Test("cards with deep and long documents fit what a server takes at once")
    func bigCards() async throws {
        try await TransferFolder.with { folder in
            let text = String(repeating: "x", count: 60_000)
            let cards = (1...300).map { number in
                [
                    "id": "usr_\(number)", "account": "admin", "name": "Card \(number)",
                    "snapshot": ["name": "Card \(number)", "data": ["text": text]]
                        as [String: Any],
                ] as [String: Any]
            }
            try folder.write("cards.jsonl", rows: cards)
            let server = try await ServerProcess.serve(folder: folder.path("data"))
            for words in [["--dry-run"], []] {
                let path = folder.path("cards.jsonl")
                let end = try await folder.run(["import", path, "--surface", "Tavern"] + words)
                #expect(end.status == 0, "\(words): \(end.errors)")
                let lines = TransferFolder.lines(end.output)
                #expect(lines.count == 300 && lines.allSatisfy { outcome($0) == "created" })
            }
            try await folder.exporting("after.jsonl", "--surface", "Tavern")
            #expect(try folder.lines("after.jsonl").count == 300)
            server.kill(15)
            await server.wait()
        }
    }

    @Test("a rehearsal leaves the database of an older release as it is, and says what comes first")
    func olderSchema() async throws {
        try await TransferFolder.with { folder in
            try folder.write("table.jsonl", rows: [["id": 1, "name": "ann"]])
            try await folder.succeed("table.jsonl", "--surface", "IAM")
            let script = """
                import sqlite3, sys
                base = sqlite3.connect(sys.argv[1])
                base.execute("DELETE FROM schema_migration WHERE number = "
                    "(SELECT MAX(number) FROM schema_migration)")
                base.commit()
                """
            try await Tool.run(["python3", "-c", script, folder.path("data/roster.db")])
            let before = try await folder.content()
            try folder.write("other.jsonl", rows: [["id": 2, "name": "bob"]])
            let end = try await folder.run([
                "import", folder.path("other.jsonl"), "--surface", "IAM", "--dry-run",
            ])
            #expect(end.status != 0 && end.output.isEmpty, "\(end)")
            #expect(end.errors.contains("roster migrate"), "\(end)")
            #expect(end.errors.split(separator: "\n").count == 1, "\(end)")
            #expect(try await folder.content() == before, "something has changed")
        }
    }

    @Test("a password in the clear is not kept as a hash, whatever hash it looks like")
    func plainAsHash() async throws {
        for words in [["--surface", "IAM"], []] {
            try await TransferFolder.with { folder in
                let passwords = ["Summer2024pwd", "abcdefghijklm", "_J9..rasmBYk8r9AiWNc"]
                try folder.write(
                    "table.csv",
                    "name,password\n"
                        + passwords.enumerated().map { "user\($0),\($1)\n" }.joined())
                let end = try await folder.run(["import", folder.path("table.csv")] + words)
                #expect(end.status == 1, "\(words)")
                #expect(
                    TransferFolder.lines(end.output).map(outcome)
                        == passwords.map { _ in "refused unknownHash" }, "\(words)")
                for password in passwords { #expect(!"\(end)".contains(password), "\(words)") }
                #expect(try await folder.dump().isEmpty)
            }
        }
    }

    @Test("a card's account is not looked for by a number that the old system gave it")
    func numberedOwners() async throws {
        try await TransferFolder.with { folder in
            try folder.write("people.jsonl", rows: [["name": "ann"], ["name": "7"]])
            try await folder.succeed("people.jsonl")
            for (index, owner) in ["ann", "7"].enumerated() {
                let table = "cards\(index).csv"
                let cells = #"card\#(index),\#(owner),"{""name"":""Card""}""#
                try folder.write(table, "id,account_id,snapshot\n\(cells)\n")
                let nobody = try await folder.importing(table, "--surface", "Tavern")
                #expect(nobody.status == 1, "\(owner)")
                #expect(nobody.lines.map(outcome) == ["refused noOwner"], "\(owner)")
                #expect(nobody.errors.contains("account_id"), "it says that nothing is taken")
            }
            let somebody = try await folder.importing(
                "cards0.csv", "--surface", "Tavern", "--owner", "ann")
            #expect(somebody.status == 0 && somebody.lines.map(outcome) == ["created"])
        }
    }
}
