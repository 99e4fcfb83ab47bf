import Foundation
import Glibc
import RosterTestSupport
import Testing

/// The table has clashes, so that the counts can be wrong in every way.
@Suite("An import that is killed", .serialized)
struct ImportKillTests {
    private static let rows = 100_000

    /// What row `number` must come to. Every thousandth has the name of the row before it, others
    /// the e-mail, some no name, some the id of an earlier row.
    private static func expected(_ number: Int) -> String {
        if number % 1000 == 0 { return "refused taken" }
        if number % 1499 == 0 { return "refused invalid" }
        if number % 1877 == 0 { return "present" }
        return "created"
    }

    private static func table() -> String {
        var text = ""
        for number in 1...rows {
            let name = number % 1000 == 0 ? "USER\(number - 1)" : "user\(number)"
            let id = number % 1000 != 0 && number % 1499 != 0 && number % 1877 == 0 ? 1 : number
            let word = number % 1000 != 0 && number % 1499 == 0 ? " " : name
            text += #"{"id":\#(id),"name":"\#(word)","email":"user\#(number)@example.com"}"# + "\n"
        }
        return text
    }

    @Test("goes on where it stood, five times, and each row is done and reported once")
    func fiveKills() async throws {
        try await TransferFolder.with { folder in
            let words = try begin(folder)
            try await kill(5, words, folder)
            let end = try await ProgramRun(words).end(withinSeconds: 120)
            #expect(end.status == 1, "there are refused rows: \(end)")
            #expect(end.errors.contains("going on after row "))
            try check(folder, sum: end.errors)
            try await checkPeople(folder, natives: 0)
        }
    }

    /// As long again as the test above: for `make soak`.
    @Test(
        "goes on where it stood through a running server, which knows it all",
        .enabled(if: ProcessInfo.processInfo.environment["ROSTER_SOAK"] != nil))
    func killsWithServer() async throws {
        try await TransferFolder.with { folder in
            let words = try begin(folder)
            let server = try await ServerProcess.serve(folder: folder.path("data"))
            try await kill(2, words, folder)
            let end = try await ProgramRun(words).end(withinSeconds: 120)
            #expect(end.status == 1, "\(end)")
            try check(folder, sum: end.errors)
            let token = try await server.adminToken()
            for name in ["user1", "user99999"] {
                let shown = try await server.client("IAM").send(
                    "GET", "/v1/users/\(name)", bearer: token)
                #expect(shown.status == 200, "\(name): \(shown)")
            }
            try await checkPeople(folder, natives: 1)
            server.kill(SIGTERM)
            #expect(await server.wait() == 0)
        }
    }

    private func begin(_ folder: TransferFolder) throws -> [String] {
        let path = try folder.write("big.jsonl", Self.table())
        return [
            "import", path, "--surface", "IAM", "--report", folder.path("report.jsonl"), "--data",
            folder.path("data"),
        ]
    }

    /// Kills runs of an import, each at a random point of its own part of the report.
    private func kill(_ times: Int, _ words: [String], _ folder: TransferFolder) async throws {
        let seed = UInt64.random(in: 1...1_000_000)
        let chance = SeededBytes(seed: seed)
        // A report's line has some 80 bytes.
        let part = Self.rows * 80 / (times + 2)
        for round in 0..<times {
            let bytes = chance.next(2)
            let share = (Int(bytes[0]) << 8 + Int(bytes[1])) * part / 65_536
            let goal = round * part + share + 1
            let run = try ProgramRun(words)
            var isThere = false
            while run.isRunning, !isThere {
                isThere = Self.size(folder.path("report.jsonl")) >= goal
                if !isThere { try await Task.sleep(for: .milliseconds(1)) }
            }
            run.kill(SIGKILL)
            let end = try await run.end()
            #expect(end.isCrash && isThere, "seed \(seed), round \(round): \(end)")
        }
    }

    private static func size(_ path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? Int) ?? 0
    }

    private func check(_ folder: TransferFolder, sum: String) throws {
        let lines = try folder.lines("report.jsonl")
        #expect(lines.count == Self.rows)
        let wrong = zip(1..., lines).first { number, line in
            line["row"] as? Int != number || outcome(line) != Self.expected(number)
        }
        #expect(wrong == nil, "\(String(describing: wrong))")
        let outcomes = (1...Self.rows).map(Self.expected)
        let counts = Dictionary(grouping: outcomes) { String($0.prefix { $0 != " " }) }
            .mapValues(\.count)
        #expect(
            sum.contains(
                "\(Self.rows) rows: \(counts["created"] ?? 0) created, 0 linked, "
                    + "\(counts["present"] ?? 0) present, 0 skipped, "
                    + "\(counts["refused"] ?? 0) refused"), "\(sum)")
        let accounts = lines.filter { outcome($0) == "created" }.compactMap {
            $0["account"] as? Int
        }
        #expect(Set(accounts).count == counts["created"])
        #expect((accounts.min() ?? 0) > Self.rows, "numbers above every imported id")
    }

    /// What the database itself says.
    private func checkPeople(_ folder: TransferFolder, natives: Int) async throws {
        try await folder.exporting("after.jsonl")
        let people = try folder.lines("after.jsonl")
        let created = (1...Self.rows).filter { Self.expected($0) == "created" }
        #expect(people.count == created.count + natives)
        let names = people.compactMap { $0["name"] as? String }
        #expect(Set(names) == Set(created.map { "user\($0)" } + (natives == 1 ? ["admin"] : [])))
        #expect(Set(people.compactMap { $0["guid"] as? String }).count == people.count)
        let keys = people.compactMap { ($0["keys"] as? [String: Any])?["IAM"] as? String }
        #expect(Set(keys).count == people.count, "one id was given twice")
        let wrong = zip(names, keys).first { $0 != "admin" && $0 != "user" + $1 }
        #expect(wrong == nil, "\(String(describing: wrong))")
    }
}
