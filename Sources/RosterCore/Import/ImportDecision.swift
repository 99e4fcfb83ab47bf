/// What is to be done about one row: decided by reading alone, so that a rehearsal and the real
/// thing decide alike.
enum ImportStep: Sendable {
    /// A new id of a person, and the account that shows it as its own number so far.
    struct Link: Sendable, Equatable {
        let key: ImportedPerson.Key
        let displaced: AccountID?
    }

    case create([Link])
    /// - Parameters:
    ///   - new: `old` with what was empty filled.
    ///   - fields: What was filled.
    ///   - differs: Fields in which the row says something else.
    case merge(old: Account, new: Account, fields: [Field], differs: [Field], [Link])
    case present(AccountID, differs: [Field])
    case leave(ImportReason)
}

/// Decides about rows against what is known: the directory, or the directory and a rehearsal.
struct ImportDecision {
    let options: ImportOptions
    let known: any AccountLookup

    func step(for person: ImportedPerson) throws(DirectoryError) -> ImportStep {
        if let step = try knownStep(for: person) { return step }
        if let match = try match(for: person) { return try merge(person, into: match) }
        let taken = try claims(of: person, besides: nil)
        guard let first = taken.first else {
            return try linked(person, to: nil) { .create($0) }
        }
        guard options.onConflict == .link else {
            return .leave(
                ImportReason(.taken, field: first.field.rawValue, account: first.account))
        }
        guard taken.allSatisfy({ $0.account == first.account }) else {
            return .leave(ImportReason(.ambiguous, account: first.account))
        }
        // An address that nobody proved tells of nobody who the row is (THREATS 5), and neither does
        // a name that looks like another one's address: people chose their names (THREATS 4).
        if let claim = taken.first(where: { !$0.identifies }) {
            return .leave(
                ImportReason(.taken, field: claim.field.rawValue, account: claim.account))
        }
        guard let account = try live(first.account) else { throw .storage(.corrupt) }
        return try merge(person, into: account)
    }

    /// The step for a row that an earlier import brought.
    private func knownStep(for person: ImportedPerson) throws(DirectoryError) -> ImportStep? {
        if let guid = person.guid, let id = try known.anyAccount(guid: guid) {
            guard let account = try live(id) else {
                return .leave(ImportReason(.idTaken, field: "guid", account: id))
            }
            return present(account, person)
        }
        var holders: [AccountID] = []
        for key in person.keys {
            // A number that somebody was given is no import's; see `holder(of:besides:)`.
            if let id = try known.account(surface: key.surface, key: key.id.description),
                try !known.isGivenKey(key.surface, of: id)
            {
                holders.append(id)
            }
        }
        guard let first = holders.first else { return nil }
        // Whoever is in the recycle bin keeps its ids, and is not there.
        guard let account = try live(first) else {
            return .leave(ImportReason(.idTaken, account: first))
        }
        // Of a row with several ids all must be one person's; one alone may be new to it.
        if holders.count == person.keys.count, holders.allSatisfy({ $0 == first }) {
            return present(account, person)
        }
        return .leave(ImportReason(.idTaken, account: first))
    }

    /// With what tells that the id may have come to mean somebody else.
    private func present(_ account: Account, _ person: ImportedPerson) -> ImportStep {
        var differs: [Field] = []
        if account.name.key != person.name.key { differs.append(.name) }
        if let email = person.email, account.email?.key != email.key { differs.append(.email) }
        return .present(account.id, differs: differs)
    }

    private func match(for person: ImportedPerson) throws(DirectoryError) -> Account? {
        switch options.match {
        case .none: return nil
        case .name: return try known.account(named: person.name.key)
        case .email:
            // Nobody is known by an address that was never proven (THREATS 5).
            guard person.emailIsProven, let email = person.email,
                let owner = try known.owner(of: email.key), owner.entry.isProvenEmail
            else { return nil }
            return try live(owner.accountID)
        }
    }

