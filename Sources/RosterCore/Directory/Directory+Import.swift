/// Taking over old tables: rows become accounts under the ids that old clients stored (DESIGN §2,
/// "Surface keys").
extension Directory {
    /// Begins an import, or finds out how far it has come.
    /// - Parameters:
    ///   - id: Names the file and how it is read.
    ///   - highest: The highest number among the file's ids: new accounts are numbered above it.
    ///   - again: Begins one that was done with the first row.
    /// - Throws: ``DirectoryError/forbidden(_:)`` for others than administrators.
    package func beginImport(
        _ id: String, highest: Int64?, again: Bool, by actor: Actor
    ) async throws(DirectoryError) -> ImportRun {
        try AccessPolicy.requireAdministrator(actor.principal)
        let now = self.now
        return try await write(by: actor) { storage throws(DirectoryError) in
            if let highest, (1...Limits.importedNumberMax).contains(highest) {
                try storage.raiseAccountNumbers(above: highest)
            }
            // One that is not done goes on, whatever is asked: nothing of it is done twice.
            if let run = try storage.importRun(id), !again || run.finishedAt == nil { return run }
            let run = ImportRun(id: id, at: now)
            try storage.set(run)
            return run
        }
    }

    /// Takes over the rows that follow those that are done, in one transaction with the note of it.
    /// - Parameters:
    ///   - position: How many rows the caller knows to be done.
    ///   - isLast: Whether the file ends with them.
    ///   - text: The reports as they are kept for a caller who is killed before it can write them.
    /// - Throws: ``DirectoryError/revisionMismatch`` when somebody else went on with the import;
    ///   ``DirectoryError/notFound`` when it was not begun; ``DirectoryError/busy(retryAfterSeconds:)``.
    package func continueImport(
        _ id: String, from position: Int, with batch: ImportBatch, isLast: Bool,
        _ options: ImportOptions, by actor: Actor,
        text: @escaping @Sendable ([ImportReport]) -> String
    ) async throws(DirectoryError) -> (reports: [ImportReport], run: ImportRun) {
        try AccessPolicy.requireAdministrator(actor.principal)
        let piece = ImportPiece(
            id: id, position: position, batch: try await readied(batch, options), isLast: isLast,
            options: options)
        return try await perform(piece, by: actor, text: text)
    }

    /// Says what would become of rows, and changes nothing.
    package func rehearse(
        _ batch: ImportBatch, _ options: ImportOptions, in rehearsal: ImportRehearsal,
        by actor: Actor
    ) async throws(DirectoryError) -> [ImportReport] {
        try AccessPolicy.requireAdministrator(actor.principal)
        let checked = check(batch, options)
        let now = self.now
        let (reports, plans) = try await scan { storage throws(DirectoryError) in
            let view = RehearsalView(rehearsal, over: storage, at: now)
            let reports: [ImportReport]
            switch checked {
            case .people(let rows): reports = try rehearse(rows, options, view)
            case .cards(let rows): reports = try rehearse(rows, options, view)
            }
            view.count(reports)
            return (reports, view.fresh)
        }
        rehearsal.add(plans)
        return reports
    }
}

// MARK: - Rows

/// The rows of a batch, each with what is wrong with it by itself.
enum CheckedBatch: Sendable {
    case people([CheckedRow<ImportRow, ImportedPerson>])
    case cards([CheckedRow<ImportCard, ImportedCard>])
}

/// One row, and what it holds or why it is refused.
struct CheckedRow<Row: Sendable, Content: Sendable>: Sendable {
    let row: Row
    var content: Result<Content, ImportReason>
    /// What the account gets if it is a new one.
    var draft: NewAccount?
}

