import RosterCore
import RosterTestSupport

extension DirectoryFixture {
    /// Imports rows as a file of their own, in one piece.
    /// - Parameter highest: The highest number among the file's ids, as a survey finds it.
    @discardableResult
    func importing(
        _ batch: ImportBatch, _ options: ImportOptions = .init(match: .none, onConflict: .report),
        id: String = "file", highest: Int64? = nil, by actor: Actor = .system
    ) async throws(DirectoryError) -> [ImportReport] {
        let run = try await directory.beginImport(id, highest: highest, again: false, by: actor)
        return try await directory.continueImport(
            id, from: run.rows, with: batch, isLast: true, options, by: actor
        ) { $0.map { "\($0.row)" }.joined(separator: "\n") }.reports
    }

    @discardableResult
    func importing(
        _ rows: [ImportRow], _ options: ImportOptions = .init(match: .none, onConflict: .report),
        id: String = "file"
    ) async throws(DirectoryError) -> [ImportReport] {
        let highest = rows.flatMap { $0.keys.values.compactMap(\.number) }.max()
        return try await importing(.people(rows), options, id: id, highest: highest)
    }

    /// Imports one row.
    @discardableResult
    func importing(
        _ row: ImportRow, _ options: ImportOptions = .init(match: .none, onConflict: .report),
        id: String = "file"
    ) async throws(DirectoryError) -> ImportReport {
        try await importing([row], options, id: id)[0]
    }

    /// Says what would become of rows.
    func rehearsing(
        _ batches: [ImportBatch], _ options: ImportOptions
    ) async throws(DirectoryError) -> [ImportReport] {
        let rehearsal = ImportRehearsal(at: clock.now)
        var reports: [ImportReport] = []
        for batch in batches {
            reports += try await directory.rehearse(batch, options, in: rehearsal, by: .system)
        }
        return reports
    }

    /// Whom a surface finds under one of its ids.
    func found(
        _ number: String, on surface: SurfaceName = .test
    ) async throws(DirectoryError) -> AccountID? {
        do throws(DirectoryError) {
            return try await directory.account(.number(number, on: surface), by: .operator).id
        } catch .notFound {
            return nil
        }
    }

    /// The id under which a surface shows an account, if it is not its own number.
    func key(
        of id: AccountID, on surface: SurfaceName = .test
    ) async throws(DirectoryError) -> String? {
        try await store.read { storage throws(DirectoryError) in
            try storage.surfaceKey(surface, of: id)
        }
    }

    /// How far an import has come.
    func run(_ id: String = "file") async throws(DirectoryError) -> ImportRun? {
        try await store.read { storage throws(DirectoryError) in try storage.importRun(id) }
    }

    /// An account as an import brought it.
    func imported(_ report: ImportReport) async throws(DirectoryError) -> Account {
        guard let id = report.account, let account = try await account(AccountID(id)) else {
            throw .notFound
        }
        return account
    }
}

extension ImportRow {
    /// A row of an old table of IAM.
    static func of(
        _ name: String?, id: Int64? = nil, at number: Int = 1,
        _ edit: (inout ImportRow) -> Void = { _ in }
    ) -> ImportRow {
        var row = ImportRow(number: number)
        row.name = name
        if let id { row.keys = [SurfaceName.test.rawValue: "\(id)"] }
        edit(&row)
        return row
    }
}

extension ImportOptions {
    /// By name, and the rest as it is told apart most strictly.
    static let byName = ImportOptions(match: .name, onConflict: .report)
    static let byEmail = ImportOptions(match: .email, onConflict: .report)
    static let strict = ImportOptions(match: .none, onConflict: .report)
}
