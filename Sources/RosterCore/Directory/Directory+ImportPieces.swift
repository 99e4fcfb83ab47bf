/// Rows that one transaction takes over.
struct ImportPiece: Sendable {
    let id: String
    /// How many rows are done before them.
    let position: Int
    /// With its passwords hashed.
    let batch: CheckedBatch
    /// Whether the file ends with them.
    let isLast: Bool
    let options: ImportOptions
    /// Of rows before these that the caller was not told of yet.
    var earlier: [ImportReport] = []

    /// Both halves; nil for one row.
    var halves: (ImportPiece, ImportPiece)? {
        let middle = batch.count / 2
        guard middle > 0 else { return nil }
        let (first, second) = batch.halves(at: middle)
        return (
            ImportPiece(
                id: id, position: position, batch: first, isLast: false, options: options,
                earlier: earlier),
            ImportPiece(
                id: id, position: position + middle, batch: second, isLast: isLast,
                options: options)
        )
    }
}

extension CheckedBatch {
    fileprivate var count: Int {
        switch self {
        case .people(let rows): rows.count
        case .cards(let cards): cards.count
        }
    }

    fileprivate func halves(at middle: Int) -> (CheckedBatch, CheckedBatch) {
        switch self {
        case .people(let rows):
            (.people(Array(rows.prefix(middle))), .people(Array(rows.dropFirst(middle))))
        case .cards(let cards):
            (.cards(Array(cards.prefix(middle))), .cards(Array(cards.dropFirst(middle))))
        }
    }

    /// Every row refused, for one that the storage did not take.
    fileprivate var refused: [ImportReport] {
        let reports =
            switch self {
            case .people(let rows): rows.map { ImportReport($0.row) }
            case .cards(let cards): cards.map { ImportReport($0.row) }
            }
        return reports.map { report in
            var report = report
            report.reason = ImportReason(.invalid, field: "row", detail: "not storable")
            return report
        }
    }
}

extension Directory {
    typealias ImportOutcome = (reports: [ImportReport], run: ImportRun)

    /// Takes over a piece. A row that breaks a promise of the schema, which no rule above foresaw,
    /// is found by halves and refused alone: it must not keep the others out for ever.
    func perform(
        _ piece: ImportPiece, by actor: Actor, text: @escaping @Sendable ([ImportReport]) -> String
    ) async throws(DirectoryError) -> ImportOutcome {
        do throws(DirectoryError) {
            return try await performWhole(piece, by: actor, text: text)
        } catch {
            guard error == .storage(.constraint) else { throw error }
        }
        guard let (first, second) = piece.halves else {
            return try await note(piece.batch.refused, of: piece, by: actor, text: text)
        }
        var rest = second
        rest.earlier = try await perform(first, by: actor, text: text).reports
        return try await perform(rest, by: actor, text: text)
    }

    private func performWhole(
        _ piece: ImportPiece, by actor: Actor, text: @escaping @Sendable ([ImportReport]) -> String
    ) async throws(DirectoryError) -> ImportOutcome {
        let now = self.now
        return try await write(by: actor) { storage throws(DirectoryError) in
            let run = try Self.run(of: piece, in: storage)
            let reports = try apply(piece.batch, piece.options, by: actor, at: now, in: storage)
            return try Self.note(reports, of: piece, run, at: now, text, in: storage)
        }
    }

    private func note(
        _ reports: [ImportReport], of piece: ImportPiece, by actor: Actor,
        text: @escaping @Sendable ([ImportReport]) -> String
    ) async throws(DirectoryError) -> ImportOutcome {
        let now = self.now
        return try await write(by: actor) { storage throws(DirectoryError) in
            let run = try Self.run(of: piece, in: storage)
            return try Self.note(reports, of: piece, run, at: now, text, in: storage)
        }
    }

    private static func run(
        of piece: ImportPiece, in storage: any DirectoryWriting
    ) throws(DirectoryError) -> ImportRun {
        guard let run = try storage.importRun(piece.id) else { throw .notFound }
        guard run.rows == piece.position else { throw .revisionMismatch }
        return run
    }

    /// Stores how far the import has come; all reports that the caller is to be told.
    private static func note(
        _ reports: [ImportReport], of piece: ImportPiece, _ run: ImportRun, at time: Timestamp,
        _ text: @Sendable ([ImportReport]) -> String, in storage: any DirectoryWriting
    ) throws(DirectoryError) -> ImportOutcome {
        var run = run
        for report in reports { run.counts.count(report.outcome) }
        run.rows += reports.count
        let untold = piece.earlier + reports
        run.lastReports = text(untold)
        run.updatedAt = time
        if piece.isLast { run.finishedAt = time }
        try storage.set(run)
        return (untold, run)
    }
}
