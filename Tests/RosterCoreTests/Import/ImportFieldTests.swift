import RosterCore
import RosterTestSupport
import Testing

@Suite("The fields of a row of an old table")
struct ImportFieldTests {
    @Test("make administrators only when that was asked for")
    func roles() async throws {
        for takesRoles in [false, true] {
            let fixture = try await DirectoryFixture.inMemory()
            let options = ImportOptions(
                match: .none, onConflict: .report, takesRoles: takesRoles)
            let report = try await fixture.importing(
                .of("boss", id: 7) { $0.role = "admin" }, options)
            #expect(try await fixture.imported(report).role == (takesRoles ? .admin : .user))
        }
    }

    @Test("prove an e-mail unless they say otherwise, and a phone only if they say so")
    func proofs() async throws {
        let cases: [(email: Bool?, phone: Bool?, isEmail: Bool, isPhone: Bool)] = [
            (nil, nil, true, false), (true, true, true, true), (false, false, false, false),
        ]
        for proof in cases {
            let fixture = try await DirectoryFixture.inMemory()
            let row = ImportRow.of("ann", id: 7) {
                $0.email = "ann@example.com"
                $0.emailIsProven = proof.email
                $0.phone = "13800138000"
                $0.phoneIsProven = proof.phone
                $0.passwordHash = "fake$1$1$x"
            }
            let account = try await fixture.imported(try await fixture.importing(row))
            #expect(account.emailIsProven == proof.isEmail)
            #expect(account.phoneIsProven == proof.isPhone)
            let owners = try await fixture.store.read { storage throws(DirectoryError) in
                (
                    try storage.owner(of: FoldedKey(folding: "ann@example.com"))?.entry
                        .isProvenEmail,
                    try storage.owner(of: PhoneNumber.key(of: "+86 138 0013 8000"))?.entry.isPhone
                )
            }
            #expect(owners.0 == proof.isEmail)
            #expect(owners.1 == (proof.isPhone ? true : nil))
        }
    }

    @Test("that break a rule refuse the row, with the field and what is wrong with it")
    func rules() async throws {
        let cases: [(field: String, edit: @Sendable (inout ImportRow) -> Void)] = [
            ("name", { $0.name = "" }), ("name", { $0.name = "a\u{7}b" }),
            ("name", { $0.name = " edge" }), ("name", { $0.name = ".." }),
            ("name", { $0.name = String(repeating: "x", count: 65) }),
            ("email", { $0.email = "nowhere" }), ("email", { $0.email = "a@b@c" }),
            ("sex", { $0.sex = 3 }), ("sex", { $0.sex = -1 }), ("role", { $0.role = "king" }),
            ("status", { $0.status = "asleep" }),
            ("displayName", { $0.displayName = String(repeating: "x", count: 100_000) }),
            ("bio", { $0.bio = String(repeating: "x", count: 1_000_000) }),
            ("password", { $0.password = "with\u{0}nul" }),
            ("password", { $0.password = String(repeating: "x", count: 100_000) }),
        ]
        let fixture = try await DirectoryFixture.inMemory()
        for (index, (field, edit)) in cases.enumerated() {
            let row = ImportRow.of("ann", id: 7, edit)
            let report = try await fixture.importing(row, .strict, id: "\(index)")
            #expect(report.outcome == .refused && report.account == nil, "\(field) \(index)")
            #expect(report.reason?.code == .invalid, "\(field) \(index)")
            #expect(report.reason?.field == field && report.reason?.detail != nil, "\(index)")
        }
        #expect(try await fixture.live("ann") == nil)
    }

