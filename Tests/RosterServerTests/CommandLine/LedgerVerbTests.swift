import Foundation
import Glibc
import RosterTestSupport
import Testing

@Suite("roster ledger", .serialized)
struct LedgerVerbTests {
    @Test("entries add up, are shown to people and scripts, and to the person as its wallet")
    func entriesAddUp() async throws {
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder)
            try await verb.succeed("user", "create", "alice", input: "Alice@2021")
            #expect(
                try await verb.succeed("ledger", "show", "alice").contains(
                    "cents: 0 (income 0, expenses 0)"))
            let first = try await verb.succeed(
                "ledger", "add", "alice", "--cents", "1000", "--note", "充值")
            #expect(first == "cents: 1000\n")
            try await verb.succeed("ledger", "add", "alice", "--cents=-250", "--note", "a book")
            let points = try await verb.object(
                "ledger", "add", "alice", "--points", "9400", "--json")
            #expect(points["currency"] as? String == "points")
            #expect(points["balance"] as? Int == 9400 && points["number"] as? Int == 1)

            let ledgers = try await verb.list("ledger", "show", "alice", "--json")
            #expect(ledgers.map { $0["currency"] as? String } == ["cents", "points"])
            #expect(ledgers[0]["balance"] as? Int == 750)
            #expect(ledgers[0]["income"] as? Int == 1000)
            #expect(ledgers[0]["expenses"] as? Int == 250)
            let entries = try #require(ledgers[0]["entries"] as? [[String: Any]])
            #expect(entries.map { $0["amount"] as? Int } == [-250, 1000])
            #expect(entries.map { $0["note"] as? String } == ["a book", "充值"])

            try await serving(folder) { main async throws in
                let login = try await main.send(
                    "POST", "/api/v2/auth/login",
                    body: #"{"login":"alice","password":"Alice@2021"}"#)
                let token = try #require(login.object["access_token"] as? String)
                let own = try await main.send("GET", "/api/v2/user", bearer: token)
                let wallet = try #require(own.object["new_wallet"] as? [String: Any])
                #expect(wallet["balance"] as? Int == 750)
                #expect(wallet["total_income"] as? Int == 1000)
                #expect(wallet["total_expenses"] as? Int == 250)
                let old = try #require(own.object["wallet"] as? [String: Any])
                #expect(old["balance"] as? Int == 750)
                let currency = try #require(own.object["currency"] as? [String: Any])
                #expect(currency["sum"] as? Int == 9400)
            }
        }
    }

    /// Words that must fail, and what the one line says.
    static let refused: [(words: [String], says: String)] = [
        (["ledger", "add", "alice", "--cents=-1"], "below zero"),
        (["ledger", "add", "alice", "--cents", "0"], "amount"),
        (["ledger", "add", "alice", "--points", "1000000000001"], "amount"),
        (["ledger", "add", "alice"], "either --cents or --points"),
        (["ledger", "add", "alice", "--cents", "1", "--points", "1"], "either"),
        (["ledger", "add", "nobody", "--cents", "1"], "nobody"),
        (["ledger", "show", "nobody"], "nobody"),
    ]

    @Test("what cannot be entered is refused in one clear line, and nothing is entered")
    func refusals() async throws {
        try await withTemporaryFolder { folder in
            let verb = Verb(folder: folder)
            try await verb.succeed("user", "create", "alice", "--no-password")
            for (words, says) in Self.refused {
                let end = try await ServerProcess.run(words + ["--data", folder])
                #expect(end.status != 0 && end.output.isEmpty, "\(words)")
                #expect(end.errors.contains(says), "\(words): \(end.errors)")
            }
            let ledgers = try await verb.list("ledger", "show", "alice", "--json")
            #expect(ledgers.allSatisfy { $0["balance"] as? Int == 0 })
        }
    }

    private func serving(_ folder: String, _ body: (WireClient) async throws -> Void) async throws {
        let server = try await ServerProcess.serve(folder: folder)
        try await body(try server.client("Ops"))
        server.kill(SIGTERM)
        #expect(await server.wait() == 0)
    }
}