extension Directory {
    private func check(_ batch: ImportBatch, _ options: ImportOptions) -> CheckedBatch {
        switch batch {
        case .people(let rows):
            .people(
                rows.map { row in
                    let person = Result { () throws(ImportReason) in
                        try ImportedPerson(
                            checking: row, options, hashes: passwords,
                            phonesIn: policy.phoneRegion)
                    }
                    let draft = (try? person.get()).map(newAccount)
                    return CheckedRow(row: row, content: person, draft: draft)
                })
        case .cards(let cards):
            .cards(
                cards.map { card in
                    CheckedRow(
                        row: card,
                        content: Result { () throws(ImportReason) in
                            try ImportedCard(checking: card, options, fresh: makeCardID())
                        })
                })
        }
    }

    /// Checks rows and hashes the passwords that will be stored: before the transaction, on at most
    /// half of the pool, and for nobody who is there already (DESIGN §6).
    func readied(
        _ batch: ImportBatch, _ options: ImportOptions
    ) async throws(DirectoryError) -> CheckedBatch {
        let checked = check(batch, options)
        guard case .people(var rows) = checked,
            rows.contains(where: { (try? $0.content.get())?.password != nil })
        else { return checked }
        let unhashed = rows
        let now = self.now
        let wanted = try await scan { storage throws(DirectoryError) in
            // Rehearsed, as a row may meet what the rows before it will have made.
            let view = RehearsalView(ImportRehearsal(at: now), over: storage, at: now)
            var wanted: [String?] = []
            for row in unhashed {
                let step = try rehearsedStep(row, options, view)
                wanted.append(step.storesPassword ? (try? row.content.get())?.password : nil)
            }
            return wanted
        }
        let hashes: [String?]
        do throws(DirectoryError) {
            hashes = try await self.hashes(of: wanted)
        } catch .inBatch(_, let error) {
            throw error
        } catch {
            throw error
        }
        for (index, hash) in hashes.enumerated() {
            guard let hash, case .success(var person) = rows[index].content else { continue }
            person.passwordHash = hash
            rows[index].content = .success(person)
            rows[index].draft?.passwordHash = hash
        }
        return .people(rows)
    }

    private func newAccount(_ person: ImportedPerson) -> NewAccount {
        let time = person.createdAt ?? now
        var new = NewAccount(
            guid: person.guid ?? makeGUID(), instanceID: person.instanceID ?? makeInstanceID(),
            name: person.name, displayName: person.displayName ?? person.name.rawValue,
            email: person.email, emailIsProven: person.emailIsProven, phone: person.phone,
            avatar: person.avatar, role: person.role, status: person.status, extend: person.extend,
            passwordHash: person.passwordHash, createdAt: time)
        new.phoneIsProven = person.phoneIsProven
        new.background = person.background
        new.bio = person.bio
        new.sex = person.sex
        new.location = person.location
        new.updatedAt = max(time, person.updatedAt ?? time)
        new.lastLoginAt = person.lastLoginAt
        return new
    }

    func apply(
        _ batch: CheckedBatch, _ options: ImportOptions, by actor: Actor, at time: Timestamp,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) -> [ImportReport] {
        var reports: [ImportReport] = []
        switch batch {
        case .people(let rows):
            for row in rows {
                reports.append(try apply(row, options, by: actor, at: time, in: storage))
            }
        case .cards(let rows):
            for row in rows {
                reports.append(try apply(row, options, by: actor, at: time, in: storage))
            }
        }
        return reports
    }

