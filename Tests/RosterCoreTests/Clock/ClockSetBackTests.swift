import RosterCore
import RosterTestSupport
import Testing

/// Each wait of the directory, begun, and then the wall clock goes back by an hour: none may last
/// longer than it ever does.
@Suite("Waits on a clock that is set back")
struct ClockSetBackTests {
    /// A wait, how it is begun, and the try that it refuses.
    struct Wait: Sendable, CustomTestStringConvertible {
        let name: String
        let longestSeconds: Int
        var begin: @Sendable (DirectoryFixture) async throws -> Void
        var attempt: @Sendable (DirectoryFixture) async throws -> Void

        var testDescription: String { name }
    }

    static let waits = [
        Wait(
            name: "login of a known account", longestSeconds: 900,
            begin: { fixture in
                for _ in 0..<5 { _ = try? await fixture.logIn("ada", password: "wrong") }
            },
            attempt: { _ = try await $0.logIn("ada") }),
        Wait(
            name: "login of nobody", longestSeconds: 900,
            begin: { fixture in
                for _ in 0..<5 { _ = try? await fixture.logIn("nobody", password: "wrong") }
            },
            attempt: { fixture in
                do throws(DirectoryError) {
                    _ = try await fixture.logIn("nobody")
                } catch .wrongCredentials {}
            }),
        Wait(
            name: "old password", longestSeconds: 900,
            begin: { fixture in
                for _ in 0..<5 { _ = try? await change(fixture, old: "wrong") }
            },
            attempt: { try await change($0, old: DirectoryFixture.password) }),
        Wait(
            name: "guesses at a code", longestSeconds: 900,
            begin: { fixture in
                for _ in 0..<5 {
                    _ = try? await fixture.logIn("ada@example.com", code: "000000")
                }
            },
            attempt: { fixture in
                do throws(DirectoryError) {
                    try await fixture.directory.recoverPassword(
                        of: try destination("ada@example.com"), code: "000000", new: "new",
                        origin: .test)
                } catch .wrongCode {}
            }),
        Wait(
            name: "another code", longestSeconds: 60,
            begin: { try await $0.send(.claim, to: "new@example.com") },
            attempt: { try await $0.send(.claim, to: "new@example.com") }),
        Wait(
            name: "codes of a day", longestSeconds: 86_400,
            begin: { fixture in
                for _ in 0..<Limits.codesPerAskerMax {
                    try await fixture.send(.claim, to: "new@example.com")
                    fixture.clock.advance(seconds: 60)
                }
            },
            attempt: { try await $0.send(.claim, to: "new@example.com") }),
        Wait(
            name: "uploads bound to nothing", longestSeconds: 86_400,
            begin: { fixture in
                for _ in 0..<Limits.unboundMediaMax { try await announce(fixture) }
            },
            attempt: { try await announce($0) }),
        Wait(
            name: "a name freed by somebody else", longestSeconds: 30 * 86_400,
            begin: { try await $0.delete(try await $0.create("freed")) },
            attempt: { fixture in
                let draft = AccountDraft(name: try AccountName(parsing: "freed"))
                _ = try await fixture.directory.create(draft, by: .anonymous)
            }),
    ]

    private static func destination(_ email: String) throws(DirectoryError) -> Destination {
        do throws(InvalidField) {
            return try Destination(typed: email)
        } catch {
            throw .invalid([error])
        }
    }

    private static func change(_ fixture: DirectoryFixture, old: String) async throws {
        let ada = try #require(try await fixture.live("ada"))
        try await fixture.directory.changePassword(
            of: ada.target, old: old, new: "new", by: .account(ada))
    }

    private static func announce(_ fixture: DirectoryFixture) async throws {
        let ada = try #require(try await fixture.live("ada"))
        _ = try await fixture.directory.planUpload(
            UploadPlan(type: .png, bytesCount: 9, md5: "d41d8cd98f00b204e9800998ecf8427e"),
            by: .account(ada))
    }

    private func fixture() async throws -> DirectoryFixture {
        let fixture = try await DirectoryFixture.open()
        _ = try await fixture.createProven("ada", email: "ada@example.com")
        return fixture
    }

