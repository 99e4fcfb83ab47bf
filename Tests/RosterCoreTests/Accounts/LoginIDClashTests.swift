import RosterCore
import Testing

@Suite("Who keeps a login id that two accounts have")
struct LoginIDClashTests {
    private static let key = FoldedKey(stored: "jo@xn--bcher-kva.example")

    private static func claimant(
        _ id: Int64, name: String? = nil, email: String? = nil, isProven: Bool = false,
        createdAt: Int64 = 0
    ) -> LoginIDClaimant {
        LoginIDClaimant(
            id: AccountID(id), createdAt: Timestamp(milliseconds: createdAt),
            name: FoldedKey(stored: name ?? "name \(id)"),
            email: email.map(FoldedKey.init(stored:)),
            emailIsProven: isProven, phone: nil)
    }

    @Test("a name comes before e-mails, a proven e-mail before others, then the older account")
    func order() {
        let key = Self.key.rawValue
        let worstFirst = [
            Self.claimant(1, email: key, createdAt: 9), Self.claimant(3, email: key, createdAt: 5),
            Self.claimant(2, email: key, createdAt: 5),
            Self.claimant(5, email: key, isProven: true, createdAt: 9),
            Self.claimant(4, email: key, isProven: true, createdAt: 8),
            Self.claimant(7, name: key, createdAt: 9), Self.claimant(6, name: key, createdAt: 8),
        ]
        for index in worstFirst.indices.dropFirst() {
            for other in worstFirst[..<index] {
                for pair in [[other, worstFirst[index]], [worstFirst[index], other]] {
                    let (settled, clashes) = LoginIDClaimant.settle(pair)
                    #expect(
                        clashes == [
                            LoginIDClash(
                                kind: other.email == nil ? .name : .email,
                                keptBy: worstFirst[index].id, yieldedBy: other.id)
                        ])
                    #expect(settled.contains(worstFirst[index]), "it keeps all")
                    let loser = settled.first { $0.id == other.id }
                    #expect(loser?.loginIDs.contains { $0.key == Self.key } == false)
                    #expect(loser?.loginIDs.contains(where: \.isProvenEmail) == false)
                    #expect(loser?.loginIDs.count == other.loginIDs.count, "it loses nothing else")
                }
            }
        }
    }

    @Test("one account has no clash with itself, and without a clash nothing changes")
    func none() {
        let key = Self.key.rawValue
        let claimants = [
            Self.claimant(1, name: key, email: key, isProven: true),
            Self.claimant(2, email: "other@b.cn"),
        ]
        let (settled, clashes) = LoginIDClaimant.settle(claimants)
        #expect(settled == claimants && clashes.isEmpty)
    }

    @Test("an account that yields both its name and its e-mail keeps one entry of both")
    func both() throws {
        let key = Self.key.rawValue
        let loser = Self.claimant(2, name: key, email: key, isProven: true, createdAt: 1)
        let (settled, clashes) = LoginIDClaimant.settle([Self.claimant(1, name: key), loser])
        #expect(clashes.map(\.kind) == [.name, .email])
        let entry = try #require(settled[1].loginIDs.first)
        #expect(settled[1].loginIDs.count == 1 && entry.isName && entry.isEmail)
        #expect(!entry.isProvenEmail)
    }

    @Test("nothing that is typed as a name or an address meets a key that was yielded")
    func unreachable() throws {
        let key = Self.key.rawValue
        let (settled, _) = LoginIDClaimant.settle([
            Self.claimant(1, name: key), Self.claimant(2, name: key, createdAt: 1),
        ])
        let yielded = settled[1].name.rawValue
        #expect(throws: InvalidField.self) { try AccountName(parsing: yielded) }
        #expect(throws: InvalidField.self) { try EmailAddress(parsing: yielded) }
    }
}
