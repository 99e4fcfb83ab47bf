import Foundation
import RosterCore
import RosterTestSupport

/// The people of the matrix, logged in, and one request after the other by each of them.
struct MatrixStage: Sendable {
    let all: AllSurfaces
    let clock: TestClock
    /// Stands in foo's display name, e-mail and cards; nobody else's answers may hold it.
    static let secret = "nobodys-business"

    private let foo: Account
    /// Everybody whose cards may grow in number.
    private let people: [AccountID]
    private let tokens: [MatrixCaller: String]
    private let keys: [MatrixCaller: String]
    private let refreshToken: String

    /// What was made for one request.
    struct Props: Sendable {
        let victim: Account?
        let card: CardID?
        /// A name that nobody has.
        let new: String
    }

    init(_ all: AllSurfaces, clock: TestClock) async throws {
        self.all = all
        self.clock = clock
        let password = AllSurfaces.password
        foo = try await all.place("foo", password: password) { draft in
            draft.displayName = Self.secret
            draft.email = try EmailAddress(parsing: Self.secret + "@example.com")
        }
        let bar = try await all.place("bar", password: password)
        // Were administrators: what is refused them is not for want of a role.
        for name in ["off", "gone"] {
            try await all.place(name, password: password) { $0.role = .admin }
        }
        var tokens = [MatrixCaller.admin: all.admin]
        var keys = [
            MatrixCaller.user: try await all.key(of: "foo"),
            .other: try await all.key(of: "admin", for: ["IAM", "Management", "Tavern"]),
            .admin: try await all.key(of: "admin"),
        ]
        let named = [
            (MatrixCaller.user, "foo"), (.other, "bar"), (.disabled, "off"), (.deleted, "gone"),
        ]
        for (caller, name) in named {
            tokens[caller] = try await all.server.token(of: name, password: password)
        }
        refreshToken = try await all.signIn("foo").refreshToken
        for (caller, name) in named.suffix(2) { keys[caller] = try await all.key(of: name) }
        people = [foo.id, bar.id, try await all.account("admin").id]
        self.tokens = tokens
        self.keys = keys
        var change = AccountChange()
        change.status = .set(.disabled)
        let directory = all.directory
        _ = try await directory.update(.name(FoldedKey(folding: "off")), change, by: .system)
        _ = try await directory.delete([.name(FoldedKey(folding: "gone"))], by: .system)
    }

    /// Sends a row's request as `caller` does; `number` is another one each time.
    /// - Returns: The answer, and whether anything is different after it.
    func ask(
        _ row: MatrixRow, _ route: String, on surface: String, by caller: MatrixCaller, number: Int
    ) async throws -> (answer: WireResponse, hasChanged: Bool) {
        let props = try await makeProps(for: row, number)
        if row.triesPassword { try await forgetFailures() }
        let headers = try await credential(of: caller, for: row, on: surface)
        let body = row.body.map { filled($0, props) }
        let type = body == nil ? [] : [("Content-Type", "application/json")]
        let client = surface == "IAM" ? all.server.iam : all.server.main
        let before = try await state(props)
        let answer = try await client.send(
            String(route.prefix { $0 != " " }), filled(row.target, props), headers: headers + type,
            body: body)
        return (answer, try await state(props) != before)
    }

    private func credential(
        of caller: MatrixCaller, for row: MatrixRow, on surface: String
    ) async throws -> [(String, String)] {
        if surface == "BitAnswer" { return keys[caller].map { [("bitkey", $0)] } ?? [] }
        var token = tokens[caller]
        let logins = [
            MatrixCaller.user: ("foo", AllSurfaces.password), .other: ("bar", AllSurfaces.password),
            .admin: ("admin", ServerFixture.adminPassword),
        ]
        if row.endsOwnSession, let (name, password) = logins[caller] {
            token = try await all.server.token(of: name, password: password)
        }
        return token.map { [("Authorization", "Bearer \($0)")] } ?? []
    }