    /// A login id of a row that is somebody else's.
    private struct Claim {
        let field: Field
        let account: AccountID
        /// Whether it is good enough to take the row for that person.
        let identifies: Bool
    }

    /// The login ids of the row that are others'.
    private func claims(
        of person: ImportedPerson, besides id: AccountID?
    ) throws(DirectoryError) -> [Claim] {
        var claims: [Claim] = []
        if let owner = try known.owner(of: person.name.key), owner.accountID != id {
            let yields =
                owner.entry.isOnlyUnprovenEmail && person.emailIsProven
                && person.email?.key == person.name.key
            if !yields {
                claims.append(
                    Claim(
                        field: .name, account: owner.accountID, identifies: owner.entry.isName))
            }
        }
        if let owner = try known.owner(of: person.phoneOfName), owner.entry.isPhone,
            owner.accountID != id
        {
            claims.append(Claim(field: .name, account: owner.accountID, identifies: false))
        }
        if let email = person.email, let owner = try emailOwner(email, person, besides: id) {
            claims.append(
                Claim(
                    field: .email, account: owner.accountID,
                    identifies: person.emailIsProven && owner.entry.isProvenEmail))
        }
        if person.phoneIsProven, let phone = person.phone,
            let owner = try known.owner(of: phone.key), owner.accountID != id
        {
            claims.append(
                Claim(
                    field: .phone, account: owner.accountID, identifies: owner.entry.isPhone))
        }
        for name in person.namesOfPhone where name != person.phone?.key {
            if let owner = try known.owner(of: name), owner.accountID != id {
                claims.append(Claim(field: .phone, account: owner.accountID, identifies: false))
            }
        }
        return claims
    }

    /// Who stands in the way of the row's e-mail: one who only claims it yields to one that counts
    /// as proven.
    private func emailOwner(
        _ email: EmailAddress, _ person: ImportedPerson, besides id: AccountID?
    ) throws(DirectoryError) -> LoginIDOwner? {
        guard let owner = try known.owner(of: email.key), owner.accountID != id,
            !(person.emailIsProven && owner.entry.isOnlyUnprovenEmail)
        else { return nil }
        return owner
    }

    private func live(_ id: AccountID) throws(DirectoryError) -> Account? {
        guard let account = try known.account(id), account.deletedAt == nil else { return nil }
        return account
    }
}

// MARK: - Linking

extension ImportDecision {
    /// The step with the ids that are new to the account; a step that leaves the row where one of
    /// them cannot be.
    private func linked(
        _ person: ImportedPerson, to account: AccountID?,
        _ step: ([ImportStep.Link]) -> ImportStep
    ) throws(DirectoryError) -> ImportStep {
        if let instanceID = person.instanceID, account == nil,
            let id = try known.anyAccount(instanceID: instanceID)
        {
            return .leave(ImportReason(.idTaken, field: "instanceID", account: id))
        }
        var links: [ImportStep.Link] = []
        for key in person.keys {
            if let account {
                let present = try known.surfaceKey(key.surface, of: account)
                if let present, try !known.isGivenKey(key.surface, of: account) {
                    if present == key.id.description { continue }
                    return .leave(ImportReason(.secondRow, account: account))
                }
            }
            // Where people are known by texts, who has no imported one is known by its guid.
            if case .text(let text) = key.id, let id = try known.anyAccount(guid: text),
                id != account, try known.surfaceKey(key.surface, of: id) == nil
            {
                return .leave(ImportReason(.idTaken, account: id))
            }
            links.append(
                ImportStep.Link(key: key, displaced: try holder(of: key, besides: account)))
        }
        return step(links)
    }

