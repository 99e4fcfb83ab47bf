import ArgumentParser
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

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        OpenFiles.raiseLimit()
        defer { LogQueue.standardError.flush(seconds: Bounds.logFlushSeconds) }
        let loaded = try CommandWords.loadSettings()
        if let open = OpenPlace.ofConfiguration(loaded.configurationFile) {
            throw StartFailure.openPlace(open)
        }
        let settings = loaded.settings
        let server = try await RosterServer.assemble(settings, logger: .roster(settings))
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
