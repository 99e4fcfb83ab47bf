import Foundation
package import RosterCore

/// Begins `import`, or finds out how far an earlier one came.
package struct ImportBeginVerb: ControlVerb {
    /// How far the import has come.
    package struct Answer: Codable, Sendable, Equatable {
        package let rows: Int
        package let counts: ImportCounts
        /// The reports of the rows done last, in order: whoever was killed may not have written
        /// them down.
        package let lastReports: [ImportReport]
        /// When the last row was done; nil while there are more.
        package let finishedAt: String?
    }

    package static let name = "import.begin"
    package static let makesDirectory = true

    package let id: String
    package let highest: Int64?
    package let again: Bool
    /// To change nothing.
    package let rehearses: Bool

    package init(id: String, highest: Int64?, again: Bool, rehearses: Bool) {
        self.id = id
        self.highest = highest
        self.again = again
        self.rehearses = rehearses
    }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> Answer {
        guard !rehearses else {
            desk.rehearsals.begin(id, at: desk.directory.environment.now())
            return Answer(rows: 0, counts: ImportCounts(), lastReports: [], finishedAt: nil)
        }
        let run = try await desk.ask { directory throws(DirectoryError) in
            try await directory.beginImport(
                id, highest: highest, again: again, by: ControlDesk.actor)
        }
        return Answer(
            rows: run.rows, counts: run.counts,
            lastReports: ImportReportText.reports(in: run.lastReports),
            finishedAt: run.finishedAt.map(UTCText.of))
    }
}

/// Goes on with `import`.
package struct ImportRowsVerb: ControlVerb {
    /// What became of the rows.
    package struct Answer: Codable, Sendable, Equatable {
        package let reports: [ImportReport]
        /// Of the whole import so far.
        package let counts: ImportCounts
    }

    package static let name = "import.rows"
    package static let makesDirectory = true

    package let id: String
    /// How many rows are done.
    package let position: Int
    package let batch: ImportBatch
    package let isLast: Bool
    package let options: ImportOptions

    package init(
        id: String, position: Int, batch: ImportBatch, isLast: Bool, options: ImportOptions
    ) {
        self.id = id
        self.position = position
        self.batch = batch
        self.isLast = isLast
        self.options = options
    }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> Answer {
        guard batch.count <= Limits.importRows else {
            throw ControlFailure(.usage, "more than \(Limits.importRows) rows at once")
        }
        do throws(DirectoryError) {
            let (reports, run) = try await desk.directory.continueImport(
                id, from: position, with: batch, isLast: isLast, options, by: ControlDesk.actor,
                text: ImportReportText.text)
            return Answer(reports: reports, counts: run.counts)
        } catch .revisionMismatch {
            throw ControlFailure(.changed, "another import of the same file is running")
        } catch {
            throw ControlFailure(error)
        }
    }
}

/// Goes on with `import --dry-run`.
package struct ImportRehearseVerb: ControlVerb {
    package static let name = "import.rehearse"

    package let id: String
    package let batch: ImportBatch
    package let options: ImportOptions

    package init(id: String, batch: ImportBatch, options: ImportOptions) {
        self.id = id
        self.batch = batch
        self.options = options
    }

    package func perform(
        on desk: ControlDesk
    ) async throws(ControlFailure) -> ImportRowsVerb.Answer {
        guard let rehearsal = desk.rehearsals.rehearsal(id) else {
            throw ControlFailure(.usage, "this rehearsal was not begun")
        }
        let reports = try await desk.ask { directory throws(DirectoryError) in
            try await directory.rehearse(batch, options, in: rehearsal, by: ControlDesk.actor)
        }
        return ImportRowsVerb.Answer(reports: reports, counts: rehearsal.run.counts)
    }
}

/// Reports as the database keeps them: JSON Lines.
enum ImportReportText {
    @Sendable static func text(_ reports: [ImportReport]) -> String {
        let encoder = JSONEncoder()
        return reports.compactMap { try? encoder.encode($0) }
            .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }

    static func reports(in text: String) -> [ImportReport] {
        text.split(at: "\n").compactMap {
            try? JSONDecoder().decode(ImportReport.self, from: Data($0.utf8))
        }
    }
}