    /// The account, deleted or not, that shows the imported number on the surface without having
    /// been imported under it: its own, or one that it was given in place of its own.
    private func holder(
        of key: ImportedPerson.Key, besides account: AccountID?
    ) throws(DirectoryError) -> AccountID? {
        guard case .number(let number) = key.id else { return nil }
        if let given = try known.account(surface: key.surface, key: key.id.description) {
            return given == account ? nil : given
        }
        let id = AccountID(number)
        guard id != account, try known.account(id) != nil,
            try known.surfaceKey(key.surface, of: id) == nil
        else { return nil }
        return id
    }

    private func merge(
        _ person: ImportedPerson, into old: Account
    ) throws(DirectoryError) -> ImportStep {
        var filling = AccountFilling(old)
        // Names of old tables may have been chosen by their people: nothing that logs in or recovers
        // a password comes to an administrator by meeting one, unless the table's word counts
        // and calls the row an administrator, too (THREATS 4, 10).
        let givesLogin = old.role != .admin || options.takesRoles && person.statedRole == .admin
        filling.compare(.name, old.name.key == person.name.key)
        filling.fill(.displayName, \.displayName, person.displayName) {
            $0.displayName == $0.name.rawValue
        }
        if let email = person.email, old.email == nil {
            if givesLogin, try emailOwner(email, person, besides: old.id) == nil {
                filling.set(.email) {
                    $0.email = email
                    $0.emailIsProven = person.emailIsProven
                }
            } else {
                filling.compare(.email, false)
            }
        } else {
            filling.compare(.email, person.email.map { $0.key == old.email?.key })
        }
        if old.phone == nil, givesLogin {
            filling.fill(.phone, \.phone, person.phone)
        } else {
            filling.compare(.phone, person.phone.map { $0.key == old.phone?.key })
        }
        filling.fill(.avatar, \.avatar, person.avatar)
        filling.fill(.background, \.background, person.background)
        filling.fill(.bio, \.bio, person.bio)
        filling.fill(.location, \.location, person.location)
        filling.fill(.extend, \.extend, person.extend)
        filling.fill(.sex, \.sex, person.sex == .unknown ? nil : person.sex) {
            $0.sex == .unknown
        }
        // Who somebody is and what it may do do not change by meeting a row of an old table.
        filling.compare(.role, old.role == person.statedRole || person.statedRole == .user)
        filling.compare(.status, old.status == person.status)
        if person.hasPassword, old.passwordHash == nil, givesLogin {
            filling.set(.password) { $0.passwordHash = person.passwordHash }
        } else {
            filling.compare(
                .password,
                !person.hasPassword
                    || person.passwordHash != nil && old.passwordHash == person.passwordHash)
        }
        let filled = filling
        return try linked(person, to: old.id) { links in
            .merge(
                old: old, new: filled.account, fields: filled.fields, differs: filled.differs, links
            )
        }
    }
}

/// Fills the empty fields of an account, and notes which others differ.
private struct AccountFilling {
    private(set) var account: Account
    private(set) var fields: [Field] = []
    private(set) var differs: [Field] = []

    init(_ account: Account) { self.account = account }

    mutating func compare(_ field: Field, _ isSame: Bool?) {
        if isSame == false { differs.append(field) }
    }

    mutating func set(_ field: Field, _ change: (inout Account) -> Void) {
        change(&account)
        fields.append(field)
    }

    mutating func fill<Value: Equatable>(
        _ field: Field, _ path: WritableKeyPath<Account, Value?>, _ value: Value?
    ) {
        guard let value else { return }
        if account[keyPath: path] == nil {
            set(field) { $0[keyPath: path] = value }
        } else {
            compare(field, account[keyPath: path] == value)
        }
    }

    mutating func fill<Value: Equatable>(
        _ field: Field, _ path: WritableKeyPath<Account, Value>, _ value: Value?,
        where isEmpty: (Account) -> Bool
    ) {
        guard let value, account[keyPath: path] != value else { return }
        if isEmpty(account) {
            set(field) { $0[keyPath: path] = value }
        } else {
            compare(field, false)
        }
    }
}