    @Test("a wait that is running refuses, and none survives its clock", arguments: waits)
    func over(_ wait: Wait) async throws {
        let fixture = try await fixture()
        try await wait.begin(fixture)
        await #expect(throws: DirectoryError.self, "\(wait.name)") {
            try await wait.attempt(fixture)
        }
        // Also for a wait that counts from its first call, as those of a day do.
        fixture.clock.advance(seconds: -3600)
        try await wait.attempt(fixture)
    }

    @Test(
        "whatever the clock does, what a caller is told to wait is no more than the longest",
        arguments: waits)
    func bounded(_ wait: Wait) async throws {
        for step in [-7 * 86_400, -3600, -900, -60, -5, -1] as [Int64] {
            let fixture = try await fixture()
            try await wait.begin(fixture)
            fixture.clock.advance(seconds: step)
            do {
                try await wait.attempt(fixture)
            } catch DirectoryError.throttled(let seconds) {
                #expect(seconds <= wait.longestSeconds, "\(wait.name), \(step)")
            } catch DirectoryError.invalid(let fields) {
                #expect(fields.map(\.reason) == [.recentlyFreed], "\(wait.name), \(step)")
            }
        }
    }

    @Test("no delay is longer than the longest, whatever its row says")
    func longest() {
        let now = Timestamp(milliseconds: 1_000_000_000)
        for (ahead, end) in [(899, 899), (900, 900), (3600, nil)] as [(Int64, Int64?)] {
            let counter = FailureCounter(
                failures: 20, blockedUntil: now.adding(seconds: ahead), updatedAt: now)
            #expect(counter.delayEnd(at: now) == end.map { now.adding(seconds: $0) })
        }
    }

    @Test("a wait that begins after the clock went back runs as any other")
    func again() async throws {
        let fixture = try await fixture()
        try await fixture.send(.claim, to: "new@example.com")
        for _ in 0..<9 { _ = try? await fixture.logIn("ada", password: "wrong") }
        fixture.clock.advance(seconds: -3600)
        try await fixture.send(.claim, to: "new@example.com")
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 60)) {
            try await fixture.send(.claim, to: "new@example.com")
        }
        await #expect(throws: DirectoryError.wrongCredentials) {
            _ = try await fixture.logIn("ada", password: "wrong")
        }
        let refused = await #expect(throws: DirectoryError.self) {
            _ = try await fixture.logIn("ada")
        }
        guard case .throttled(let seconds) = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
        #expect(seconds > 0 && seconds <= 900)
        let ada = try #require(try await fixture.live("ada"))
        let dossier = try await fixture.directory.dossier(of: ada.target, by: .operator)
        #expect(dossier.lockedUntil == fixture.clock.now.adding(seconds: Int64(seconds)))
    }

    @Test("a message that was put off goes out, and the service is told so")
    func messages() async throws {
        let fixture = try await fixture()
        let mailbox = Mailbox()
        mailbox.fail(with: .temporary("down"))
        try await fixture.send(.claim, to: "new@example.com")
        let first = try #require(try await fixture.directory.takeMessages(limit: 9).first)
        _ = try await fixture.directory.deliver(first, by: mailbox)
        #expect(try await fixture.directory.takeMessages(limit: 9).isEmpty)
        fixture.clock.advance(seconds: -3600)
        #expect(try await fixture.directory.nextMessageDue() == fixture.clock.now)
        mailbox.fail(with: nil)
        let again = try #require(try await fixture.directory.takeMessages(limit: 9).first)
        #expect(try await fixture.directory.takeMessages(limit: 9).isEmpty, "it is taken")
        #expect(try await fixture.directory.deliver(again, by: mailbox) == .delivered)
        #expect(mailbox.messages.count == 1)
    }

    @Test("one that was taken by a process that ended goes out, too")
    func leases() async throws {
        let fixture = try await fixture()
        try await fixture.send(.claim, to: "new@example.com")
        #expect(try await fixture.directory.takeMessages(limit: 9).count == 1)
        fixture.clock.advance(seconds: -3600)
        #expect(try await fixture.directory.takeMessages(limit: 9).count == 1)
    }
}
