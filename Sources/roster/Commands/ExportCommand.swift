import ArgumentParser
import CPlatform
import Foundation
import Glibc
import RosterControl
import RosterCore
import RosterServer
import RosterSettings
import RosterTransfer
import SurfaceKit

/// `roster export`
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the users as a table that `roster import` reads.",
        discussion: """
            Without a surface: everything about each account, with the ids under which the surfaces
            know it. With one: the table of that surface's system. Password hashes are left out
            unless --hashes asks for them. Uploaded pictures are not part of a table.
            """)

    @Argument(help: "The file to write; standard output if left out.") var file: String?
    @Option(help: "The surface whose system's table to write.")
    var surface: RosterSettings.SurfaceName?
    @Option(help: "jsonl or csv; by the end of the file's name, else jsonl.")
    var format: TableFormat?
    @Flag(help: "Write password hashes, too.") var hashes = false
    @Flag(help: "Say as JSON how many rows were written; needs a file.") var json = false

    func validate() throws {
        guard !json || file != nil else { throw ValidationError("--json needs a file") }
    }

    func run() async throws {
        let settings = try CommandWords.loadSettings().settings
        let form = surface.flatMap(OldTables.form) ?? .directory
        let writer = TableWriter(
            form: form, format: format ?? file.flatMap { TableFormat(path: $0) } ?? .jsonl,
            time: TimeFormat(zone: settings.timeZone.zone), surfaces: OldTables.keyed,
            includesHashes: hashes)
        let output = try ExportOutput(path: file)
        let rows = try await Desk.with(.refuse) { desk in
            try output.write(writer.head)
            return form.kind == .card
                ? try await writeCards(desk, writer, output)
                : try await writePeople(desk, writer, output)
        }
        try output.finish()
        if json { try StandardOutput.write(json: ExportSum(rows: rows)) }
    }

    private func writePeople(
        _ desk: Desk, _ writer: TableWriter, _ output: ExportOutput
    ) async throws -> Int {
        var rows = 0
        var next: Int64?
        repeat {
            let page = try await desk.ask(
                ExportPeopleVerb(
                    after: next, limit: 500, numbering: OldTables.numbering,
                    includesHashes: hashes))
            try output.write(page.people.flatMap { writer.line($0) })
            rows += page.people.count
            next = page.next
        } while next != nil
        return rows
    }

    private func writeCards(
        _ desk: Desk, _ writer: TableWriter, _ output: ExportOutput
    ) async throws -> Int {
        var rows = 0
        var next: String?
        repeat {
            let page = try await desk.ask(ExportCardsVerb(after: next))
            try output.write(page.cards.flatMap { writer.line($0) })
            rows += page.cards.count
            next = page.next
        } while next != nil
        return rows
    }
}

private struct ExportSum: Encodable {
    let rows: Int
}

/// Where an export goes: a file appears under its name only when it is whole. A pipe or a device is
/// written into, as no file may take its place.
private final class ExportOutput {
    /// The file to be; nil for what is written into as it is.
    private let path: String?
    private let partPath: String
    private let file: FileHandle

    init(path: String?) throws {
        let path = path.map(Self.resolved)
        guard let path else {
            (self.path, partPath, file) = (nil, "", .standardOutput)
            return
        }
        var facts = roster_facts()
        if unsafe roster_facts_at(path, &facts) == 0, facts.mode & S_IFMT != S_IFREG {
            // Not to wait for ever for somebody who reads a pipe; writing into it may wait.
            let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
            guard descriptor >= 0, fcntl(descriptor, F_SETFL, O_WRONLY) == 0 else {
                throw TransferFailure.refused(path, "written", errno: errno)
            }
            (self.path, partPath) = (nil, "")
            file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            return
        }
        self.path = path
        // Nobody's file before: neither read by others, nor behind a link that somebody laid there.
        partPath = "\(path).\(UUID().uuidString).part"
        let descriptor = unsafe open(
            partPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw TransferFailure.refused(path, "written", errno: errno)
        }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Behind a symbolic link lies the file that is meant.
    private static func resolved(_ path: String) -> String {
        guard let real = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    func write(_ bytes: [UInt8]) throws {
        do {
            try file.write(contentsOf: Data(bytes))
        } catch {
            throw TransferFailure.failed(path ?? "the export", "written", error)
        }
    }

    func finish() throws {
        guard let path else { return }
        do {
            try file.synchronize()
            try file.close()
        } catch {
            throw TransferFailure.failed(path, "written", error)
        }
        guard unsafe rename(partPath, path) == 0 else {
            throw TransferFailure.refused(path, "written", errno: errno)
        }
    }

    deinit { if path != nil { _ = unsafe unlink(partPath) } }
}
