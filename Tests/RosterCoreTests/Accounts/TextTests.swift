import RosterCore
import RosterTestSupport
import Testing

@Suite("Texts of an account")
struct TextTests {
    /// A text at or beyond a bound, and what is said of it.
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let change: @Sendable (inout AccountChange) -> Void
        let problem: InvalidField?

        init(
            _ description: String, _ problem: InvalidField?,
            _ change: @escaping @Sendable (inout AccountChange) -> Void
        ) {
            self.description = description
            self.problem = problem
            self.change = change
        }
    }

    private static func text(_ count: Int) -> String { String(repeating: "界", count: count) }

    static let cases: [Case] = [
        .init("an empty display name", nil) { $0.displayName = .set("") },
        .init("64 code points", nil) { $0.displayName = .set(text(64)) },
        .init("65 code points", .init(.displayName, .tooLong(maximum: 64))) {
            $0.displayName = .set(text(65))
        },
        .init("a line break in a display name", .init(.displayName, .forbiddenCharacters)) {
            $0.displayName = .set("a\nb")
        },
        .init("NUL in a display name", .init(.displayName, .forbiddenCharacters)) {
            $0.displayName = .set("a\u{0}")
        },
        .init("markup in a display name", nil) { $0.displayName = .set("<script>=1+1</script>") },
        .init("line breaks and tabs in a biography", nil) { $0.bio = .set("a\r\n\tb") },
        .init("191 code points of biography", nil) { $0.bio = .set(text(191)) },
        .init("192 code points of biography", .init(.bio, .tooLong(maximum: 191))) {
            $0.bio = .set(text(192))
        },
        .init("NUL in a biography", .init(.bio, .forbiddenCharacters)) { $0.bio = .set("\u{0}") },
        .init("an escape in a biography", .init(.bio, .forbiddenCharacters)) {
            $0.bio = .set("\u{1B}[2J")
        },
        .init("a long location", .init(.location, .tooLong(maximum: 191))) {
            $0.location = .set(text(192))
        },
        .init("a line break in a location", .init(.location, .forbiddenCharacters)) {
            $0.location = .set("a\nb")
        },
        .init("a URL of 2048 bytes", nil) {
            $0.avatar = .set("https://a.b/" + String(repeating: "c", count: 2036))
        },
        .init("a URL of 2049 bytes", .init(.avatar, .tooLong(maximum: 2048))) {
            $0.avatar = .set("https://a.b/" + String(repeating: "c", count: 2037))
        },
        .init("an empty avatar", .init(.avatar, .malformed)) { $0.avatar = .set("") },
        .init("white space in an avatar", .init(.avatar, .malformed)) { $0.avatar = .set("a b") },
        .init("a line break in a background", .init(.background, .malformed)) {
            $0.background = .set("https://a.b/\r\nX: y")
        },
        .init("an object of 64 KiB", nil) {
            $0.extend = .set("{\"a\":\"" + String(repeating: "x", count: 65_528) + "\"}")
        },
        .init("a larger object", .init(.extend, .tooLong(maximum: 65_536))) {
            $0.extend = .set("{\"a\":\"" + String(repeating: "x", count: 65_529) + "\"}")
        },
        .init("NUL in an object", .init(.extend, .forbiddenCharacters)) {
            $0.extend = .set("{\"a\":\"\u{0}\"}")
        },
    ]

    @Test("are bounded and free of control characters", arguments: cases)
    func bounds(_ text: Case) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let user = try await fixture.create("user")
        guard let problem = text.problem else {
            #expect(try await fixture.edit(user, by: .account(user), text.change).revision == 1)
            return
        }
        await #expect(throws: DirectoryError.invalid([problem])) {
            try await fixture.edit(user, by: .account(user), text.change)
        }
        #expect(try await fixture.account(user.id) == user)
    }

    @Test("are all named when several fail, at creation too")
    func allProblemsAreNamed() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let error = await #expect(throws: DirectoryError.self) {
            try await fixture.create("user") {
                $0.displayName = Self.text(65)
                $0.avatar = ""
                $0.extend = "\u{0}"
            }
        }
        #expect(
            error
                == .invalid([
                    InvalidField(.displayName, .tooLong(maximum: 64)),
                    InvalidField(.avatar, .malformed), InvalidField(.extend, .forbiddenCharacters),
                ]))
        #expect(fixture.passwords.hashes == 0)
    }

    @Test("are left alone where a change does not name them, and go where it says nil")
    func partialChanges() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let user = try await fixture.create("user") {
            $0.displayName = "User"
            $0.avatar = "media:1"
            $0.extend = "{ \"b\": 1.0, \"a\": 2 }"
        }
        let changed = try await fixture.edit(user) { $0.bio = .set("here") }
        #expect(changed.displayName == "User" && changed.avatar == "media:1")
        #expect(changed.extend == "{ \"b\": 1.0, \"a\": 2 }")
        let emptied = try await fixture.edit(changed) {
            $0.avatar = .set(nil)
            $0.bio = .set(nil)
            $0.extend = .set(nil)
        }
        #expect(emptied.avatar == nil && emptied.bio == nil && emptied.extend == nil)
        #expect(emptied.displayName == "User")
    }
}
