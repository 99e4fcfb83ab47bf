import Foundation
import RosterTestSupport
import Testing

/// docs/consolidate.md, typed into a shell: what it prints, and that each old client finds its people.
@Suite("The tutorial of consolidation", .serialized) struct TutorialTests {
    private static let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../docs").standardizedFileURL
    private static let key = "licence-server-0123456789"

    /// A block of commands with the block of output below it.
    private struct Part {
        let commands: String
        var lines: [String] = []
    }

    private static func parts() throws -> [Part] {
        let page = try String(
            contentsOf: docs.appendingPathComponent("consolidate.md"), encoding: .utf8)
        var parts: [Part] = []
        var fence: String?
        var block: [String] = []
        for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                if let open = fence {
                    if open == "sh" { parts.append(Part(commands: block.joined(separator: "\n"))) }
                    if open == "text" { parts[parts.count - 1].lines = block }
                    (fence, block) = (nil, [])
                } else {
                    fence = String(line.dropFirst(3))
                }
            } else if fence != nil {
                block.append(line)
            }
        }
        return parts
    }

    @Test("every command prints what the page says, and every stored id finds its person")
    func tutorial() async throws {
        let parts = try Self.parts()
        try #require(parts.count > 8)
        try await withTemporaryFolder { folder in
            for name in [
                "iam.csv", "management.jsonl", "bitanswer.jsonl", "thinksns.csv", "tavern.jsonl",
            ] {
                try FileManager.default.copyItem(
                    at: Self.docs.appendingPathComponent("consolidate/\(name)"),
                    to: URL(fileURLWithPath: folder + "/" + name))
            }
            let server = try await ServerProcess.serve(
                folder: folder + "/data",
                environment: [
                    "ROSTER_ADMIN_PASSWORD": "Admin@2021", "ROSTER_BITANSWER_KEY": Self.key,
                ])
            let main = try server.client("Ops")
            let iam = try server.client("IAM")
            for part in parts {
                let commands = part.commands
                    .replacingOccurrences(
                        of: "http://127.0.0.1:3000", with: "http://127.0.0.1:\(main.port)"
                    )
                    .replacingOccurrences(
                        of: "http://127.0.0.1:8080", with: "http://127.0.0.1:\(iam.port)")
                let output = try await Tool.run([
                    "bash", "-c",
                    """
                    cd "$1"; exec 2>&1; set -e; unset ${!ROSTER_@}
                    roster() { "$0" "$@" --data data; }
                    \(commands)
                    """, ServerProcess.program, folder,
                ])
                #expect(
                    output.split(separator: "\n").map(String.init) == part.lines,
                    "\(commands)\nprints\n\(output)")
            }
            let exported = try await ServerProcess.run(["export", "--data", folder + "/data"])
            try await everyID(main, iam, TransferFolder.lines(exported.output))
            server.kill(SIGTERM)
            #expect(await server.wait() == 0)
        }
    }

    /// Each id of each table, and who must answer to it on that surface; anybody else's id finds whom
    /// the export says, who is in none of that table's rows, or nobody.
    private func everyID(
        _ main: WireClient, _ iam: WireClient, _ people: [[String: Any]]
    ) async throws {
        func shown(on surface: String) -> [String: String] {
            Dictionary(
                uniqueKeysWithValues: people.compactMap { person in
                    guard let keys = person["keys"] as? [String: String], let key = keys[surface],
                        let name = person["name"] as? String
                    else { return nil }
                    return (key, name)
                })
        }
        let (onManagement, onThinkSNS) = (shown(on: "Management"), shown(on: "ThinkSNS"))
        #expect(people.count == 8 && onManagement.count == 8 && onThinkSNS.count == 8)
        let onIAM = shown(on: "IAM")
        let iamIDs = ["admin": 1, "linwei": 2, "zhaomin": 3, "chenyu": 7]
        let management = ["1": "zhaomin", "2": "wang_fang", "123": "linwei", "124": "sun_li"]
        let thinkSNS = ["1": "wang_fang", "2": "linwei", "3": "old_friend"]
        let bitAnswer = [
            "58511d929bff48af95c73645": "linwei", "6f1c0a7bd20e4d5f8a93b1c4": "zhaomin",
            "a0b1c2d3e4f5061728394a5b": "build-server",
        ]
        let token = try await iam.token(password: "Admin@2021")
        for (name, id) in iamIDs where name != "chenyu" {
            let answer = try await iam.send("GET", "/v1/users/\(name)", bearer: token)
            #expect(answer.body.contains("\"metadata\":{\"id\":\(id),"), "\(name): \(answer)")
        }
        let numbers = Set(
            iamIDs.values.map(String.init) + management.keys + thinkSNS.keys
                + ["8", "9", "10", "125", "127", "128", "129", "131", "usr_3kTq8uWv0pXyZa1bC2dEf"])
        for number in numbers {
            let managed = try await main.send("GET", "/v1/users/user_\(number)", bearer: token)
            let followed = try await main.send("GET", "/api/v2/users/\(number)", bearer: token)
            try Self.expect(managed, "username", number, management, onManagement)
            try Self.expect(followed, "name", number, thinkSNS, onThinkSNS)
            let named = try await iam.send("GET", "/v1/users/\(number)", bearer: token)
            #expect(named.status == 404, "IAM knows people by names: \(named)")
        }
        // IAM shows nobody who is disabled.
        let disabled = people.filter { $0["status"] as? String == "disabled" }
            .compactMap { $0["name"] as? String }
        for (id, name) in onIAM where !disabled.contains(name) {
            let answer = try await iam.send("GET", "/v1/users/\(name)", bearer: token)
            #expect(answer.body.contains("\"metadata\":{\"id\":\(id),"), "\(name): \(answer)")
        }
        for guid in bitAnswer.keys.sorted() + numbers.sorted() {
            let answer = try await main.send(
                "GET", "/bitanswer/api/users/status?type=user&guid=\(guid)",
                headers: [("bitkey", Self.key)])
            if let name = bitAnswer[guid] {
                #expect(answer.body.contains("\"name\":\"\(name)\""), "\(guid): \(answer)")
            } else {
                #expect(answer.body.contains("\"status\":1004"), "\(guid): \(answer)")
            }
        }
        try await cardsAndLogins(main, iam)
    }

    private func cardsAndLogins(_ main: WireClient, _ iam: WireClient) async throws {
        let owners = [
            ("linwei", "Iam@Lin2021", ["usr_3kTq8uWv0pXyZa1bC2dEf", "usr_7mNp2rSt5vWxYz8aB1cDe"]),
            ("wang_fang", "Mgmt@Wang2023", ["usr_9qRs4tUv7wXyZ0aB3cDeF"]),
            ("zhaomin", "Iam@Zhao2021", []),
        ]
        let cards = owners.flatMap(\.2)
        for (name, password, own) in owners {
            let token = try await iam.token(of: name, password: password)
            for card in cards {
                let answer = try await main.send("GET", "/users/\(card)", bearer: token)
                #expect(answer.status == (own.contains(card) ? 200 : 404), "\(name) \(card)")
            }
        }
        // Who was known by ThinkSNS alone logs in as ever; who was disabled does not.
        let login = try await main.send(
            "POST", "/api/v2/auth/login", headers: [("Content-Type", "application/json")],
            body: #"{"login":"wang.fang@example.com","password":"Mgmt@Wang2023"}"#)
        #expect(login.status == 200, "\(login)")
        let refused = try await main.send(
            "POST", "/api/v2/auth/login", headers: [("Content-Type", "application/json")],
            body: #"{"login":"old_friend","password":"Sns@Old2018"}"#)
        #expect(refused.status == 403, "\(refused)")
    }

    /// - Parameters:
    ///   - stored: The names of the table's rows by their ids.
    ///   - shown: The names of all people by the ids that the surface shows.
    private static func expect(
        _ answer: WireResponse, _ field: String, _ id: String, _ stored: [String: String],
        _ shown: [String: String]
    ) throws {
        guard let name = stored[id] ?? shown[id] else {
            #expect(answer.status == 404, "\(id): \(answer)")
            return
        }
        #expect(stored[id] == nil || shown[id] == name, "\(id) is shown as \(shown[id] ?? "-")")
        #expect(stored[id] != nil || !stored.values.contains(name), "\(name) has two ids")
        #expect(answer.body.contains("\"\(field)\":\"\(name)\""), "\(id): \(answer)")
    }
}
