/// Taking over old user cards under the ids that clients stored.
extension Directory {
    func apply(
        _ row: CheckedRow<ImportCard, ImportedCard>, _ options: ImportOptions, by actor: Actor,
        at time: Timestamp, in storage: any DirectoryWriting
    ) throws(DirectoryError) -> ImportReport {
        let report = ImportReport(row.row)
        switch try cardStep(row, options, known: storage) {
        case .leave(let reason): return report.leaving(reason, options)
        case .present(let owner): return report.with(.present, owner)
        case .create(let card, let owner):
            let createdAt = card.createdAt ?? time
            let new = Card(
                id: card.id, accountID: owner.id, content: card.content, status: card.status,
                revision: card.revision, createdAt: createdAt,
                updatedAt: max(createdAt, card.updatedAt ?? createdAt))
            try storage.insert(new)
            try use(
                cardOf: owner.id, new.content, at: time, isBounded: false, in: storage)
            try record(
                .cardCreated, about: owner, by: actor, at: time, fields: [new.id.rawValue],
                in: storage)
            return report.with(.created, owner.id)
        }
    }

    func rehearse(
        _ rows: [CheckedRow<ImportCard, ImportedCard>], _ options: ImportOptions,
        _ view: RehearsalView
    ) throws(DirectoryError) -> [ImportReport] {
        var reports: [ImportReport] = []
        for row in rows {
            let report = ImportReport(row.row)
            switch try cardStep(row, options, known: view) {
            case .leave(let reason): reports.append(report.leaving(reason, options))
            case .present(let owner): reports.append(report.with(.present, owner))
            case .create(let card, let owner):
                view.remember(card: card.id, named: card.content.name, of: owner.id)
                reports.append(report.with(.created, owner.id))
            }
        }
        return reports
    }

    /// What is to be done about one row.
    private enum CardStep {
        case create(ImportedCard, owner: Account)
        case present(AccountID)
        case leave(ImportReason)
    }

    private func cardStep(
        _ row: CheckedRow<ImportCard, ImportedCard>, _ options: ImportOptions,
        known: any AccountLookup & CardLookup
    ) throws(DirectoryError) -> CardStep {
        let card: ImportedCard
        switch row.content {
        case .success(let content): card = content
        case .failure(let reason): return .leave(reason)
        }
        guard let owner = try owner(of: card, options, in: known) else {
            return .leave(ImportReason(.noOwner, field: card.owner))
        }
        if let present = try known.owner(of: card.id) {
            return present == owner.id
                ? .present(present) : .leave(ImportReason(.idTaken, account: present))
        }
        if try known.holds(cardNamed: card.content.name, of: owner.id) {
            return .leave(
                ImportReason(.taken, field: Field.cardName.rawValue, account: owner.id))
        }
        return .create(card, owner: owner)
    }

    /// The live account that a card's row names.
    private func owner(
        of card: ImportedCard, _ options: ImportOptions, in known: any AccountLookup
    ) throws(DirectoryError) -> Account? {
        if options.match == .email {
            guard let owner = try known.owner(of: FoldedKey(folding: card.owner)),
                owner.entry.isProvenEmail, let account = try known.account(owner.accountID)
            else { return nil }
            return account
        }
        return try known.account(named: FoldedKey(folding: card.owner))
    }

    /// `usr_` and 21 random characters of the URL-safe alphabet (contracts/tavern.md §0).
    func makeCardID() -> CardID {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        return CardID("usr_" + environment.randomText(of: alphabet, count: 21))
    }
}

extension ImportReport {
    init(_ card: ImportCard) {
        self.init(
            row: card.number, id: card.id.map(Self.shown), name: card.name.map(Self.shown),
            outcome: .refused)
    }
}
