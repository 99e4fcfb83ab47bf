import RosterCore
import RosterTestSupport
import Testing

/// Whom a row is, and whom an id finds: no row may take somebody else's place, and no id may lose
/// its person (DESIGN §2, "Surface keys"; THREATS 4, 5, 10).
@Suite("The identity of a row of an old table")
struct ImportIdentityTests {
    private static let texts = SurfaceName("BitAnswer")

    /// A native whose number went to an imported row, and the number that it was given instead.
    private static func displaced(
        in fixture: DirectoryFixture
    ) async throws -> (native: Account, new: AccountID, given: Int64) {
        let native = try await fixture.create("native")
        let report = try await fixture.importing(
            .of("new", id: native.id.rawValue), .strict, id: "first")
        let text = try #require(report.moved?.first?.to)
        return (native, AccountID(report.account ?? 0), try #require(Int64(text)))
    }

    private static func isGiven(
        _ id: AccountID, in fixture: DirectoryFixture
    ) async throws -> Bool {
        try await fixture.store.read { storage throws(DirectoryError) in
            try storage.isGivenKey(.test, of: id)
        }
    }

    @Test("comes with a number that somebody was given: that one moves on once more")
    func givenNumber() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let (native, new, given) = try await Self.displaced(in: fixture)
        let row = ImportRow.of("late", id: given) { $0.password = "late's" }
        let rehearsed = try await fixture.rehearsing([.people([row])], .strict)
        let report = try await fixture.importing(row, .strict, id: "second")
        #expect(report.outcome == .created && rehearsed.map(\.outcome) == [.created])
        let late = try await fixture.imported(report)
        #expect(late.name.rawValue == "late" && late.id != native.id)
        let moved = try #require(report.moved?.first)
        #expect(report.moved?.count == 1 && moved.account == native.id.rawValue)
        let third = try #require(moved.to)
        #expect(third != "\(given)" && third != "\(native.id.rawValue)")
        #expect(try await fixture.found("\(native.id.rawValue)") == new)
        #expect(try await fixture.found("\(given)") == late.id)
        #expect(try await fixture.found(third) == native.id)
        #expect(try await fixture.key(of: native.id) == third)
        #expect(try await fixture.key(of: late.id) == "\(given)")
        _ = try await fixture.logIn("late", password: "late's")
    }

