/// The directory as it would be after the rows that were rehearsed. What one body of a transaction
/// adds is kept apart until the body has run: it may run again.
final class RehearsalView: AccountLookup, CardLookup {
    private let storage: any DirectoryReading
    private let rehearsal: ImportRehearsal
    private(set) var fresh: ImportRehearsal.Plans

    init(_ rehearsal: ImportRehearsal, over storage: any DirectoryReading, at time: Timestamp) {
        self.rehearsal = rehearsal
        self.storage = storage
        fresh = ImportRehearsal.Plans(at: time)
    }

    private func planned<Value: Sendable>(
        _ find: @Sendable (ImportRehearsal.Plans) -> Value?
    ) -> Value? {
        find(fresh) ?? rehearsal.withPlans { find($0) }
    }

    func account(_ id: AccountID) throws(DirectoryError) -> Account? {
        if let planned = planned({ $0.accounts[id] }) { return planned }
        return try storage.account(id)
    }

    func account(named name: FoldedKey) throws(DirectoryError) -> Account? {
        if let id = planned({ $0.names[name] }) { return try account(id) }
        guard let stored = try storage.account(named: name) else { return nil }
        return try account(stored.id)
    }

    func anyAccount(guid: String) throws(DirectoryError) -> AccountID? {
        if let planned = planned({ $0.guids[guid] }) { return planned }
        return try storage.anyAccount(guid: guid)
    }

    func anyAccount(instanceID: String) throws(DirectoryError) -> AccountID? {
        if let planned = planned({ $0.instanceIDs[instanceID] }) { return planned }
        return try storage.anyAccount(instanceID: instanceID)
    }

    func owner(of key: FoldedKey) throws(DirectoryError) -> LoginIDOwner? {
        if let planned = planned({ $0.owners[key] }) { return planned }
        return try storage.owner(of: key)
    }

    func account(surface: SurfaceName, key: String) throws(DirectoryError) -> AccountID? {
        let surfaceKey = ImportRehearsal.SurfaceKey(surface: surface, key: key)
        if let planned = planned({ $0.keys[surfaceKey] }) { return planned }
        guard let id = try storage.account(surface: surface, key: key) else { return nil }
        // It had the id until a row gave it another one.
        let place = ImportRehearsal.AccountOnSurface(account: id, surface: surface)
        if let planned = planned({ $0.keysOf[place] }), planned != key { return nil }
        return id
    }

    func surfaceKey(_ surface: SurfaceName, of id: AccountID) throws(DirectoryError) -> String? {
        let place = ImportRehearsal.AccountOnSurface(account: id, surface: surface)
        if let planned = planned({ $0.keysOf[place] }) { return planned }
        return try storage.surfaceKey(surface, of: id)
    }

    func isGivenKey(_ surface: SurfaceName, of id: AccountID) throws(DirectoryError) -> Bool {
        let place = ImportRehearsal.AccountOnSurface(account: id, surface: surface)
        if let planned = planned({ $0.keysOf[place] }) { return planned.isEmpty }
        return try storage.isGivenKey(surface, of: id)
    }

    /// Remembers an account, new or filled, with its login ids.
    func remember(_ account: Account) {
        fresh.accounts[account.id] = account
        fresh.names[account.name.key] = account.id
        fresh.guids[account.guid] = account.id
        fresh.instanceIDs[account.instanceID] = account.id
        for entry in account.loginIDs {
            fresh.owners[entry.key] = LoginIDOwner(accountID: account.id, entry: entry)
        }
    }

    /// Takes an e-mail from whoever only claimed it, as the transaction of a proven one does.
    func displaceUnproven(
        _ email: EmailAddress?, besides id: AccountID, if isProven: Bool
    ) throws(DirectoryError) {
        guard isProven, let email, let owner = try owner(of: email.key), owner.accountID != id,
            owner.entry.isOnlyUnprovenEmail, var loser = try account(owner.accountID)
        else { return }
        loser.email = nil
        loser.emailIsProven = false
        remember(loser)
    }

    func remember(_ links: [ImportStep.Link], of id: AccountID) {
        for link in links {
            let key = link.key
            // Some number that is nobody's: which one, the real import will say.
            if let displaced = link.displaced {
                fresh.keysOf[.init(account: displaced, surface: key.surface)] = ""
            }
            fresh.keys[.init(surface: key.surface, key: key.id.description)] = id
            fresh.keysOf[.init(account: id, surface: key.surface)] = key.id.description
        }
    }

    /// Whose card it is.
    func owner(of card: CardID) throws(DirectoryError) -> AccountID? {
        if let planned = planned({ $0.cards[card.rawValue] }) { return planned }
        return try storage.owner(of: card)
    }

    func holds(cardNamed name: CardName, of owner: AccountID) throws(DirectoryError) -> Bool {
        let place = ImportRehearsal.CardPlace(owner: owner, name: name)
        if planned({ $0.cardNames[place] }) != nil { return true }
        return try storage.holds(cardNamed: name, of: owner)
    }

    func remember(card: CardID, named name: CardName, of owner: AccountID) {
        fresh.cards[card.rawValue] = owner
        fresh.cardNames[.init(owner: owner, name: name)] = owner
    }

    func count(_ reports: [ImportReport]) {
        for report in reports { fresh.run.counts.count(report.outcome) }
        fresh.run.rows += reports.count
    }
}

extension ImportRehearsal {
    /// Takes over what a body planned.
    func add(_ plans: Plans) {
        withPlans { known in
            known.accounts.merge(plans.accounts) { $1 }
            known.names.merge(plans.names) { $1 }
            known.owners.merge(plans.owners) { $1 }
            known.guids.merge(plans.guids) { $1 }
            known.instanceIDs.merge(plans.instanceIDs) { $1 }
            known.keys.merge(plans.keys) { $1 }
            known.keysOf.merge(plans.keysOf) { $1 }
            known.cards.merge(plans.cards) { $1 }
            known.cardNames.merge(plans.cardNames) { $1 }
            known.run.counts.add(plans.run.counts)
            known.run.rows += plans.run.rows
        }
    }

    /// How far it has come.
    package var run: ImportRun { withPlans { $0.run } }
}
