import Foundation
import RosterTestSupport
import Testing

/// Runs curl lines of the seed page against a server and keeps their transcripts.
struct SeedCalls: Sendable {
    let server: ServerFixture

    /// Runs a line, compares request line, status, header fields and body with the golden.
    /// - Parameter ids: What stands in the place of the page's `usr_001` and `usr_002`.
    /// - Returns: The body, with the page's ids again.
    func run(_ line: String, ids: [String] = [], _ golden: String) async throws -> String {
        var command = line.replacingOccurrences(of: "http://localhost:3000", with: address)
        for (number, id) in ids.enumerated() {
            command = command.replacingOccurrences(of: "usr_00\(number + 1)", with: id)
        }
        var answer = try await Transcript.curl(
            command, hiding: address, golden, file: Self.testFile)
        for (number, id) in ids.enumerated() {
            answer = answer.replacingOccurrences(of: id, with: "usr_00\(number + 1)")
        }
        return answer
    }

    private var address: String { "http://127.0.0.1:\(server.main.port)" }

    /// Transcripts stand beside the tests, a folder above this one.
    private static let testFile = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("SeedTranscriptTests.swift").path
}

/// The curl lines as the seed prints them, and its raw requests as curl lines.
enum SeedLines {
    static let create = #"""
        curl -X POST http://localhost:3000/users \
          -H 'Content-Type: application/json' \
          -d '{
            "snapshot": {
              "name": "Player",
              "description": "A brave adventurer."
            }
          }'
        """#
    static let listActive = #"curl "http://localhost:3000/users?status=active""#
    static let list = "curl http://localhost:3000/users"
    static let get = "curl http://localhost:3000/users/usr_001"
    static let update = #"""
        curl -X PATCH http://localhost:3000/users/usr_001 \
          -H 'Content-Type: application/json' \
          -d '{
            "expected_revision": 3,
            "status": "disabled"
          }'
        """#
    static let delete = "curl -X DELETE http://localhost:3000/users/usr_001"
    static let deleteExpecting = #"""
        curl -X DELETE http://localhost:3000/users/usr_001 \
          -H 'Content-Type: application/json' \
          -d '{ "expected_revision": 3 }'
        """#
    static let batchStatus = #"""
        curl -X PATCH http://localhost:3000/users/batch/status \
          -H 'Content-Type: application/json' \
          -d '{
            "ids": ["usr_001", "usr_002", "usr_missing"],
            "status": "disabled"
          }'
        """#
    static let batchDelete = #"""
        curl -X POST http://localhost:3000/users/batch/delete \
          -H 'Content-Type: application/json' \
          -d '{
            "ids": ["usr_001", "usr_missing"]
          }'
        """#
}

/// The answers as the seed prints them; of cards, which it does not print, as its field table and
/// contracts/tavern.md §7 have them.
enum SeedSamples {
    static let card = #"{"data":"# + user + "}"
    static let list = #"{"data":["# + user + "]," + meta + "}"
    static let deleted = #"{ "data": { "id": "usr_001", "deleted": true, "revision": 4 } }"#
    static let batchStatus = """
        {
          "data": {
            "results": [
              { "index": 0, "id": "usr_001", "action": "updated" },
              { "index": 1, "id": "usr_002", "action": "updated" },
              { "index": 2, "id": "usr_missing", "action": "not_found" }
            ],
            "meta": { "total": 3, "updated": 2, "not_found": 1, "status": "disabled" }
          }
        }
        """
    static let batchDelete = """
        {
          "data": {
            "results": [
              { "index": 0, "id": "usr_001", "action": "deleted" },
              { "index": 1, "id": "usr_missing", "action": "not_found" }
            ],
            "meta": { "total": 2, "deleted": 1, "not_found": 1 }
          }
        }
        """

    private static let user = """
        {"id":"V1StGXR8_Z5jdHi6B-myT","name":"Player","status":"active",
        "snapshot":{"name":"Player","description":"A brave adventurer."},"revision":0,
        "created_at":1735689600000,"updated_at":1735689600000}
        """
    private static let meta = """
        "meta":{"total":1,"limit":50,"offset":0,"has_more":false,"sort_by":"updated_at",
        "sort_order":"desc"}
        """
}
