import CPlatform
import Foundation
import Glibc
import RosterControl
import RosterCore
import RosterTransfer

/// The report of an import: one JSON line for each row, in the file's order. In a file each row is
/// there once, also when the import was killed in between.
final class ReportOutput {
    /// Nil for standard output.
    private let file: FileHandle?
    private let path: String?

    /// - Parameter table: The file that is imported, which the report must not be.
    init(path: String?, table: String) throws {
        self.path = path
        guard let path else {
            file = nil
            return
        }
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw TransferFailure.refused(path, "written", errno: errno)
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var (own, other) = (roster_facts(), roster_facts())
        guard unsafe roster_facts_of(descriptor, &own) == 0,
            unsafe roster_facts_at(table, &other) == 0
        else {
            throw TransferFailure.refused(path, "written", errno: errno)
        }
        guard own.mode & S_IFMT == S_IFREG else {
            throw TransferFailure(
                "\(path) is no regular file; without --report the report goes to standard output")
        }
        if own.device == other.device, own.number == other.number {
            throw TransferFailure("\(path) is the table itself; name another file for the report")
        }
        self.file = file
    }

    /// Whether the report goes to a file.
    var isFile: Bool { file != nil }

    /// - Throws: ``TransferFailure`` for a file that holds something.
    func requireEmpty() throws {
        guard let file else { return }
        guard try file.seekToEnd() == 0 else {
            throw TransferFailure(
                "\(path ?? "the report") holds something already; name another file for the report")
        }
    }

    /// Brings a report that was broken off to where the import stands.
    ///
    /// One that is only beginning, as every rehearsal is, takes nobody's file.
    /// - Parameters:
    ///   - rows: How many rows are done.
    ///   - last: The reports of those done last; on standard output they come again, as nobody knows
    ///     who has read them.
    func resume(after rows: Int, last: [ImportReport]) throws {
        guard let file else {
            if rows > 0 { try write(last) }
            return
        }
        guard rows > 0 else { return try requireEmpty() }
        let content = try file.readToEnd() ?? Data()
        var kept = 0
        var end = content.startIndex
        while kept < rows, let next = content[end...].firstIndex(of: 0x0A) {
            let line = try? JSONDecoder().decode(ReportedRow.self, from: content[end..<next])
            guard line?.row == kept + 1 else {
                throw TransferFailure(
                    "\(path ?? "the report") is not the report of this import; name another file, "
                        + "or that report")
            }
            kept += 1
            end = next + 1
        }
        // Rows before these were written by somebody else, or to another file.
        let first = rows - last.count
        guard kept >= first else {
            throw TransferFailure(
                "\(path ?? "the report") holds \(kept) of the \(rows) rows that are imported "
                    + "already; name the report of that import, or leave --report out")
        }
        try file.truncate(atOffset: UInt64(end - content.startIndex))
        try file.seekToEnd()
        try write(Array(last.dropFirst(kept - first)))
    }

    func write(_ reports: [ImportReport]) throws {
        var bytes = Data()
        for report in reports {
            bytes.append(try StandardOutput.line(json: ReportLine(report)))
        }
        guard let file else { return try StandardOutput.write(bytes) }
        do {
            try file.write(contentsOf: bytes)
        } catch {
            throw TransferFailure.failed(path ?? "the report", "written", error)
        }
    }
}

/// What tells a line of a report from any other.
private struct ReportedRow: Decodable {
    let row: Int
}

/// A line of the report, with its reason in words.
private struct ReportLine: Encodable {
    let report: ImportReport

    init(_ report: ImportReport) { self.report = report }

    private enum Key: String, CodingKey {
        case row, id, name, outcome, account, reason, message, differs, moved
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(report.row, forKey: .row)
        try container.encodeIfPresent(report.id, forKey: .id)
        try container.encodeIfPresent(report.name, forKey: .name)
        try container.encode(report.outcome, forKey: .outcome)
        try container.encodeIfPresent(report.account, forKey: .account)
        try container.encodeIfPresent(report.reason?.code, forKey: .reason)
        try container.encodeIfPresent(report.reason?.message, forKey: .message)
        try container.encodeIfPresent(report.differs, forKey: .differs)
        try container.encodeIfPresent(report.moved, forKey: .moved)
    }
}

extension ImportReason {
    /// For people.
    fileprivate var message: String {
        let holder = account.map { " by account \($0)" } ?? " by an earlier row"
        let field = field ?? "value"
        return switch code {
        case .invalid: "\(field): \(detail ?? "not allowed")"
        case .unreadable: "cannot be read: \(field)"
        case .taken: "the \(field) is taken\(holder)"
        case .ambiguous: "its name and its e-mail are of two different accounts"
        case .idTaken: "the id is taken\(holder)"
        case .secondRow:
            "it is account \(account.map(String.init) ?? "of an earlier row"), "
                + "which has another id of this table"
        case .unknownHash: "the password hash is of no form that logins can be compared with"
        case .costlyHash where detail == ImportReason.onThisMachine:
            "the password hash costs more than 300 ms or 64 MiB here; "
                + "--costly-hashes accept takes it"
        case .costlyHash: "the password hash costs more than a login may"
        case .noOwner: "there is no account \(self.field ?? "for it")"
        }
    }
}
