import ArgumentParser
import CPlatform
import Foundation
import Glibc
import Logging
import RosterServer
import RosterSettings
import SurfaceKit

/// `roster serve`: the server, in the foreground.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the directory on its listeners.")

    private static let arenasMax: Int32 = 8

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        // Nothing that operators and their tools send by habit ends the server.
        roster_ignore_signals()
        // Before there are threads, each of which would get memory of its own to keep.
        roster_bound_memory(Self.arenasMax)
        OpenFiles.raiseLimit()
        defer { LogQueue.standardError.flush(seconds: Bounds.logFlushSeconds) }
        let loaded = try CommandWords.loadSettings()
        if let open = OpenPlace.ofConfiguration(loaded.configurationFile) {
            throw StartFailure.openPlace(open)
        }
        let settings = loaded.settings
        let level = LogLevel()
        let flags = CommandWords.settingFlags
        let server = try await RosterServer.assemble(
            settings, logger: .roster(settings, level: level),
            reloading: Reloading(
                settings: {
                    try CommandWords.$settingFlags.withValue(flags) {
                        try CommandWords.loadSettings().settings
                    }
                }, level: level))
        // Before the listeners: should one fail, the password must not be lost with it.
        if let name = StartMessage.nameWithPassword(server.bootstrap) {
            do {
                try OutputFailure.naming(PasswordRemedy.text(name)) {
                    try StandardOutput.write(StartMessage.password(server.bootstrap))
                }
            } catch {
                await server.open.close()
                throw error
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                guard await server.readiness.wait() else { return }
                // A reader of standard output that is gone, or has stopped reading, is no reason
                // not to serve: a thread of its own may wait for it.
                let text = StartMessage(settings: settings, server: server).text
                Thread.detachNewThread { try? StandardOutput.write(text) }
            }
            try await server.run()
            group.cancelAll()
        }
    }
}
