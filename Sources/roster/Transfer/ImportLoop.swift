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

    func run() async throws -> ImportEnd {
        let start = try await begin()
        if let finishedAt = start.finishedAt {
            // A file of reports lacks the last ones if that run was killed; who only reads along
            // would take them for done now.
            if output.isFile { try output.resume(after: start.rows, last: start.lastReports) }
            StandardError.write(
                "this file was imported by \(finishedAt); --again goes through it once more\n")
            return ImportEnd(counts: start.counts, doneBefore: finishedAt)
        }
        try output.resume(after: start.rows, last: start.lastReports)
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
        return ImportEnd(counts: counts, doneBefore: nil)
    }

    /// One that was done begins anew if that is asked for, and its report can be written.
    private func begin() async throws -> ImportBeginVerb.Answer {
        let verb = ImportBeginVerb(
            id: id, highest: survey.highest, again: false, rehearses: isRehearsal)
        let state = try await desk.ask(verb)
        guard again, state.finishedAt != nil else { return state }
        try output.requireEmpty()
        return try await desk.ask(
            ImportBeginVerb(id: id, highest: survey.highest, again: true, rehearses: isRehearsal))
    }

    /// Another file, or other ways to read it, are another import.
    private var id: String {
        [
            survey.digest, surface ?? "", source.format.rawValue, source.decoder.zone,
            options.match.rawValue, options.onConflict.rawValue,
            "\(options.takesRoles)\(options.acceptsCostlyHashes ? " costly" : "")",
            source.decoder.passwords.rawValue, options.owner ?? "",
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
        for _ in 0..<Self.busySeconds {
            do {
                return try await desk.ask(verb)
            } catch let failure as ControlFailure where failure.code == .busy {
                // The hash pool serves logins first, and an import has time.
                try await Task.sleep(for: .seconds(1))
            } catch let failure as ControlFailure where failure.code == .gone {
                throw ControlFailure(
                    .gone, "the server went away; the same command goes on where the import stood")
            }
        }
        throw ControlFailure(
            .busy,
            "the directory was busy for \(Self.busySeconds) seconds; the same command goes on "
                + "after row \(position)")
    }

    /// How long a piece is offered again and again.
    private static let busySeconds = 120
}

/// What an import came to.
struct ImportEnd {
    let counts: ImportCounts
    /// When an earlier command had done it already; nil if this one did it, or its last part.
    let doneBefore: String?
}
