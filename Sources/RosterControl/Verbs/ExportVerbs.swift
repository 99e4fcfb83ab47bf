package import RosterCore

/// A page of `export`: accounts by number.
package struct ExportPeopleVerb: ControlVerb {
    /// A page.
    package struct Answer: Codable, Sendable, Equatable {
        package let people: [ImportRow]
        /// Where the next page begins; nil at the end.
        package let next: Int64?
    }

    package static let name = "export.people"
    /// A page ends with the account that passes this.
    private static let pageBytesMax = 2 * 1024 * 1024

    package let after: Int64?
    package let limit: Int
    /// Surfaces that number people: there an account without an imported id is known by its own.
    package let numbering: [String]
    package let includesHashes: Bool

    package init(after: Int64?, limit: Int, numbering: [String], includesHashes: Bool) {
        self.after = after
        self.limit = limit
        self.numbering = numbering
        self.includesHashes = includesHashes
    }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> Answer {
        let found = try await desk.ask { directory throws(DirectoryError) in
            try await directory.exportedPeople(
                after: after.map { AccountID($0) }, limit: limit, by: .operator)
        }
        var people: [ImportRow] = []
        var bytes = 0
        for person in found {
            people.append(row(person))
            bytes += 1000 + (person.account.extend?.utf8.count ?? 0)
            if bytes > Self.pageBytesMax { break }
        }
        let isWhole = people.count == found.count && found.count < limit
        return Answer(people: people, next: isWhole ? nil : people.last.map { Int64($0.number) })
    }

    /// Its `number` is the account's.
    private func row(_ person: ExportedPerson) -> ImportRow {
        let account = person.account
        var row = ImportRow(number: Int(account.id.rawValue))
        for (surface, key) in person.keys { row.keys[surface.rawValue] = .text(key) }
        for surface in numbering {
            let imported = row.keys[surface].map { Int64($0.description) } ?? account.id.rawValue
            if let imported { row.keys[surface] = .number(imported) }
        }
        row.guid = account.guid
        row.instanceID = account.instanceID
        row.name = account.name.rawValue
        row.displayName = account.displayName
        row.email = account.email?.rawValue
        row.emailIsProven = account.email == nil ? nil : account.emailIsProven
        row.phone = account.phone?.rawValue
        row.phoneIsProven = account.phone == nil ? nil : account.phoneIsProven
        row.avatar = account.avatar
        row.background = account.background
        row.bio = account.bio
        row.sex = account.sex.rawValue
        row.location = account.location
        row.role = account.role.rawValue
        row.status = account.status.rawValue
        row.extend = account.extend
        row.passwordHash = includesHashes ? account.passwordHash : nil
        row.createdAt = account.createdAt.milliseconds
        row.updatedAt = account.updatedAt.milliseconds
        row.lastLoginAt = account.lastLoginAt?.milliseconds
        return row
    }
}

/// A page of `export --surface Tavern`: cards by id.
package struct ExportCardsVerb: ControlVerb {
    /// A page.
    package struct Answer: Codable, Sendable, Equatable {
        package let cards: [ImportCard]
        /// Where the next page begins; nil at the end.
        package let next: String?
    }

    package static let name = "export.cards"
    private static let pageRows = 200
    /// A page ends with the card that passes this: one may be a megabyte, and a frame must hold them
    /// all.
    private static let pageBytesMax = 1024 * 1024

    package let after: String?

    package init(after: String?) { self.after = after }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> Answer {
        let found = try await desk.ask { directory throws(DirectoryError) in
            try await directory.exportedCards(
                after: after.map { CardID($0) }, limit: Self.pageRows, by: .operator)
        }
        var cards: [ImportCard] = []
        var bytes = 0
        for exported in found {
            cards.append(row(exported, number: cards.count + 1))
            bytes += exported.card.content.snapshot.utf8.count
            if bytes > Self.pageBytesMax { break }
        }
        let isWhole = cards.count == found.count && found.count < Self.pageRows
        return Answer(cards: cards, next: isWhole ? nil : cards.last?.id)
    }

    private func row(_ exported: ExportedCard, number: Int) -> ImportCard {
        var card = ImportCard(number: number)
        card.id = exported.card.id.rawValue
        card.owner = exported.owner
        card.name = exported.card.content.name.rawValue
        card.snapshot = exported.card.content.snapshot
        card.status = exported.card.status.rawValue
        card.revision = exported.card.revision
        card.createdAt = exported.card.createdAt.milliseconds
        card.updatedAt = exported.card.updatedAt.milliseconds
        return card
    }
}
