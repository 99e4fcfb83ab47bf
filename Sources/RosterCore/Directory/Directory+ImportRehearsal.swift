/// What would become of rows, one after the other.
extension Directory {
    func rehearse(
        _ rows: [CheckedRow<ImportRow, ImportedPerson>], _ options: ImportOptions,
        _ view: RehearsalView
    ) throws(DirectoryError) -> [ImportReport] {
        var reports: [ImportReport] = []
        for row in rows { reports.append(try rehearse(row, options, view)) }
        return reports
    }

    private func rehearse(
        _ row: CheckedRow<ImportRow, ImportedPerson>, _ options: ImportOptions,
        _ view: RehearsalView
    ) throws(DirectoryError) -> ImportReport {
        let report = ImportReport(row.row)
        let person = try? row.content.get()
        switch try rehearsedStep(row, options, view) {
        case .leave(let reason): return report.leaving(reason, options)
        case .present(let id, let differs):
            return report.with(.present, id).differing(in: differs)
        case .create(let links):
            return report.with(.created, AccountID(-Int64(row.row.number))).differing(
                in: person?.dropped(from: row.row, isNew: true) ?? []
            ).moving(links)
        case .merge(_, let new, _, let differs, let links):
            return report.with(.linked, new.id).differing(
                in: differs + (person?.dropped(from: row.row, isNew: false) ?? [])
            ).moving(links)
        }
    }

    /// What is to be done about a row, remembered for the rows after it.
    func rehearsedStep(
        _ row: CheckedRow<ImportRow, ImportedPerson>, _ options: ImportOptions,
        _ view: RehearsalView
    ) throws(DirectoryError) -> ImportStep {
        var person: ImportedPerson
        switch row.content {
        case .success(let content): person = content
        case .failure(let reason): return .leave(reason)
        }
        // Nothing is hashed for a rehearsal; two hashes of one password differ, and so do these.
        if person.password != nil, person.passwordHash == nil {
            person.passwordHash = "of row \(person.row)"
        }
        let step = try ImportDecision(options: options, known: view).step(for: person)
        switch step {
        case .leave, .present: break
        case .create(let links):
            guard var draft = row.draft else { break }
            draft.passwordHash = person.passwordHash
            let id = AccountID(-Int64(person.row))
            try view.displaceUnproven(draft.email, besides: id, if: draft.emailIsProven)
            view.remember(draft.account(id))
            view.remember(links, of: id)
        case .merge(_, let new, _, _, let links):
            try view.displaceUnproven(new.email, besides: new.id, if: new.emailIsProven)
            view.remember(new)
            view.remember(links, of: new.id)
        }
        return step
    }
}

extension ImportReport {
    /// With those who would have to show another number.
    fileprivate func moving(_ links: [ImportStep.Link]) -> ImportReport {
        var report = self
        let moved = links.compactMap { link in
            link.displaced.map {
                Moved(account: $0.rawValue, surface: link.key.surface.rawValue, to: nil)
            }
        }
        report.moved = moved.isEmpty ? nil : moved
        return report
    }
}

extension ImportStep {
    /// Whether the row's password becomes the account's.
    var storesPassword: Bool {
        switch self {
        case .create: true
        case .merge(_, _, let fields, _, _): fields.contains(.password)
        case .leave, .present: false
        }
    }
}

extension NewAccount {
    /// The account that a rehearsal takes it for.
    fileprivate func account(_ id: AccountID) -> Account {
        Account(
            stored: id, guid: guid, instanceID: instanceID, name: name, displayName: displayName,
            email: email, emailIsProven: emailIsProven, phone: phone, phoneIsProven: phoneIsProven,
            avatar: avatar, background: background, bio: bio, sex: sex, location: location,
            role: role, status: status, extend: extend, passwordHash: passwordHash, revision: 0,
            createdAt: createdAt, updatedAt: updatedAt, lastLoginAt: lastLoginAt, deletedAt: nil)
    }
}
