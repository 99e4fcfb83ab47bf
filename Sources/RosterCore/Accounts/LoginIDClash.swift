/// Two live accounts of which ids became one login id when the rule of spelling changed: the account
/// that kept it, and the one that yielded it. Nothing else of the latter is lost; it keeps the text
/// as it was written.
package struct LoginIDClash: Sendable, Equatable {
    /// What the id was to the account that yielded it: a name, which logs it in no more until an
    /// administrator changes the name, or an e-mail, which is unproven from here on.
    package let kind: LoginIDKind
    package let keptBy: AccountID
    package let yieldedBy: AccountID

    package init(kind: LoginIDKind, keptBy: AccountID, yieldedBy: AccountID) {
        self.kind = kind
        self.keptBy = keptBy
        self.yieldedBy = yieldedBy
    }

    /// In words for an operator and for logs. Numbers alone: no address, and nothing that people
    /// entered.
    package var words: String {
        let remedy =
            switch kind {
            case .name: "it cannot log in by its name until an administrator changes it"
            case .email, .phone: "it keeps the address, unproven and not as a login id"
            }
        return "account \(yieldedBy) has the \(kind.rawValue) of account \(keptBy) in another "
            + "spelling: \(remedy)"
    }

    /// Stands in a key that was yielded, and in no name and no address, so that nothing that may be
    /// stored meets the key.
    package static let mark: Unicode.Scalar = "\u{1}"

    /// The key under which an account keeps an id whose own key, `key`, another one has.
    static func yieldedKey(of key: FoldedKey, at id: AccountID) -> FoldedKey {
        FoldedKey(stored: "\(key.rawValue)\(mark)\(id.rawValue)")
    }
}

/// An account with its login ids, as one that has a say in who keeps which.
package struct LoginIDClaimant: Sendable, Equatable {
    package let id: AccountID
    package let createdAt: Timestamp
    package var name: FoldedKey
    package var email: FoldedKey?
    package var emailIsProven: Bool
    /// The proven one's.
    package var phone: FoldedKey?

    package init(
        id: AccountID, createdAt: Timestamp, name: FoldedKey, email: FoldedKey?,
        emailIsProven: Bool, phone: FoldedKey?
    ) {
        self.id = id
        self.createdAt = createdAt
        self.name = name
        self.email = email
        self.emailIsProven = emailIsProven
        self.phone = phone
    }

    /// Its entries in the namespace, none twice.
    package var loginIDs: [LoginID] {
        LoginID.entries(name: name, email: email, emailIsProven: emailIsProven, phone: phone)
    }

    /// Decides who keeps a key that several have. A name comes before an e-mail, as an account without
    /// a name is none; a proven e-mail or phone before an unproven
    /// e-mail; then the older account. The others keep
    /// the id under a key that logs nobody in, and prove nothing with it.
    package static func settle(
        _ claimants: [LoginIDClaimant]
    ) -> (settled: [LoginIDClaimant], clashes: [LoginIDClash]) {
        var best: [FoldedKey: Rank] = [:]
        for claimant in claimants {
            for (key, rank) in claimant.ranks where best[key].map({ rank < $0 }) ?? true {
                best[key] = rank
            }
        }
        var settled = claimants
        var clashes: [LoginIDClash] = []
        for index in settled.indices {
            let id = settled[index].id
            func yields(_ key: FoldedKey, _ kind: LoginIDKind) -> FoldedKey? {
                guard let winner = best[key]?.id, winner != id else { return nil }
                clashes.append(LoginIDClash(kind: kind, keptBy: winner, yieldedBy: id))
                return LoginIDClash.yieldedKey(of: key, at: id)
            }
            if let key = yields(settled[index].name, .name) { settled[index].name = key }
            if let email = settled[index].email, let key = yields(email, .email) {
                settled[index].email = key
                settled[index].emailIsProven = false
            }
            if let phone = settled[index].phone, yields(phone, .phone) != nil {
                settled[index].phone = nil
            }
        }
        return (settled, clashes)
    }

    /// How good a claim is; the least is the best.
    private struct Rank: Comparable {
        let kind: Int
        let createdAt: Timestamp
        let id: AccountID

        static func < (left: Rank, right: Rank) -> Bool {
            (left.kind, left.createdAt, left.id) < (right.kind, right.createdAt, right.id)
        }
    }

    private var ranks: [(FoldedKey, Rank)] {
        func rank(_ kind: Int) -> Rank { Rank(kind: kind, createdAt: createdAt, id: id) }
        return [(name, rank(0))] + (email.map { [($0, rank(emailIsProven ? 1 : 2))] } ?? [])
            + (phone.map { [($0, rank(1))] } ?? [])
    }
}