    @Test("that could not be read stop no other row")
    func left() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let reports = try await fixture.importing([
            .of("a", id: 1) { $0.unreadable = "sex" },
            .of("c", id: 3, at: 3) { $0.passwordHash = "md5" },
            .of("d", id: 4, at: 4) { $0.passwordHash = "costly" },
            .of("e", id: 5, at: 5) { $0.passwordHash = "fake$1$1$x" },
        ])
        #expect(reports.map(\.outcome) == [.refused, .refused, .refused, .created])
        #expect(
            reports.map { $0.reason?.code }
                == [.unreadable, .unknownHash, .costlyHash, nil])
        #expect(reports.map(\.row) == [1, 3, 4, 5])
        #expect(reports.map(\.id) == ["1", "3", "4", "5"])
        #expect(reports.map(\.name) == ["a", "c", "d", "e"])
    }

    @Test("take a hash that is costly on this machine only when asked to, and no worse one")
    func costlyHashes() async throws {
        for accepts in [false, true] {
            let fixture = try await DirectoryFixture.inMemory()
            let options = ImportOptions(
                match: .none, onConflict: .report, acceptsCostlyHashes: accepts)
            let reports = try await fixture.importing(
                [
                    .of("a", id: 1) { $0.passwordHash = "costly here" },
                    .of("b", id: 2, at: 2) { $0.passwordHash = "costly" },
                ], options)
            #expect(
                reports.map { $0.reason?.code }
                    == [accepts ? nil : .costlyHash, .costlyHash])
            let here = accepts ? nil : ImportReason.onThisMachine
            #expect(reports.map { $0.reason?.detail } == [here, nil])
        }
    }

    @Test("hash a password only for rows that keep it, one each, behind every login")
    func hashing() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("has")
        try await fixture.create("has not", password: nil)
        let before = fixture.passwords.hashes
        let reports = try await fixture.importing(
            [
                .of("new", id: 1_001) { $0.password = "secret of new" },
                .of("has", id: 1_002, at: 2) { $0.password = "secret of has" },
                .of("has not", id: 1_003, at: 3) { $0.password = "secret of has not" },
                .of("hashed", id: 1_004, at: 4) {
                    $0.password = "not this"
                    $0.passwordHash = "fake$1$1$x"
                },
                .of("bad\u{7}", id: 1_005, at: 5) { $0.password = "secret of bad" },
                .of("mute", id: 1_006, at: 6),
            ], .byName)
        #expect(
            reports.map(\.outcome) == [.created, .linked, .linked, .created, .refused, .created])
        #expect(fixture.passwords.hashes - before == 2, "of new and of has not")
        #expect(fixture.passwords.priorities.suffix(2).allSatisfy { $0 == .bulk })
        _ = try await fixture.logIn("new", password: "secret of new")
        _ = try await fixture.logIn("has not", password: "secret of has not")
        _ = try await fixture.logIn("has")
        await #expect(throws: DirectoryError.self) {
            try await fixture.logIn("has", password: "secret of has")
        }
        let dump = try await DirectoryDump.of(fixture.engine)
        #expect(!dump.contains("secret of") && !dump.contains("not this"))
    }

    @Test("hash nothing for rows that an import brought before, nor in a rehearsal")
    func hashingTwice() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let rows = (1...20).map { number in
            ImportRow.of("user\(number)", id: Int64(number), at: number) { $0.password = "x" }
        }
        _ = try await fixture.rehearsing([.people(rows)], .strict)
        #expect(fixture.passwords.hashes == 0)
        try await fixture.importing(rows, .strict)
        #expect(fixture.passwords.hashes == 20)
        let again = try await fixture.importing(rows, .strict, id: "again")
        #expect(again.allSatisfy { $0.outcome == .present })
        #expect(fixture.passwords.hashes == 20)
    }

    @Test("keep the times of the old system, in a sensible order")
    func times() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let row = ImportRow.of("ann", id: 7) {
            $0.createdAt = 5_000
            $0.updatedAt = 4_000
            $0.lastLoginAt = 6_000
        }
        let account = try await fixture.imported(try await fixture.importing(row))
        #expect(account.createdAt.milliseconds == 5_000)
        #expect(account.updatedAt.milliseconds == 5_000, "not before it was made")
        #expect(account.lastLoginAt?.milliseconds == 6_000)
    }

    @Test("leave a trail and events for what was made and filled, and for nothing else")
    func trail() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ann", password: nil)
        let (trailBefore, eventsBefore) = (
            try await fixture.audit().count, try await fixture.events().count
        )
        let reports = try await fixture.importing(
            [
                .of("new", id: 1_001),
                .of("ann", id: 1_002, at: 2) { $0.bio = "words" },
                .of("bad\u{7}", id: 1_003, at: 3), .of("ann", id: 1_004, at: 4),
            ], .byName)
        #expect(reports.map(\.outcome) == [.created, .linked, .refused, .refused])
        let trail = try await fixture.audit().dropFirst(trailBefore)
        #expect(
            trail.map(\.action) == [
                .accountCreated, .accountLinked, .accountUpdated, .accountLinked,
            ])
        #expect(trail.map(\.fields) == [[], ["IAM"], ["bio"], ["IAM"]])
        let events = try await fixture.events().dropFirst(eventsBefore)
        #expect(events.map(\.type) == [.accountCreated, .accountUpdated])
    }
}