    private func apply(
        _ row: CheckedRow<ImportRow, ImportedPerson>, _ options: ImportOptions, by actor: Actor,
        at time: Timestamp, in storage: any DirectoryWriting
    ) throws(DirectoryError) -> ImportReport {
        var report = ImportReport(row.row)
        let person: ImportedPerson
        switch row.content {
        case .success(let content): person = content
        case .failure(let reason): return report.leaving(reason, options)
        }
        switch try ImportDecision(options: options, known: storage).step(for: person) {
        case .leave(let reason): return report.leaving(reason, options)
        case .present(let id, let differs):
            return report.with(.present, id).differing(in: differs)
        case .create(let links):
            // Decided again a moment ago without its hash: somebody freed the name in between.
            guard let draft = row.draft, person.password == nil || draft.passwordHash != nil else {
                throw .busy(retryAfterSeconds: 1)
            }
            let account = try insert(
                draft, displacesUnproven: true, by: actor, in: storage, at: time)
            report = report.with(.created, account.id).differing(
                in: person.dropped(from: row.row, isNew: true))
            report.moved = try link(links, to: account, by: actor, at: time, in: storage)
        case .merge(let old, let new, let fields, let differs, let links):
            if fields.contains(.password), new.passwordHash == nil {
                throw .busy(retryAfterSeconds: 1)
            }
            var account = old
            if !fields.isEmpty {
                try displaceUnprovenEmail(of: new, by: actor, at: time, in: storage)
                account = try store(
                    new, replacing: old, as: .accountUpdated, fields: fields.map(\.rawValue),
                    notifies: false, by: actor, at: time, in: storage)
            }
            report = report.with(.linked, account.id)
            report = report.differing(in: differs + person.dropped(from: row.row, isNew: false))
            report.moved = try link(links, to: account, by: actor, at: time, in: storage)
        }
        return report
    }

    /// Links imported ids to an account. Whoever shows one of them as its own number is given
    /// another one there: the old clients' stored id must find its person and nobody else.
    private func link(
        _ links: [ImportStep.Link], to account: Account, by actor: Actor, at time: Timestamp,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) -> [ImportReport.Moved]? {
        var moved: [ImportReport.Moved] = []
        for link in links {
            let key = link.key
            if let displaced = link.displaced {
                let number = try storage.takeAccountNumber()
                try storage.giveKey(surface: key.surface, number: number, to: displaced)
                try record(
                    .surfaceKeyMoved, about: try storage.account(displaced), by: actor, at: time,
                    fields: [key.surface.rawValue], in: storage)
                moved.append(
                    ImportReport.Moved(
                        account: displaced.rawValue, surface: key.surface.rawValue,
                        to: String(number)))
            }
            guard try storage.link(surface: key.surface, key: key.id, to: account.id) else {
                throw .storage(.constraint)
            }
        }
        if !links.isEmpty {
            try record(
                .accountLinked, about: account, by: actor, at: time,
                fields: links.map(\.key.surface.rawValue), in: storage)
        }
        return moved.isEmpty ? nil : moved
    }
}

extension ImportReport {
    init(_ row: ImportRow) {
        // Of several ids no one is the row's name; its guid is.
        let id = row.keys.count == 1 ? row.keys.values.first?.description : row.guid
        self.init(row: row.number, id: id, name: row.name.map(Self.shown), outcome: .refused)
    }

    /// A name that broke the rules may be of any length.
    static func shown(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.prefix(Limits.nameCodePointsMax)))
    }

    func with(_ outcome: Outcome, _ id: AccountID) -> ImportReport {
        var report = self
        report.outcome = outcome
        report.account = id.rawValue > 0 ? id.rawValue : nil
        return report
    }

    /// With the fields in which the row says something else, each once.
    func differing(in fields: [Field]) -> ImportReport {
        var report = self
        var words: [String] = []
        for field in fields where !words.contains(field.rawValue) { words.append(field.rawValue) }
        report.differs = words.isEmpty ? nil : words
        return report
    }

    func leaving(_ reason: ImportReason, _ options: ImportOptions) -> ImportReport {
        var report = self
        report.reason = reason
        report.outcome = reason.isSkipped(options) ? .skipped : .refused
        return report
    }
}

extension ImportReason {
    /// What clashes is left out if that was asked for.
    fileprivate func isSkipped(_ options: ImportOptions) -> Bool {
        switch code {
        case .taken, .ambiguous, .idTaken, .secondRow: options.onConflict == .skip
        case .invalid, .unreadable, .unknownHash, .costlyHash, .noOwner: false
        }
    }
}
