import RosterCore
import RosterTestSupport
import Testing

@Suite("The life of an upload")
struct UploadLifeTests {
    private static let picture = SampleImage.all[0]

    /// Announces and stores the picture as an account's.
    private static func store(
        _ fixture: DirectoryFixture, by account: Account
    ) async throws -> MediaNode {
        let ticket = try await announce(fixture, by: account)
        try await fixture.directory.storeUpload(
            ticket, announced: plan(fixture), bytes: picture.bytes, origin: .test)
        return ticket.node
    }

    private static func announce(
        _ fixture: DirectoryFixture, by account: Account
    ) async throws -> UploadTicket {
        try await fixture.directory.planUpload(plan(fixture), by: .account(account))
    }

    private static func plan(_ fixture: DirectoryFixture) -> UploadPlan {
        UploadPlan(
            type: picture.type, bytesCount: picture.bytes.count,
            md5: fixture.directory.environment.md5(picture.bytes))
    }

    /// The account with the upload as its avatar.
    private static func bind(
        _ node: MediaNode, _ fixture: DirectoryFixture, to account: Account
    ) async throws -> Account {
        var change = AccountChange()
        change.avatar = .set(node.rawValue)
        return try await fixture.directory.update(account.target, change, by: .system)
    }

    @Test("what is bound stays, what is not goes after a day, files too")
    func collection() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let bound = try await Self.store(fixture, by: ada)
        let loose = try await Self.store(fixture, by: ada)
        let planned = try await Self.announce(fixture, by: ada)
        let now = try await Self.bind(bound, fixture, to: ada)
        #expect(fixture.files.names == [bound.fileName, loose.fileName].sorted())
        fixture.clock.advance(seconds: 86_399)
        #expect(try await fixture.directory.keepHouse().removedMedia == 0)
        fixture.clock.advance(seconds: 2)
        #expect(try await fixture.directory.keepHouse().removedMedia == 2)
        #expect(fixture.files.names == [bound.fileName])
        #expect(try await fixture.directory.media(bound).bytes == Self.picture.bytes)
        for gone in [loose, planned.node] {
            await #expect(throws: DirectoryError.notFound) {
                _ = try await fixture.directory.media(gone)
            }
        }
        // One that took its place makes it as loose as the others.
        let next = try await Self.store(fixture, by: now)
        _ = try await Self.bind(next, fixture, to: now)
        #expect(try await fixture.directory.keepHouse().removedMedia == 1)
        #expect(fixture.files.names == [next.fileName])
    }

    @Test("it follows its account into the recycle bin, back, and out of the world")
    func binAndPurge() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let node = try await Self.store(fixture, by: ada)
        let bound = try await Self.bind(node, fixture, to: ada)
        try await fixture.delete(bound)
        fixture.clock.advance(days: 2)
        _ = try await fixture.directory.keepHouse()
        await #expect(throws: DirectoryError.notFound) {
            _ = try await fixture.directory.media(node)
        }
        #expect(fixture.files.names == [node.fileName])
        _ = try await fixture.directory.restore(ada.target, by: .system)
        #expect(try await fixture.directory.avatar(of: ada.target).bytes == Self.picture.bytes)
        try await fixture.delete(ada)
        fixture.clock.advance(days: 31)
        let report = try await fixture.directory.keepHouse()
        #expect(report.purgedAccounts == 1 && report.removedMedia == 1)
        #expect(fixture.files.names.isEmpty)
    }

    @Test("only an own, stored upload is bound, whoever asks for it")
    func binding() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let (ada, ben) = (try await fixture.create("ada"), try await fixture.create("ben"))
        let stored = try await Self.store(fixture, by: ada)
        let planned = try await Self.announce(fixture, by: ben).node
        for node in [stored.rawValue, planned.rawValue, "public:nothing.png", "public:"] {
            for field in [Field.avatar, .background] {
                var change = AccountChange()
                if field == .avatar {
                    change.avatar = .set(node)
                } else {
                    change.background = .set(node)
                }
                let asked = change
                for actor in [Actor.system, .account(ben)] {
                    await #expect(
                        throws: DirectoryError.invalid([InvalidField(field, .notUploaded)])
                    ) {
                        _ = try await fixture.directory.update(ben.target, asked, by: actor)
                    }
                }
            }
        }
        _ = try await Self.bind(stored, fixture, to: ada)
    }

    @Test("a ticket is good once, for its bytes, while its account is active")
    func tickets() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let ticket = try await Self.announce(fixture, by: ada)
        let (plan, bytes) = (Self.plan(fixture), Self.picture.bytes)
        func store(_ ticket: UploadTicket, _ bytes: [UInt8]) async -> DirectoryError? {
            do throws(DirectoryError) {
                try await fixture.directory.storeUpload(
                    ticket, announced: plan, bytes: bytes, origin: .test)
                return nil
            } catch {
                return error
            }
        }
        let forged = [
            UploadTicket(
                node: ticket.node, token: "x", expiresAt: ticket.expiresAt,
                signature: ticket.signature),
            UploadTicket(
                node: ticket.node, token: ticket.token,
                expiresAt: ticket.expiresAt.adding(seconds: 1), signature: ticket.signature),
            UploadTicket(
                node: ticket.node, token: ticket.token, expiresAt: ticket.expiresAt, signature: ""),
        ]
        for other in forged {
            #expect(await store(other, bytes) == .uploadRefused(.badTicket))
        }
        #expect(await store(ticket, bytes + [0]) == .uploadRefused(.otherBytes))
        let disabled = try await fixture.edit(ada) { $0.status = .set(.disabled) }
        #expect(await store(ticket, bytes) == .uploadRefused(.badTicket))
        try await fixture.edit(disabled) { $0.status = .set(.active) }
        #expect(await store(ticket, bytes) == nil)
        #expect(await store(ticket, bytes) == .uploadRefused(.badTicket))
        let late = try await Self.announce(fixture, by: ada)
        fixture.clock.advance(seconds: Limits.uploadSeconds)
        #expect(await store(late, bytes) == .uploadRefused(.badTicket))
    }

    @Test("nobody heaps up uploads that are bound to nothing")
    func heap() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        for _ in 0..<Limits.unboundMediaMax { _ = try await Self.announce(fixture, by: ada) }
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 86_400)) {
            _ = try await Self.announce(fixture, by: ada)
        }
        fixture.clock.advance(seconds: 86_401)
        _ = try await fixture.directory.keepHouse()
        _ = try await Self.announce(fixture, by: ada)
    }
}