    @Test("comes with the number that its own person was given: it is imported from then on")
    func ownGivenNumber() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let (native, _, given) = try await Self.displaced(in: fixture)
        #expect(try await Self.isGiven(native.id, in: fixture))
        let row = ImportRow.of("native", id: given) { $0.bio = "of the table" }
        let report = try await fixture.importing(row, .byName, id: "second")
        #expect(report.outcome == .linked && report.moved == nil)
        #expect(try await fixture.imported(report).bio == "of the table")
        #expect(try await !Self.isGiven(native.id, in: fixture))
        // Nobody can take it any more.
        let other = try await fixture.importing(.of("other", id: given), .strict, id: "third")
        #expect(other.outcome == .present && other.account == native.id.rawValue)
        let second = try await fixture.importing(.of("native", id: 99_999), .byName, id: "fourth")
        #expect(second.reason?.code == .secondRow)
        #expect(try await fixture.found("\(given)") == native.id)
        #expect(try await fixture.key(of: native.id) == "\(given)")
    }

    @Test("may have a number that was given to somebody, and is nobody's since")
    func freedNumber() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let (native, _, given) = try await Self.displaced(in: fixture)
        let late = ImportRow.of("late", id: given, at: 2) { $0.password = "late's" }
        let rows: [ImportRow] = [.of("native", id: 77_777), late]
        let rehearsed = try await fixture.rehearsing([.people(rows)], .byName)
        #expect(rehearsed.map(\.outcome) == [.linked, .created])
        let reports = try await fixture.importing(rows, .byName, id: "second")
        #expect(reports.map(\.outcome) == [.linked, .created])
        #expect(try await fixture.found("77777") == native.id)
        #expect(try await fixture.found("\(given)") == AccountID(reports[1].account ?? 0))
    }

    @Test("gives an administrator nothing that logs in, unless it is one's in a table that counts")
    func administrators() async throws {
        let cases: [(role: Role, takesRoles: Bool, stated: Role?, isFilled: Bool)] = [
            (.admin, false, nil, false), (.admin, false, .admin, false),
            (.admin, true, nil, false), (.admin, true, .user, false),
            (.admin, true, .admin, true), (.user, false, nil, true),
        ]
        for (role, takesRoles, stated, isFilled) in cases {
            let title = Comment(rawValue: "\(role), \(takesRoles), \(String(describing: stated))")
            let fixture = try await DirectoryFixture.inMemory()
            try await fixture.create("boss", password: nil) { $0.role = role }
            let options = ImportOptions(
                match: .name, onConflict: .report, takesRoles: takesRoles)
            let row = ImportRow.of("BOSS", id: 70) {
                $0.email = "thief@example.com"
                $0.phone = "13800138000"
                $0.password = "thief's"
                $0.bio = "harmless"
                $0.role = stated?.rawValue
            }
            let rehearsed = try await fixture.rehearsing([.people([row])], options)
            let report = try await fixture.importing(row, options)
            #expect(report.outcome == .linked, title)
            let differs: Set<String>? = isFilled ? nil : ["email", "phone", "password"]
            #expect(report.differs.map { Set($0) } == differs, title)
            #expect(rehearsed.map(\.differs) == [report.differs], title)
            let account = try await fixture.imported(report)
            #expect(account.role == role && account.bio == "harmless", title)
            #expect((account.email != nil) == isFilled, title)
            #expect((account.phone != nil) == isFilled, title)
            #expect((account.passwordHash != nil) == isFilled, title)
            #expect(fixture.passwords.hashes == (isFilled ? 1 : 0), title)
        }
    }

    @Test("is nobody's whose name only looks like the row's address")
    func namesLikeAddresses() async throws {
        let rows: [(field: String, holder: String, row: ImportRow)] = [
            ("email", "lin@example.com", .of("lin", id: 7) { $0.email = "LIN@example.com" }),
            (
                "phone", "13912345678",
                .of("lin", id: 7) {
                    $0.phone = "+86 139-1234-5678"
                    $0.phoneIsProven = true
                }
            ),
        ]
        for (field, holder, row) in rows {
            let fixture = try await DirectoryFixture.inMemory()
            let account = try await fixture.create(holder, password: nil)
            let options = ImportOptions(match: .none, onConflict: .link)
            let report = try await fixture.importing(row, options)
            #expect(report.outcome == .refused, "\(field)")
            #expect(
                report.reason == ImportReason(.taken, field: field, account: account.id),
                "\(field)")
            #expect(try await fixture.account(account.id) == account, "\(field)")
            #expect(try await fixture.key(of: account.id) == nil, "\(field)")
        }
    }

    @Test("may have a text that looks like a number: it displaces nobody")
    func numericTexts() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let native = try await fixture.create("native")
        try #require(native.id == AccountID(1))
        for (number, text) in ["1", "01"].enumerated() {
            let row = ImportRow.of("new\(number)") {
                $0.keys = [Self.texts.rawValue: .text(text)]
            }
            let report = try await fixture.importing(row, .strict, id: text)
            #expect(report.outcome == .created && report.moved == nil, "\(text)")
            let id = AccountID(try #require(report.account))
            #expect(try await fixture.key(of: id, on: Self.texts) == text)
            let found = try await fixture.directory.account(
                .guid(text, on: Self.texts), by: .operator)
            #expect(found.id == id, "\(text)")
        }
        #expect(try await fixture.account(native.id) == native)
        #expect(try await fixture.key(of: native.id, on: Self.texts) == nil)
        let found = try await fixture.directory.account(
            .guid(native.guid, on: Self.texts), by: .operator)
        #expect(found.id == native.id)
    }

    @Test("is refused with an id that nobody could have")
    func malformedIDs() async throws {
        let long = String(repeating: "x", count: 129)
        let cases: [(field: String, edit: @Sendable (inout ImportRow) -> Void)] = [
            ("guid", { $0.guid = "" }), ("guid", { $0.guid = "a\u{0}b" }),
            ("guid", { $0.guid = String(repeating: "a", count: 65) }),
            ("guid", { $0.guid = "a b" }), ("instanceID", { $0.instanceID = "" }),
            ("instanceID", { $0.instanceID = "user/a" }), ("id", { $0.keys["IAM"] = .number(0) }),
            ("id", { $0.keys["IAM"] = .number(-4) }),
            ("id", { $0.keys["BitAnswer"] = .text("") }),
            ("id", { $0.keys["BitAnswer"] = .text("a\u{0}b") }),
            ("id", { $0.keys["BitAnswer"] = .text("a\nb") }),
            ("id", { $0.keys["BitAnswer"] = .text(long) }),
            // Nobody could log in by a phone without a digit.
            ("phone", { ($0.phone, $0.phoneIsProven) = ("-", true) }),
        ]
        let fixture = try await DirectoryFixture.inMemory()
        for (index, (field, edit)) in cases.enumerated() {
            let report = try await fixture.importing(.of("ann", edit), .strict, id: "\(index)")
            #expect(report.outcome == .refused && report.account == nil, "\(index)")
            #expect(report.reason?.code == .invalid, "\(index)")
            #expect(report.reason?.field == field && report.reason?.detail != nil, "\(index)")
        }
        let report = try await fixture.importing(
            .of("ann") {
                $0.guid = String(repeating: "a", count: 64)
                $0.keys["BitAnswer"] = .text(String(long.dropLast()))
            }, .strict, id: "longest")
        #expect(report.outcome == .created)
    }

    @Test("is its guid and not another row's instance id, with a password, too")
    func instanceIDAndGUID() async throws {
        for password in [nil, "secret"] {
            let fixture = try await DirectoryFixture.inMemory()
            let rows: [ImportRow] = [
                .of("one") {
                    $0.instanceID = "abc"
                    $0.password = password
                },
                .of("two", at: 2) {
                    $0.guid = "abc"
                    $0.password = password
                },
            ]
            let rehearsed = try await fixture.rehearsing([.people(rows)], .strict)
            #expect(rehearsed.map(\.outcome) == [.created, .created])
            // Once more would be `busy`, and again, and for ever.
            let reports = try await fixture.importing(rows, .strict)
            #expect(reports.map(\.outcome) == [.created, .created])
            #expect(try await fixture.imported(reports[1]).guid == "abc")
            guard let password else { continue }
            _ = try await fixture.logIn("two", password: password)
        }
    }

    @Test("that was there is named with what differs: its id may mean somebody else by now")
    func presentDiffers() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let row = ImportRow.of("ann", id: 7) { $0.email = "ann@example.com" }
        let first = try await fixture.importing(row, .strict)
        let cases: [(row: ImportRow, differs: [String]?)] = [
            (row, nil), (.of("ANN", id: 7) { $0.email = "Ann@Example.com" }, nil),
            (.of("ann", id: 7), nil),
            (.of("bob", id: 7) { $0.email = "bob@example.com" }, ["name", "email"]),
            (.of("ann", id: 7) { $0.email = "bob@example.com" }, ["email"]),
        ]
        for (index, (row, differs)) in cases.enumerated() {
            let rehearsed = try await fixture.rehearsing([.people([row])], .strict)
            let report = try await fixture.importing(row, .strict, id: "\(index)")
            #expect(report.outcome == .present && report.account == first.account, "\(index)")
            #expect(report.differs == differs, "\(index)")
            #expect(rehearsed.map(\.differs) == [differs], "\(index)")
        }
    }

    @Test("that will displace somebody says so in a rehearsal, without a number")
    func rehearsedMove() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let native = try await fixture.create("native")
        let row = ImportRow.of("new", id: native.id.rawValue)
        let reports = try await fixture.rehearsing([.people([row])], .strict)
        let rehearsed = try #require(reports.first?.moved)
        let real = try #require(try await fixture.importing(row, .strict).moved)
        for moved in [rehearsed, real] {
            #expect(moved.map(\.account) == [native.id.rawValue])
            #expect(moved.map(\.surface) == ["IAM"])
        }
        #expect(rehearsed.map(\.to) == [nil])
        #expect(try await fixture.found(real.first?.to ?? "") == native.id)
    }
}