    /// A success, so that a wrong password after it is compared and not throttled.
    private func forgetFailures() async throws {
        clock.advance(seconds: 1000)
        let text = Data("foo:\(AllSurfaces.password)".utf8).base64EncodedString()
        let answer = try await all.server.iam.send(
            "GET", "/v1/users/foo", headers: [("Authorization", "Basic \(text)")])
        guard answer.status == 200 else { throw FixtureFailure(text: "Basic: \(answer)") }
    }

    private func filled(_ text: String, _ props: Props) -> String {
        let values = [
            ("{user_id}", "\(foo.id)"), ("{guid}", foo.guid), ("{refresh}", refreshToken),
            ("{new}", props.new), ("{victim}", props.victim?.name.rawValue ?? ""),
            ("{victim_id}", props.victim?.id.description ?? ""),
            ("{victim_guid}", props.victim?.guid ?? ""), ("{card}", props.card?.rawValue ?? ""),
        ]
        return values.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
}

/// What one request has to work on, and what it left behind.
extension MatrixStage {
    private func makeProps(for row: MatrixRow, _ number: Int) async throws -> Props {
        let text = row.target + (row.body ?? "")
        return Props(
            victim: text.contains("{victim") ? try await makeVictim("victim-\(number)") : nil,
            card: text.contains("{card}") ? try await makeCard("\(Self.secret) \(number)") : nil,
            new: "new-\(number)")
    }

    /// An account with a session, which nobody has a token of.
    private func makeVictim(_ name: String) async throws -> Account {
        let account = try await all.place(name)
        let session = Session(
            id: SessionID("of-\(name)"), accountID: account.id,
            surface: RosterCore.SurfaceName("IAM"), generation: 0, createdAt: clock.now,
            lastUsedAt: clock.now, expiresAt: clock.now.adding(days: 1), address: nil,
            userAgent: nil)
        try await all.directory.store.write { storage throws(DirectoryError) in
            try storage.insert(session, refreshHash: nil)
        }
        return account
    }

    private func makeCard(_ name: String) async throws -> CardID {
        let answer = try await all.main(
            "POST", "/users", by: .bearer(tokens[.user] ?? ""),
            body: #"{"snapshot":{"name":"\#(name)"}}"#)
        guard let id = answer.data["id"] as? String else {
            throw FixtureFailure(text: "card \(name): \(answer)")
        }
        return CardID(id)
    }

    /// Everything that a row can change, as text.
    private func state(_ props: Props) async throws -> [String] {
        let names = [foo.name.key, FoldedKey(folding: props.new)]
        let (foo, people) = (foo.id, people)
        return try await all.directory.store.scan { storage throws(DirectoryError) in
            var lines: [String] = []
            for name in names {
                let revision = try storage.account(named: name)?.revision
                lines.append("\(name) \(revision.map(String.init) ?? "absent")")
            }
            let counted = [foo] + [props.victim?.id].compactMap { $0 }
            for (id, counters) in try storage.counters(of: counted).sorted(by: { $0.key < $1.key })
            {
                lines.append("\(id): \(counters)")
            }
            if let victim = props.victim {
                let found = try storage.account(victim.id)
                let sessions = try storage.sessions(of: victim.id).count
                lines.append("victim \(found?.revision ?? -1), \(sessions) sessions")
            }
            if let id = props.card, let card = try storage.card(id, of: foo) {
                lines.append("card \(card.revision)")
            }
            for id in people {
                lines.append("\(id): \(try storage.cards(CardQuery(), of: id).total) cards")
                let uploads = try storage.unboundMedia(
                    of: id, upTo: Timestamp(milliseconds: .max), limit: Limits.unboundMediaMax)
                lines.append("\(id): \(uploads.count) uploads")
            }
            var query = AccountQuery()
            query.limit = 1
            lines.append("\(try storage.accounts(query).total ?? -1) accounts")
            return lines
        }
    }
}

extension AllSurfaces {
    /// The secret of a new key of an account; for these surfaces, or for all.
    func key(of name: String, for surfaces: [String]? = nil) async throws -> String {
        let made = try await directory.createKey(
            name: "key", owner: .name(FoldedKey(folding: name)), role: nil,
            scopes: surfaces.map { $0.map { RosterCore.SurfaceName($0) } }, by: .system)
        return made.secret
    }
}
