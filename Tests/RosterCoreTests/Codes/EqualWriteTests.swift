import RosterCore
import RosterTestSupport
import Testing

/// THREATS 9: the database does the same for an address that is known and for one that is not.
@Suite("Equal writes")
struct EqualWriteTests {
    private static let proofs = [
        "ada@example.com", "nob@example.com", "off@example.com", "unp@example.com", "13800138000",
        "13700137000",
    ]

    private func staged(isOpen: Bool) async throws -> DirectoryFixture {
        let fixture = try await DirectoryFixture.inMemory(
            policy: DirectoryPolicy(isRegistrationOpen: isOpen))
        _ = try await fixture.createProven("ada", email: "ada@example.com", phone: "13800138000")
        let off = try await fixture.createProven("off", email: "off@example.com")
        try await fixture.edit(off) { $0.status = .set(.disabled) }
        let claimer = try await fixture.create("unp")
        try await fixture.claim("unp@example.com", by: claimer)
        _ = try await fixture.arrivals()
        return fixture
    }

    /// How many rows a request makes, and how large they are.
    private struct Work: Equatable {
        var rows: [String: Int] = [:]
        var bytes: [String: Int] = [:]
    }

    private func work(
        _ purpose: CodePurpose, _ typed: String, isOpen: Bool
    ) async throws -> (sent: Work, delivered: Work) {
        let fixture = try await staged(isOpen: isOpen)
        let before = try await DirectoryDump.of(fixture.engine)
        try await fixture.send(purpose, to: typed)
        let sent = Self.difference(try await DirectoryDump.of(fixture.engine), before)
        let mailbox = Mailbox()
        for message in try await fixture.directory.takeMessages(limit: 9) {
            _ = try await fixture.directory.deliver(message, by: mailbox)
        }
        let delivered = Self.difference(try await DirectoryDump.of(fixture.engine), before)
        return (sent, delivered)
    }

    private static func difference(_ after: DirectoryDump, _ before: DirectoryDump) -> Work {
        var work = Work()
        for (table, rows) in after.tables {
            let old = before.tables[table] ?? []
            work.rows[table] = rows.count - old.count
            work.bytes[table] =
                rows.map(\.utf8.count).reduce(0, +) - old.map(\.utf8.count).reduce(0, +)
        }
        return work
    }

    @Test(
        "of asking for a code, by kind of address, and of what follows",
        arguments: CodePurpose.allCases,
        [true, false])
    func rows(_ purpose: CodePurpose, isOpen: Bool) async throws {
        var all: [(typed: String, sent: Work, delivered: Work)] = []
        for typed in Self.proofs {
            let (sent, delivered) = try await work(purpose, typed, isOpen: isOpen)
            all.append((typed, sent, delivered))
        }
        let first = all[0]
        for other in all.dropFirst() {
            #expect(other.sent.rows == first.sent.rows, "\(other.typed)")
            #expect(other.delivered.rows == first.delivered.rows, "\(other.typed)")
            for (table, bytes) in other.sent.bytes {
                // An account's number is there or not, a phone is shorter than an e-mail.
                let difference = abs(bytes - (first.sent.bytes[table] ?? 0))
                #expect(difference <= 32, "\(table), \(other.typed): \(bytes)")
            }
        }
        #expect(first.sent.rows["outbox_message"] == 1)
        #expect(first.delivered.rows["outbox_message"] == 0)
    }

    @Test("a wrong guess counts for the rows of a known address as for those of an unknown one")
    func guesses() async throws {
        var left: [[String]] = []
        for typed in ["ada@example.com", "nob@example.com", "off@example.com"] {
            let fixture = try await staged(isOpen: true)
            try await fixture.send(.prove, to: typed)
            for _ in 0..<5 {
                await #expect(throws: DirectoryError.wrongCode) {
                    try await fixture.logIn(typed, code: "100000")
                }
            }
            let rows = try await DirectoryDump.of(fixture.engine).tables["verification_code"] ?? []
            // Whether the code is closed and has no tries left.
            let codes = rows.map { "\($0.contains(", NULL, 0, "))" }
            left.append(codes)
        }
        #expect(left.allSatisfy { $0 == ["true"] }, "\(left)")
    }
}
