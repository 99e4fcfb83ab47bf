import Foundation
import RosterControl
import RosterCore
import RosterTransfer

/// Goes through a file piece by piece: each piece is one transaction, which also notes how far the
/// import has come, and is in the report before the next one is sent.
struct ImportLoop {
    let desk: Desk
    let source: ImportSource
    let survey: FileSurvey
    let options: ImportOptions
    let surface: String?
    let isRehearsal: Bool
    let again: Bool
    let output: ReportOutput

    func run() async throws -> ImportCounts {
        let start = try await desk.ask(
            ImportBeginVerb(
                id: id, highest: survey.highest, again: again, rehearses: isRehearsal))
        try output.resume(after: start.rows, last: start.lastReports)
        if let finishedAt = start.finishedAt {
            StandardError.write(
                "this file was imported by \(finishedAt); --again goes through it once more\n")
            return start.counts
        }
        if start.rows > 0 { StandardError.write("going on after row \(start.rows)\n") }
        var counts = start.counts
        var position = start.rows
        var batches = try source.batches(after: position)
        let progress = Progress(bytes: survey.bytes, rows: survey.rows, done: position)
        // A file without rows is finished, too.
        repeat {
            let batch = try batches.take()
            let answer = try await answer(to: batch, at: position, isLast: batches.isAtEnd)
            try output.write(answer.reports)
            position += batch.count
            counts = answer.counts
            progress.show(rows: position, bytes: batches.bytesRead)
        } while !batches.isAtEnd
        progress.end()
        return counts
    }

    /// Another file, or other ways to read it, are another import.
    private var id: String {
        [
            survey.digest, surface ?? "", options.match.rawValue, options.onConflict.rawValue,
            "\(options.takesRoles)", source.decoder.passwords.rawValue, options.owner ?? "",
        ].joined(separator: "/")
    }

    private func answer(
        to batch: ImportBatch, at position: Int, isLast: Bool
    ) async throws -> ImportRowsVerb.Answer {
        if isRehearsal {
            return try await desk.ask(ImportRehearseVerb(id: id, batch: batch, options: options))
        }
        let verb = ImportRowsVerb(
            id: id, position: position, batch: batch, isLast: isLast, options: options)
        while true {
            do {
                return try await desk.ask(verb)
            } catch let failure as ControlFailure where failure.code == .busy {
                // The hash pool serves logins first, and an import has time.
                try await Task.sleep(for: .seconds(1))
            }
        }
    }
}
