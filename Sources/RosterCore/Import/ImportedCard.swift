/// A row of an old table of user cards that keeps the rules of every field.
struct ImportedCard: Sendable {
    let row: Int
    let id: CardID
    let owner: String
    let content: CardContent
    let status: CardStatus
    let revision: Int64
    let createdAt: Timestamp?
    let updatedAt: Timestamp?

    /// - Parameter fresh: Its id if the row has none.
    /// - Throws: ``ImportReason`` for the first thing that is wrong.
    init(
        checking card: ImportCard, _ options: ImportOptions, fresh: CardID
    ) throws(ImportReason) {
        if let column = card.unreadable { throw ImportReason(.unreadable, field: column) }
        row = card.number
        guard let owner = card.owner ?? options.owner else { throw ImportReason(.noOwner) }
        self.owner = owner
        if let id = card.id,
            !(1...Limits.cardIDBytesMax).contains(id.utf8.count)
                || !id.unicodeScalars.allSatisfy({ $0.isAllowedInNames && $0 != "/" })
        {
            throw ImportReason(.invalid, field: "id", detail: "malformed")
        }
        id = card.id.map { CardID($0) } ?? fresh
        guard let name = card.name, let snapshot = card.snapshot else {
            throw ImportReason(InvalidField(.cardName, .missing))
        }
        do throws(InvalidField) {
            content = CardContent(name: try CardName(parsing: name), snapshot: snapshot)
        } catch {
            throw ImportReason(error)
        }
        if snapshot.utf8.count > Limits.cardSnapshotBytesMax {
            throw ImportReason(
                .invalid, field: "snapshot", detail: "longer than \(Limits.cardSnapshotBytesMax)")
        }
        guard let status = card.status.map({ CardStatus(rawValue: $0) }) ?? .active else {
            throw ImportReason(InvalidField(.status, .malformed))
        }
        self.status = status
        revision = card.revision ?? 0
        // One more must always be countable, and exact for JSON clients.
        guard (0...Limits.importedNumberMax).contains(revision) else {
            throw ImportReason(.invalid, field: "revision", detail: "malformed")
        }
        createdAt = card.createdAt.map(Timestamp.init(milliseconds:))
        updatedAt = card.updatedAt.map(Timestamp.init(milliseconds:))
    }
}
