import Foundation
import Glibc
import RosterControl
import RosterCore
import RosterServer
import RosterSettings

/// Where verbs are performed: in the server that runs on the data folder, or here when none does.
/// One process owns a data folder at a time (DESIGN §7), so that no verb can pass a server by.
enum Desk {
    case server(ControlClient)
    case own(OpenDirectory, ControlDesk)
    /// A directory that nobody keeps, in a folder of its own.
    case trial(OpenDirectory, ControlDesk, folder: String)

    /// What to do where there is no directory yet.
    enum Absence {
        case make, refuse
        /// To find out what would be, without making it.
        case rehearse
    }

    /// How long a command waits for another one that has the folder, or for a server that starts.
    private static let waitSeconds = 10

    /// Opens a desk, hands it to `body`, and closes it.
    /// - Parameter tellsClashes: Whether to tell, beside the answer, of login ids that accounts had to
    ///   yield when the directory was migrated for this command.
    static func with<Value>(
        _ absence: Absence, tellsClashes: Bool = true, _ body: (Desk) async throws -> Value
    ) async throws -> Value {
        let settings = try CommandWords.loadSettings().settings
        let desk = try await open(settings, absence)
        if tellsClashes, case .own(let open, _) = desk {
            open.clashes.forEach { StandardError.write($0.words.printable + "\n") }
        }
        do {
            let value = try await body(desk)
            await desk.close()
            return value
        } catch let failure as ControlFailure where failure.code == .storage {
            await desk.close()
            throw ControlFailure(
                .storage,
                "the database in \(settings.dataFolder): \(failure.message); `roster doctor` looks "
                    + "for the reason")
        } catch {
            await desk.close()
            throw error
        }
    }

    /// Performs one verb.
    static func ask<Verb: ControlVerb>(_ verb: Verb) async throws -> Verb.Answer {
        let absence = Verb.makesDirectory ? Absence.make : .refuse
        return try await with(absence, tellsClashes: !(verb is MigrateVerb)) { desk in
            try await desk.ask(verb)
        }
    }

    func ask<Verb: ControlVerb>(_ verb: Verb) async throws -> Verb.Answer {
        switch self {
        case .server(let client): try client.ask(verb)
        case .own(_, let desk), .trial(_, let desk, _): try await verb.perform(on: desk)
        }
    }

    private static func open(
        _ settings: RosterSettings.Settings, _ absence: Absence
    ) async throws -> Desk {
        let folder = settings.dataFolder
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: .seconds(waitSeconds))
        while true {
            if let client = try ControlClient(dataFolder: folder, release: Release.version) {
                return .server(client)
            }
            // One that starts has its lock first and its database a little later.
            if absence != .make, !OpenDirectory.isThere(settings), !DataFolder.isOwned(folder) {
                if absence == .rehearse { return try await trial(settings) }
                throw ControlFailure(
                    .unknown,
                    "there is no directory in \(folder); `roster serve` makes one, or name another "
                        + "folder with --data")
            }
            switch await here(settings, readsOnly: absence == .rehearse) {
            case .success(let (open, desk)): return .own(open, desk)
            case .failure(.dataFolderInUse) where clock.now < end: break
            case .failure(let failure): throw failure
            }
            // Another command, or a server between its lock and its socket: both are quick.
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// The desk of this process. A result, because a `catch` of one case among several crashes the
    /// compiler here.
    private static func here(
        _ settings: RosterSettings.Settings, readsOnly: Bool
    ) async -> Result<(OpenDirectory, ControlDesk), StartFailure> {
        do throws(StartFailure) {
            let open = try await OpenDirectory.open(settings, readsOnly: readsOnly)
            let status = ServerStatus(process: Int(getpid()), release: Release.version, ports: [])
            return .success(
                (
                    open,
                    ControlDesk(
                        directory: open.directory, server: status, migrations: open.migrations,
                        clashes: open.clashes)
                ))
        } catch {
            return .failure(error)
        }
    }

    private static func trial(_ settings: RosterSettings.Settings) async throws -> Desk {
        let place = FileManager.default.temporaryDirectory.path
        removeLeftTrials(in: place)
        // Its folder goes when the answer is written, or cannot be.
        signal(SIGPIPE, SIG_IGN)
        let folder = place + "/" + trialPrefix + UUID().uuidString
        var settings = settings
        settings.dataFolder = folder
        settings.secretFile = folder + "/secret.key"
        switch await here(settings, readsOnly: false) {
        case .success(let (open, desk)): return .trial(open, desk, folder: folder)
        case .failure(let failure): throw failure
        }
    }

    private static let trialPrefix = "roster-trial-"

    /// Removes this user's folders of trials that were killed: nobody has their lock, and they are too
    /// old to be about to take it.
    private static func removeLeftTrials(in place: String) {
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: place)) ?? []
        where name.hasPrefix(trialPrefix) {
            let path = place + "/" + name
            guard let facts = try? files.attributesOfItem(atPath: path),
                facts[.ownerAccountID] as? UInt32 == geteuid(),
                let changed = facts[.modificationDate] as? Date,
                changed.timeIntervalSinceNow < -60, !DataFolder.isOwned(path)
            else { continue }
            try? files.removeItem(atPath: path)
        }
    }

    private func close() async {
        switch self {
        case .server: return
        case .own(let open, _): await open.close()
        case .trial(let open, _, let folder):
            await open.close()
            try? FileManager.default.removeItem(atPath: folder)
        }
    }
}
